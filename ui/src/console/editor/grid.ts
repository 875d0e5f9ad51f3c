/** Expectations by phase and role. */
import type { EditorView } from '../../wire/generated';
import { listAt, words } from './tree';

export interface Cell {
  role: string;
  phase: string;
  /** Places in the file. */
  expectations: { at: number; title: string; within: string }[];
}

export interface Grid {
  roles: [id: string, title: string][];
  phases: string[];
  cells: Cell[];
  /** Those of a role or phase that there is none of. */
  elsewhere: Cell['expectations'];
  /** Cells with nothing in them. */
  gaps: number;
}

export function gridOf(view: EditorView): Grid {
  const roles = view.choices.role ?? [];
  const phases = (view.choices.phase ?? []).map(([phase]) => phase);
  const all = listAt(view.says, ['expect']).map((table, at) => ({
    at,
    role: words(table.role),
    phase: words(table.phase),
    title: words(table.title) || 'without a title',
    within: words(table.within),
  }));
  const cells = phases.flatMap((phase) =>
    roles.map(([role]) => ({
      role,
      phase,
      expectations: all.filter((one) => one.role === role && one.phase === phase),
    })),
  );
  const known = (one: (typeof all)[number]): boolean =>
    phases.includes(one.phase) && roles.some(([role]) => role === one.role);
  return {
    roles,
    phases,
    cells,
    elsewhere: all.filter((one) => !known(one)),
    gaps: cells.filter(({ expectations }) => expectations.length === 0).length,
  };
}
