/** The keys of the scenario editor, as people see them. */
export const EDITOR_KEYS: [key: string, says: string][] = [
  ['Ctrl Z', 'Undo; in a field with something unsent, within the field'],
  ['Ctrl Shift Z, Ctrl Y', 'Redo'],
  ['Alt 1 … 9', 'The parts of the scenario, from the top'],
  ['↑ ↓', 'In a list: the one before, the next'],
  ['Alt ↑ ↓', 'In a list: move it'],
  ['Delete', 'In a list: remove it; Ctrl Z brings it back'],
  ['Ctrl Enter', 'In a long text: send it at once'],
  ['Tab, Esc Tab', 'In a file as text: two blanks; leave it'],
  ['Ctrl K', 'Everything, by name'],
  ['Esc', 'Out of the field, then out of what is chosen'],
  ['?', 'This list'],
];
