/** New files of a scenario: what they may be called, and what stands in them at first. */
import type { EditorView } from '../../../wire/generated';

export type NewKind = 'team' | 'playbook';

/** Why that is no name; null: it is one. */
export function barred(view: EditorView, kind: NewKind, name: string): string | null {
  if (name === '') return 'It needs a name.';
  if (!/^[a-z0-9][a-z0-9-]*$/.test(name))
    return 'Small letters, digits and - only, and a letter or digit first.';
  const path = pathOf(view, kind, name);
  return view.files.some((file) => file.path === path) ? 'There is one of that name.' : null;
}

export const pathOf = (view: EditorView, kind: NewKind, name: string): string =>
  kind === 'team' ? `${view.id}/teams/${name}.toml` : `${view.id}/playbooks/${name}.md`;

const titled = (name: string): string => (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll('-', ' ');

export function textOf(view: EditorView, kind: NewKind, name: string): string {
  if (kind === 'playbook') return `# ${titled(name)}\n\nTo be written.\n`;
  const roles = (view.choices.role ?? []).map(([id]) => id);
  const widest = Math.max(...roles.map((id) => id.length), 0);
  const people = roles.map((id, i) => `${id.padEnd(widest)} = "Person ${i + 1}"`);
  return [
    `title   = "${titled(name)}"`,
    `summary = "What it does, and what comes of it."`,
    '',
    '[people]',
    ...people,
    '',
    '[[do]]',
    'at   = "02:00"',
    `role = "${roles[0] ?? 'on-call'}"`,
    'act  = "look"',
    'page = "alerts"',
    '',
  ].join('\n');
}
