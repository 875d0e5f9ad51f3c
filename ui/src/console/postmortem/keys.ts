/** The keys of the editor, as people see them. */
export const WRITING_KEYS: [key: string, says: string][] = [
  ['Alt ↑ ↓', 'The section before, the next one'],
  ['Ctrl S', 'Send what was typed at once; it is sent by itself as well'],
  ['Ctrl Z', 'Undo in the field'],
  ['Esc', 'Out of the field, then out of the version, then back to the drill'],
  ['J, K, ↓ ↑', 'Timeline: go through the rows; with Shift, choose a stretch'],
  ['X, Space', 'Timeline: choose the row, or not'],
  ['Ctrl A', 'Timeline: choose all rows that are shown'],
  ['H', 'Timeline: leave out what is chosen, or put it back'],
  ['P', 'Timeline: pin what is chosen, or not any more'],
  ['N, Enter', 'Timeline: write a note on the row'],
  ['Enter', 'Action items: the next row; in the last one, a new one'],
  ['Alt ↑ ↓', 'Action items: move the row'],
  ['Ctrl K', 'Everything, by name: sections as well'],
];
