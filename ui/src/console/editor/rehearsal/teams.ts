/** Teams a scenario can be rehearsed with. */
import type { EditorView } from '../../../wire/generated';

/** In a list of teams: none of them. No file can be called so. */
export const NOBODY = '/';

/** Id, which is the name of the file, and what it is called. */
export function teamsOf(view: EditorView): { id: string; title: string }[] {
  return view.files
    .filter((file) => file.kind === 'team')
    .map((file) => ({
      id: file.path.replace(/^.*\//, '').replace(/\.toml$/, ''),
      title: file.name.replace(/^Team: /, ''),
    }));
}

/** `0.8 s`, `12 s`. */
export function tookWords(ms: number): string {
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}
