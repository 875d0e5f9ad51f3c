/** What the palette offers in the editor: every part, every item, every file, every mistake. */
import type { Entry } from '../../parts/filter';
import type { Editing } from './editor.svelte';
import { SECTION_LISTS, SECTIONS } from './sections';
import { listAt } from './tree';

export interface Thing extends Entry {
  run(): void;
}

const GROUP: Record<string, string> = {
  inject: 'Inject',
  expect: 'Expected',
  hint: 'Hint',
  answer: 'Assistant',
  role: 'Role',
  stakeholder: 'Stakeholder',
  deploy: 'Deploy',
  alert: 'Alert',
  cause: 'Cause',
  herring: 'Herring',
};

/** What the page around it does. */
export interface Around {
  pack: () => void;
  back: () => void;
}

export function things(editing: Editing, { pack, back }: Around): Thing[] {
  const { view } = editing;
  if (!view) return [];
  return [
    ...SECTIONS.map(({ id, title }, i) => ({
      id: `part:${id}`,
      title,
      group: 'Part',
      key: i < 9 ? `Alt ${i + 1}` : undefined,
      run: () => editing.look(id),
    })),
    ...(view.undo === null
      ? []
      : [
          {
            id: 'undo',
            title: `Undo: ${view.undo}`,
            group: 'Do',
            key: 'Ctrl Z',
            run: () => void editing.undo(),
          },
        ]),
    ...(view.redo === null
      ? []
      : [
          {
            id: 'redo',
            title: `Redo: ${view.redo}`,
            group: 'Do',
            key: 'Ctrl Y',
            run: () => void editing.redo(),
          },
        ]),
    {
      id: 'rehearse',
      title: 'Rehearse',
      group: 'Do',
      run: () => {
        editing.look('sheet');
        void editing.rehearsing.play();
      },
    },
    { id: 'pack', title: 'Pack into one file', group: 'Do', run: pack },
    { id: 'again', title: 'Read the files again', group: 'Do', run: () => void editing.again() },
    { id: 'back', title: 'Back to the library', group: 'Do', run: back },
    ...view.problems.map((placed, i) => ({
      id: `problem:${i}`,
      title: placed.problem.message,
      group: placed.problem.severity === 'error' ? 'Mistake' : 'Warning',
      detail: `${placed.problem.file}:${placed.problem.line}`,
      run: () =>
        placed.way.length > 0 && placed.problem.file === editing.path
          ? editing.point(placed.way)
          : editing.text(placed.problem.file, placed.problem.line),
    })),
    ...SECTION_LISTS.flatMap((list) =>
      listAt(view.says, list).map((_, i) => ({
        id: `${list.join('.')}:${i}`,
        title: editing.name([...list, i]),
        group: GROUP[String(list.at(-1))] ?? '',
        run: () => editing.select([...list, i]),
      })),
    ),
    ...view.files.map(({ path, name }) => ({
      id: `file:${path}`,
      title: name,
      group: 'File',
      detail: path,
      run: () => editing.text(path),
    })),
  ];
}
