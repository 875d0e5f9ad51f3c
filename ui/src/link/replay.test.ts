import { expect, test } from 'vitest';
import type { EditorCall, EditorView, FileEdit } from '../wire/generated';
import { replay } from './replay';

const file = '3am-outage/scenario.toml';
const set = (at: (string | number)[], value: unknown): FileEdit =>
  ({ file, edit: { edit: 'set', at, value } }) as unknown as FileEdit;

test('a scenario in the replay stands where it was moved, and is rehearsed', async () => {
  const link = replay('library');
  const ask = async (call: EditorCall) => {
    const reply = await link.call({ call: 'editor', ask: call });
    if (reply.reply !== 'editor') throw new Error(reply.reply);
    return reply.answer;
  };
  const opened = await ask({ ask: 'open', scenario: '3am-outage' });
  expect(opened.editor).toBe('opened');
  const edits = [
    set(['inject', 17, 'at'], '62:30'),
    set(['inject', 0, 'tray'], true),
    set(['length'], '70m'),
    { file, edit: { edit: 'unset', at: ['inject', 17, 'tray'] } } as unknown as FileEdit,
  ];
  const edited = await ask({ ask: 'change', edits, says: 'Move them' });
  const view = (edited as { view: EditorView }).view;
  expect(view.injects[17]).toMatchObject({ lane: 'clock', at_ms: 3_750_000 });
  expect(view.injects[0]).toMatchObject({ lane: 'tray', at_ms: null });
  expect(view).toMatchObject({ length_ms: 4_200_000, undo: 'Move them' });
  const nobody = await ask({ ask: 'rehearse', team: null, minutes: null });
  expect(nobody).toMatchObject({ editor: 'rehearsed', rehearsal: { team: null } });
});
