/** Where in a line something is wrong. */
import type { Problem } from '../../../wire/generated';

export interface Piece {
  text: string;
  marked: boolean;
}

/** The line in pieces, each marked or not. Columns count characters from 1. */
export function pieces(line: string, problems: Problem[]): Piece[] {
  if (problems.length === 0) return line === '' ? [] : [{ text: line, marked: false }];
  const letters = [...line];
  const marked = letters.map((_, i) =>
    problems.some(({ column, length }) => i >= column - 1 && i < column - 1 + Math.max(1, length)),
  );
  const all: Piece[] = [];
  letters.forEach((letter, i) => {
    const last = all.at(-1);
    if (last && last.marked === marked[i]) last.text += letter;
    else all.push({ text: letter, marked: marked[i]! });
  });
  return all;
}

/** Before the mark, the mark, and what comes after it, of the line that a problem came with. */
export function around({ line_text, column, length }: Problem): [string, string, string] {
  const letters = [...line_text];
  const from = Math.min(Math.max(0, column - 1), letters.length);
  const to = Math.min(letters.length, from + Math.max(1, length));
  const text = (a: number, b: number): string => letters.slice(a, b).join('');
  return [text(0, from), text(from, to), text(to, letters.length)];
}
