/** The Markdown that briefings and playbooks use, as plain data: text stays text, HTML is never made. */

export type Inline = { kind: 'text' | 'strong' | 'em' | 'code'; text: string };
export type Block =
  | { kind: 'heading'; level: number; inlines: Inline[] }
  | { kind: 'paragraph' | 'quote'; inlines: Inline[] }
  | { kind: 'list'; ordered: boolean; items: Inline[][] }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }
  | { kind: 'code'; text: string }
  | { kind: 'rule' };

const ITEM = /^\s*(?:[-*+]|(\d+)[.)])\s+(?:\[[ xX]\]\s+)?/;

/** The line under a table's head. */
const RULED = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/** Blocks in order. What it does not know stays a paragraph. */
export function parseMarkdown(source: string): Block[] {
  const lines = source.replace(/\r\n?/g, '\n').split('\n');
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    if (line.trim() === '') at++;
    else if (line.startsWith('```')) at = code(lines, at, blocks);
    else if (/^(-{3,}|\*{3,}|_{3,})\s*$/.test(line)) {
      blocks.push({ kind: 'rule' });
      at++;
    } else if (/^#{1,6}\s/.test(line)) {
      const level = line.indexOf(' ');
      blocks.push({ kind: 'heading', level, inlines: inlines(line.slice(level + 1).trim()) });
      at++;
    } else if (ITEM.test(line)) at = items(lines, at, blocks);
    else if (line.includes('|') && RULED.test(lines[at + 1] ?? '')) at = table(lines, at, blocks);
    else at = paragraph(lines, at, blocks);
  }
  return blocks;
}

function code(lines: string[], from: number, blocks: Block[]): number {
  const end = lines.findIndex((line, i) => i > from && line.startsWith('```'));
  const until = end < 0 ? lines.length : end;
  blocks.push({ kind: 'code', text: lines.slice(from + 1, until).join('\n') });
  return until + 1;
}

function items(lines: string[], from: number, blocks: Block[]): number {
  const ordered = ITEM.exec(lines[from]!)?.[1] !== undefined;
  const texts: string[] = [];
  let at = from;
  for (; at < lines.length && lines[at]!.trim() !== ''; at++) {
    const line = lines[at]!;
    if (ITEM.test(line)) texts.push(line.replace(ITEM, '').trim());
    else texts[texts.length - 1] += ` ${line.trim()}`;
  }
  blocks.push({ kind: 'list', ordered, items: texts.map(inlines) });
  return at;
}

function table(lines: string[], from: number, blocks: Block[]): number {
  const cells = (line: string): Inline[][] =>
    line
      .trim()
      .replace(/^\||\|$/g, '')
      .split(/(?<!\\)\|/)
      .map((cell) => inlines(cell.trim().replaceAll('\\|', '|')));
  const head = cells(lines[from]!);
  const rows: Inline[][][] = [];
  let at = from + 2;
  for (; at < lines.length && lines[at]!.includes('|'); at++) {
    const row = cells(lines[at]!);
    rows.push(head.map((_, i) => row[i] ?? []));
  }
  blocks.push({ kind: 'table', head, rows });
  return at;
}

function paragraph(lines: string[], from: number, blocks: Block[]): number {
  const quote = lines[from]!.startsWith('>');
  const words: string[] = [];
  let at = from;
  for (; at < lines.length && lines[at]!.trim() !== ''; at++) {
    const line = lines[at]!;
    if (at > from && (/^#{1,6}\s/.test(line) || line.startsWith('```') || ITEM.test(line))) break;
    words.push(line.replace(/^>\s?/, '').trim());
  }
  blocks.push({ kind: quote ? 'quote' : 'paragraph', inlines: inlines(words.join(' ')) });
  return at;
}

function inlines(text: string): Inline[] {
  const found: Inline[] = [];
  // Links keep their words; their addresses would lead out of a room without a network.
  const plain = text.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1');
  const marks =
    /`([^`]+)`|\*\*([^*]+)\*\*|__([^_]+)__|\*([^*\s][^*]*)\*|(?<![\p{L}\p{N}])_([^_]+)_(?![\p{L}\p{N}])/gu;
  let at = 0;
  for (const match of plain.matchAll(marks)) {
    if (match.index > at) found.push({ kind: 'text', text: plain.slice(at, match.index) });
    const [whole, code, bold, bold2, em, em2] = match;
    if (code !== undefined) found.push({ kind: 'code', text: code });
    else if (bold !== undefined || bold2 !== undefined)
      found.push({ kind: 'strong', text: (bold ?? bold2)! });
    else found.push({ kind: 'em', text: (em ?? em2)! });
    at = match.index + whole.length;
  }
  if (at < plain.length) found.push({ kind: 'text', text: plain.slice(at) });
  return found;
}
