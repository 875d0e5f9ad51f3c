/** Type-ahead: which entries a few typed words mean, best first. */

export interface Entry {
  id: string;
  title: string;
  /** Shown apart, e.g. "Inject". */
  group: string;
  /** Further words it is found by. */
  words?: string;
  detail?: string;
  key?: string;
}

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

/** Every typed word must be found. Order: starts of words, then insides, then letters in order. */
export function filterEntries<T extends Entry>(entries: T[], typed: string): T[] {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries;
  return entries
    .map((entry, place) => ({ entry, place, score: score(entry, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .map(({ entry }) => entry);
}

/** The same by kind: the kind of the best one first, and in a kind the best one first. */
export function byGroup<T extends Entry>(entries: T[]): T[] {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const group = groups.get(entry.group);
    if (group) group.push(entry);
    else groups.set(entry.group, [entry]);
  }
  return [...groups.values()].flat();
}

function score(entry: Entry, words: string[]): number {
  const title = fold(entry.title);
  const rest = fold(`${entry.group} ${entry.words ?? ''} ${entry.detail ?? ''}`);
  let sum = 0;
  for (const word of words) {
    const here =
      place(title, word) * 4 || place(rest, word) * 2 || (word.length > 1 && inOrder(title, word) ? 1 : 0);
    if (here === 0) return 0;
    sum += here;
  }
  return sum;
}

/** 3: begins the text, 2: begins a word, 1: inside, 0: not there. */
function place(text: string, word: string): number {
  const at = text.indexOf(word);
  if (at === 0) return 3;
  if (at < 0) return 0;
  return new RegExp(`(^|[^\\p{L}\\p{N}])${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`, 'u').test(text)
    ? 2
    : 1;
}

/** The letters in order, within one word of the text: `rlb` finds "rollback". */
function inOrder(text: string, word: string): boolean {
  return text.split(/\s+/).some((part) => {
    let at = -1;
    return part[0] === word[0] && [...word].every((letter) => (at = part.indexOf(letter, at + 1)) >= 0);
  });
}
