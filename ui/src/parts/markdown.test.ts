import { expect, test } from 'vitest';
import { parseMarkdown } from './markdown';

test.each<[string, unknown]>([
  ['# Title', [{ kind: 'heading', level: 1, inlines: [{ kind: 'text', text: 'Title' }] }]],
  [
    'a **b** `c` *d*',
    [
      {
        kind: 'paragraph',
        inlines: [
          { kind: 'text', text: 'a ' },
          { kind: 'strong', text: 'b' },
          { kind: 'text', text: ' ' },
          { kind: 'code', text: 'c' },
          { kind: 'text', text: ' ' },
          { kind: 'em', text: 'd' },
        ],
      },
    ],
  ],
  [
    '1. one\n2. two\n   more',
    [
      {
        kind: 'list',
        ordered: true,
        items: [[{ kind: 'text', text: 'one' }], [{ kind: 'text', text: 'two more' }]],
      },
    ],
  ],
  ['- [x] done', [{ kind: 'list', ordered: false, items: [[{ kind: 'text', text: 'done' }]] }]],
  ['```\n**raw**\n```', [{ kind: 'code', text: '**raw**' }]],
  [
    '| when | good |\n| --- | :-: |\n| first | a \\| b |\n| then |\n\nafter',
    [
      {
        kind: 'table',
        head: [[{ kind: 'text', text: 'when' }], [{ kind: 'text', text: 'good' }]],
        rows: [
          [[{ kind: 'text', text: 'first' }], [{ kind: 'text', text: 'a | b' }]],
          [[{ kind: 'text', text: 'then' }], []],
        ],
      },
      { kind: 'paragraph', inlines: [{ kind: 'text', text: 'after' }] },
    ],
  ],
  ['> said', [{ kind: 'quote', inlines: [{ kind: 'text', text: 'said' }] }]],
  ['[words](http://x)', [{ kind: 'paragraph', inlines: [{ kind: 'text', text: 'words' }] }]],
  ['<b>x</b>', [{ kind: 'paragraph', inlines: [{ kind: 'text', text: '<b>x</b>' }] }]],
  [
    'db.max_connections and a_b_c',
    [{ kind: 'paragraph', inlines: [{ kind: 'text', text: 'db.max_connections and a_b_c' }] }],
  ],
  ['---', [{ kind: 'rule' }]],
  ['', []],
])('%j', (source, blocks) => expect(parseMarkdown(source)).toEqual(blocks));
