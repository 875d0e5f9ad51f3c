/** How items read in lists. */
import type { EditorView, Entries } from '../../wire/generated';
import type { ListOf } from './sections';
import { words } from './tree';

/** Its name, and a line about it. */
export function told(
  view: EditorView,
  list: ListOf['list'],
  table: Entries,
): { title: string; says: string; mono?: string } {
  switch (list.at(-1)) {
    case 'deploy':
      return {
        title: `${words(table.on)} ${words(table.version)}`,
        says: words(table.note),
        mono: table.at === undefined ? 'not deployed yet' : words(table.at),
      };
    case 'alert':
      return {
        title: words(table.title) || words(table.name),
        says: words(table.when),
        mono: words(table.severity),
      };
    case 'hint': {
      const steps = Array.isArray(table.steps) ? table.steps : [];
      const more = steps.length > 1 ? ` → ${words(steps.at(-1))}` : '';
      return { title: words(table.for), says: `${words(steps[0])}${more}`, mono: `${steps.length}` };
    }
    case 'answer':
      return {
        title: words(table.id),
        says: words(table.says),
        mono: table.right === false ? 'wrong' : 'right',
      };
    case 'role': {
      const id = words(table.id);
      const known = view.choices.role?.find(([one]) => one === id)?.[1];
      return { title: words(table.title) || known || id, says: words(table.answers_for), mono: id };
    }
    case 'stakeholder':
      return { title: words(table.name), says: words(table.wants) };
    default:
      return { title: words(table.id), says: words(table.says) };
  }
}
