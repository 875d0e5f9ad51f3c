import type { DocBlock, DocSpan, Ink } from '../../wire/generated';

/** What a colour of the document looks like on a screen. The words beside it say the same. */
export const INK_CLASS: Record<Ink, string> = {
  plain: '',
  muted: 'dim',
  good: 'ink-good',
  warn: 'ink-warn',
  bad: 'ink-bad',
  inject: 'ink-truth',
  alert: 'ink-bad',
  act: '',
  talk: 'ink-info',
  think: 'soft',
};

/** The words alone. */
export const wordsOf = (spans: DocSpan[]): string => spans.map((span) => span.text).join('');

/** What links may point at in a block. */
export function anchors(block: DocBlock): string[] {
  switch (block.block) {
    case 'heading':
      return [block.is.id];
    case 'table':
      return block.is.rows.flatMap((row) => (row.id === null ? [] : [row.id]));
    case 'quote':
      return block.is.flatMap(anchors);
    case 'list':
      return block.is.items.flat().flatMap(anchors);
    default:
      return [];
  }
}

/**
 * What is left of a section when the texts that people write are taken out, and the headings that then stand
 * over nothing. A text that is not found word for word stays where it is. `empty`: ids of headings under which
 * it only says that nothing is written.
 */
export function without(blocks: DocBlock[], texts: DocBlock[][], empty: string[] = []): DocBlock[] {
  const same = blocks.map((block) => JSON.stringify(block));
  const out = new Set<number>();
  for (const text of texts) {
    if (text.length === 0) continue;
    const wanted = text.map((block) => JSON.stringify(block));
    const at = same.findIndex((_, i) => wanted.every((one, k) => same[i + k] === one && !out.has(i + k)));
    if (at >= 0) wanted.forEach((_, k) => out.add(at + k));
  }
  blocks.forEach((block, i) => {
    const over = blocks[i - 1];
    if (block.block === 'note' && over?.block === 'heading' && empty.includes(over.is.id)) out.add(i);
  });
  const rest = blocks.filter((_, i) => !out.has(i));
  return rest.filter((block, i) => {
    if (block.block !== 'heading') return true;
    const next = rest[i + 1];
    return next !== undefined && !(next.block === 'heading' && next.is.level <= block.is.level);
  });
}
