/** What others wrote that the program carries; the list is made by `npm run licences`. */
export interface Thing {
  kind: 'crate' | 'npm' | 'typeface';
  name: string;
  /** Empty where there is none. */
  version: string;
  /** SPDX expression. */
  licence: string;
}

/** Those with every word in their name or licence, in their order. */
export function matching(things: Thing[], words: string): Thing[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return things;
  return things.filter(({ name, licence }) => {
    const text = `${name} ${licence}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
