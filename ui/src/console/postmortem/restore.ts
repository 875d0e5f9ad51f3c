import { stage } from '../../state/stage.svelte';
import { toasts } from '../../state/toasts.svelte';
import type { Refusal } from '../../wire/generated';
import type { Writing } from './writing.svelte';

/** Puts a version back. What stands is kept first, so that it asks nothing: the way back is another restore. */
export async function restore(writing: Writing, version: number): Promise<Refusal | null> {
  await writing.flush();
  const reply = await stage.call({ call: 'command', command: { do: 'restore_version', version } });
  if (reply.reply === 'refused') return reply.refusal;
  const before = writing.view?.versions[0]?.number;
  await writing.turn(null);
  await writing.look();
  const kept = writing.view?.versions[0]?.number;
  const hint =
    kept === undefined || kept === before
      ? 'What stood before is the version kept last.'
      : `What stood before is kept as version ${kept}.`;
  if (kept === undefined || kept === version) toasts.say(`Version ${version} stands again.`, hint);
  else
    toasts.offer(
      `Version ${version} stands again.`,
      { title: 'Undo', run: () => void restore(writing, kept) },
      hint,
    );
  return null;
}
