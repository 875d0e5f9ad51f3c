import { describe, expect, test } from 'vitest';
import { heading, list, note, para, plain, table } from '../../link/fixtures/document';
import { anchors, without } from '../../parts/document/ink';
import { graph } from '../../parts/document/graph';
import type { ActionItem, DocChart, RowEdit, TimelineRowView } from '../../wire/generated';
import { blank, changed, kept, moved, named, same } from './items';
import { where } from './place.svelte';
import { ALL, between, matching, switched } from './rows';

describe('remarked words', () => {
  test.each([
    ['as they were', 'a human error here', 2, 13, 'human error', [2, 13]],
    ['text was typed before them', 'Now: a human error here', 2, 13, 'human error', [7, 18]],
    ['the nearest of two', 'error and error', 9, 14, 'error', [10, 15]],
    ['all of it', 'short', 0, 0, '', [0, 5]],
    ['they are gone', 'short', 2, 13, 'human error', [2, 5]],
    ['units of UTF-16', '🔥 Bob should', 3, 6, 'Bob', [3, 6]],
  ])('%s', (_, text, from, to, found, wanted) => {
    expect(where(text, from, to, found)).toEqual(wanted);
  });
});

describe('the rows', () => {
  const row = (event: number, more: Partial<TimelineRowView> = {}): TimelineRowView => ({
    event,
    at_ms: event * 1000,
    clock: `03:00:0${event}`,
    who: 'Backend',
    kind: 'act',
    text: [plain('Restarted '), plain('api')],
    harmful: false,
    hidden: false,
    pinned: false,
    note: '',
    ...more,
  });
  const rows = [
    row(1),
    row(2, { kind: 'look', who: 'On-Call' }),
    row(3, { hidden: true, note: 'too early' }),
  ];
  const edit = ({ hidden, pinned, note }: TimelineRowView): RowEdit => ({ hidden, pinned, note });
  const found = (asked: Partial<typeof ALL>): number[] =>
    matching(rows, { ...ALL, ...asked }, edit).map((one) => one.event);

  test.each([
    [{}, [1, 2, 3]],
    [{ words: 'RESTARTED api' }, [1, 2, 3]],
    [{ words: 'early' }, [3]],
    [{ kind: 'look' }, [2]],
    [{ who: 'Backend', only: 'shown' as const }, [1]],
    [{ only: 'hidden' as const }, [3]],
    [{ only: 'noted' as const }, [3]],
    [{ only: 'pinned' as const }, []],
  ])('%j', (asked, events) => {
    expect(found(asked)).toEqual(events);
  });

  test('a stretch goes both ways', () => {
    expect(between(rows, 3, 1)).toEqual([1, 2, 3]);
    expect(between(rows, 2, 3)).toEqual([2, 3]);
  });

  test('a key is a switch: all are left out unless all are', () => {
    expect(switched(rows.map(edit), 'hidden')).toBe(true);
    expect(switched([edit(rows[2]!)], 'hidden')).toBe(false);
  });
});

describe('action items', () => {
  const item = (title: string): ActionItem => ({
    title,
    owner: null,
    due: null,
    kind: 'prevent',
    changes: null,
  });

  test('a row in which nothing is written is not sent, and does not go away', () => {
    const rows = [...named([item('Add an alert')]), blank()];
    expect(kept(rows)).toEqual([item('Add an alert')]);
    expect(same(rows, [item('Add an alert')])).toBe(true);
    expect(kept(changed(rows, rows[1]!.id, { owner: 'Ada' })).length).toBe(2);
  });

  test('are moved within the table', () => {
    const rows = named(['a', 'b', 'c'].map(item));
    expect(moved(rows, rows[0]!.id, 2).map((one) => one.title)).toEqual(['b', 'c', 'a']);
    expect(moved(rows, rows[2]!.id, -5).map((one) => one.title)).toEqual(['c', 'a', 'b']);
  });
});

describe('a section without what people write in it', () => {
  const blocks = [
    para('Cause'),
    heading('contributing', 'Contributing factors'),
    list(['one', 'two']),
    heading('hypotheses', 'Hypotheses'),
    table(['*What'], [['leak']], ['event-4']),
    heading('lucky', 'Lucky'),
    note('Nothing has been written down.'),
  ];

  test('keeps figures, and no heading over nothing', () => {
    const rest = without(blocks, [[para('Cause')], [list(['one', 'two'])]], ['lucky']);
    expect(rest).toEqual([blocks[3], blocks[4]]);
  });

  test('keeps a text that does not stand there word for word', () => {
    expect(without(blocks, [[para('Cause, edited')]])).toEqual(blocks);
  });

  test('is found by what links point at', () => {
    expect(blocks.flatMap(anchors)).toEqual(['contributing', 'hypotheses', 'event-4', 'lucky']);
  });
});

test('a graph has gaps, a threshold, and marks whose numbers do not cover each other', () => {
  const chart: DocChart = {
    title: 'Errors',
    unit: '%',
    t0_s: -60,
    step_s: 60,
    values: [0, 10, null, 20, 0],
    threshold: 2,
    marks: [
      { at_s: 0, kind: 'inject', number: 1 },
      { at_s: 1, kind: 'alert', number: 2 },
      { at_s: 9_999, kind: 'act', number: 3 },
    ],
    starts_s_of_day: 10_800,
    alt: '',
  };
  const drawn = graph(chart, 400, 190);
  expect(drawn.line.match(/M/g)).toHaveLength(2);
  expect(drawn.levels.at(-1)!.value).toBe(20);
  expect(drawn.marks.map((mark) => mark.number)).toEqual([1, 2]);
  expect(drawn.marks[0]!.y).not.toBe(drawn.marks[1]!.y);
  const nothing = graph({ ...chart, values: [], threshold: null, marks: [] }, 0, 190);
  expect(JSON.stringify(nothing)).not.toContain('NaN');
  expect(nothing.levels.at(-1)!.value).toBe(1);
});
