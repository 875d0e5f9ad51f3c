import { describe, expect, test } from 'vitest';
import { authored } from '../../link/fixtures/authoring';
import { forms } from '../../link/fixtures/forms';
import type { Entries, Form, Placed } from '../../wire/generated';
import { clock, copied, fresh, freshInject, placeFor, starterTable } from './forms/fresh';
import { applies, choicesOf, partsOf, put, targets, turn } from './forms/keys';
import { written } from './forms/context';
import { gridOf } from './grid';
import { insert, move, set, unset } from './edits';
import { appeared, follow, keep, movedTo } from './keep';
import { countOf, sectionOf, sectionOfProblem, troubleIn } from './sections';
import { around, pieces } from './text/marks';
import { barred, textOf } from './text/names';
import { formAt, itemOf, lineOf, nameOf, problemsOf } from './tree';

const form = (id: string): Form => forms.find((one) => one.id === id)!;
const key = (of: string, name: string) => form(of).keys.find((one) => one.name === name)!;
const shown = (id: string, table: Entries): string[] =>
  partsOf(form(id), table, false).flatMap((part) =>
    'key' in part ? [part.key.name] : [part.keys.map(({ name }) => name).join('|')],
  );
const placed = (way: (string | number)[], message: string, file = 'kiosk-release/scenario.toml'): Placed => ({
  problem: { severity: 'error', file, line: 1, column: 1, length: 3, line_text: 'abc', message, help: '' },
  way,
});

describe('keys', () => {
  test('mean something beside others only', () => {
    expect(applies(key('fault', 'rate'), { kind: 'pool-leak' })).toBe(true);
    expect(applies(key('fault', 'rate'), { kind: 'down' })).toBe(false);
    expect(applies(key('when', 'for'), { silent: 'note' })).toBe(true);
    expect(applies(key('when', 'for'), { act: 'note' })).toBe(false);
  });

  test('are shown when they mean something, or stand there all the same; a made id comes last', () => {
    expect(shown('fault', { kind: 'down', on: 'shop' })).toEqual(['kind', 'on', 'only', 'for']);
    expect(shown('fault', { kind: 'down', on: 'shop', rate: 1 })).toContain('rate');
    expect(shown('inject', {})).toEqual([
      'at|when|tray',
      'after',
      'title',
      'fault',
      'stops',
      'message',
      'note',
      'id',
    ]);
    expect(shown('cause', {})[0]).toBe('id');
  });

  test('of the head leave out what is written elsewhere', () => {
    const names = partsOf(form('scenario'), {}, true).flatMap((part) =>
      'key' in part ? [part.key.name] : [],
    );
    expect(names).toEqual(['title', 'summary', 'system', 'starts', 'length', 'level', 'trains']);
  });

  test('of which one stands are changed in one step', () => {
    const table: Entries = { at: '06:00', title: 'x' };
    const edits = turn(
      authored,
      forms,
      'f',
      ['inject', 1],
      form('inject'),
      table,
      [key('inject', 'at'), key('inject', 'when'), key('inject', 'tray')],
      key('inject', 'tray'),
    );
    expect(edits.map(({ edit }) => edit)).toEqual([
      { edit: 'unset', at: ['inject', 1, 'at'] },
      { edit: 'set', at: ['inject', 1, 'tray'], value: true },
    ]);
  });

  test('take with them what meant something beside them', () => {
    const table: Entries = { silent: 'note', for: '5m' };
    const keys = ['act', 'alert', 'silent'].map((name) => key('when', name));
    const edits = turn(authored, forms, 'f', ['w'], form('when'), table, keys, key('when', 'alert'));
    expect(edits.map(({ edit }) => edit)).toEqual([
      { edit: 'unset', at: ['w', 'silent'] },
      { edit: 'unset', at: ['w', 'for'] },
      { edit: 'set', at: ['w', 'alert'], value: 'ShopErrors' },
    ]);
  });

  test('bring what a fault of that kind needs, and drop what it has no use for', () => {
    const table: Entries = { kind: 'pool-leak', on: 'shop.db', rate: 0.1 };
    const edits = put(authored, forms, 'f', ['w'], form('fault'), table, 'kind', 'slow');
    expect(edits.map(({ edit }) => edit)).toEqual([
      { edit: 'unset', at: ['w', 'rate'] },
      { edit: 'set', at: ['w', 'kind'], value: 'slow' },
      { edit: 'set', at: ['w', 'factor'], value: 4 },
    ]);
  });

  test.each([
    ['fault_on', { kind: 'slow' }, ['shop', 'db']],
    ['act_on', { act: 'roll-back' }, ['shop']],
    ['act_on', { silent: 'roll-back' }, ['shop']],
    ['fault_on', {}, null],
    ['reader', {}, ['on-call', 'bridge', 'room']],
  ] as const)('%s has choices by what stands beside', (of, table, values) => {
    expect(choicesOf(authored, of, table)?.map(([value]) => value) ?? null).toEqual(values);
  });

  test('point at what a fault can be on, of a component', () => {
    expect(targets(authored, 'pool-leak', 'shop')).toEqual(['shop.db']);
    expect(targets(authored, 'slow', 'db')).toEqual(['db']);
    expect(targets(authored, 'pool-leak', 'web')).toEqual([]);
  });

  test.each([
    [key('scenario', 'level'), '3', 3],
    [key('scenario', 'level'), 'three', 'three'],
    [key('scenario', 'level'), '', undefined],
    [key('fault', 'rate'), '0,5', 0.5],
    [key('inject', 'note'), '  ', undefined],
    [key('message', 'text'), '', ''],
    [key('inject', 'after'), ' 5m ', '5m'],
  ])('are written as they are typed', (of, text, value) => expect(written(of, text)).toEqual(value));
});

describe('new items', () => {
  test('goes behind the last of its kind, and on the clock in order of time', () => {
    const mark = (at: number, lane: 'clock' | 'tray', at_ms: number | null) => ({ at, lane, at_ms }) as never;
    const marks = [mark(0, 'clock', 60_000), mark(1, 'clock', 300_000), mark(2, 'tray', null)];
    expect(placeFor(marks, 'clock', 120_000)).toBe(1);
    expect(placeFor(marks, 'clock', 400_000)).toBe(2);
    expect(placeFor(marks, 'clock', 0)).toBe(0);
    expect(placeFor(marks, 'clock', null)).toBe(2);
    expect(placeFor(marks, 'tray', null)).toBe(3);
    expect(placeFor(marks, 'branch', null)).toBe(undefined);
  });

  test('have what they need, after the last', () => {
    expect(freshInject(authored, 'clock', null)).toEqual({ at: '07:00', title: 'New inject' });
    expect(freshInject(authored, 'clock', 90_000)).toEqual({ at: '01:30', title: 'New inject' });
    expect(freshInject(authored, 'contingency', null)).toMatchObject({
      when: { silent: 'status-update', for: '15m' },
    });
    expect(fresh(authored, 'expect', { role: 'bridge', phase: 'learn' })).toMatchObject({
      role: 'bridge',
      phase: 'learn',
      act: 'look',
    });
    expect(fresh(authored, 'truth.cause').id).toBe('cause');
    expect(clock(3_725_000)).toBe('62:05');
  });

  test('of a table begin with what it needs', () => {
    expect(starterTable(authored, forms, 'message')).toEqual({
      from: 'Kiosk 4',
      to: 'room',
      text: 'To be written.',
    });
    expect(starterTable(authored, forms, 'when')).toEqual({ act: 'roll-back' });
  });

  test('as copies have another name', () => {
    expect(copied({ id: 'a', title: 'T' }, 'inject', ['a'])).toEqual({ title: 'T (copy)' });
    expect(copied({ id: 'a', says: 's' }, 'answer', ['a', 'a-2'])).toEqual({ id: 'a-3', says: 's' });
  });
});

describe('the selection', () => {
  const list = (...names: string[]): Entries => ({ inject: names.map((title) => ({ title })) });

  test.each([
    [2, 2, 0, 0],
    [0, 2, 0, 1],
    [1, 0, 2, 0],
    [3, 0, 2, 3],
  ])('%i is, after %i went to %i, at %i', (place, from, to, now) =>
    expect(movedTo(place, from, to)).toBe(now),
  );

  test.each([
    ['stays when something before it goes', list('a', 'b', 'c'), list('b', 'c'), 2, ['inject', 1]],
    ['stays when it is written anew', list('a', 'b'), list('a', 'x'), 1, ['inject', 1]],
    ['goes with what is gone', list('a', 'b'), list('a'), 1, null],
    ['follows what was moved', list('a', 'b', 'c'), list('c', 'a', 'b'), 2, ['inject', 0]],
  ])('%s', (_, before, after, place, to) => expect(keep(before, after, ['inject', place])).toEqual(to));

  test('stays when it is written anew beside another of the same name', () => {
    const two = {
      inject: [
        { title: 'New', at: '1m' },
        { title: 'New', at: '2m' },
      ],
    };
    expect(keep(two, { inject: [{ title: 'A', at: '1m' }, two.inject[1]!] }, ['inject', 0])).toEqual([
      'inject',
      0,
    ]);
  });

  test.each([
    [[move('f', ['inject'], 3, 0)], ['inject', 3]],
    [[insert('f', ['inject'], 2, {})], ['inject', 3]],
    [[insert('f', ['inject'], 3, {})], ['inject', 2]],
    [[unset('f', ['inject', 0])], ['inject', 1]],
    [[unset('f', ['inject', 2])], null],
    [[unset('f', ['inject', 2, 'note'])], ['inject', 2]],
    [
      [unset('f', ['inject', 0]), move('f', ['inject'], 1, 0)],
      ['inject', 0],
    ],
    [
      [set('f', ['inject', 2, 'title'], 'x'), insert('f', ['expect'], 0, {})],
      ['inject', 2],
    ],
  ])('follows changes: %j', (edits, to) => expect(follow(['inject', 2], edits)).toEqual(to));

  test('goes to what came back', () => {
    expect(appeared(list('a', 'c'), list('a', 'b', 'c'), [['inject']])).toEqual(['inject', 1]);
    expect(appeared(list('a'), list('b'), [['inject']])).toBeNull();
  });
});

describe('ways', () => {
  test.each([
    [['inject', 3, 'message', 'text'], ['inject', 3], 'sheet'],
    [['truth', 'cause', 0, 'words', 1], ['truth', 'cause', 0], 'story'],
    [['truth', 'trigger'], ['truth'], 'story'],
    [['title'], [], 'story'],
    [['norms', 'first_update'], ['norms'], 'story'],
    [['expect', 2], ['expect', 2], 'expect'],
  ])('%j is in %j', (way, item, section) => {
    expect(itemOf(way)).toEqual(item);
    expect(sectionOf(way)).toBe(section);
  });

  test('lead to forms and names', () => {
    expect(formAt(forms, ['inject', 0, 'fault'])?.id).toBe('fault');
    expect(formAt(forms, ['truth', 'cause', 0])?.id).toBe('cause');
    expect(nameOf(authored.says, ['inject', 1])).toBe('The kiosk calls');
    expect(nameOf(authored.says, [])).toBe('the head');
  });

  test('lead to a line of the text', () => {
    const text = authored.files[0]!.text;
    expect(lineOf(text, ['inject', 1])).toBe(7);
    expect(lineOf(text, [])).toBe(1);
    expect(lineOf('a = 1\n[truth]\n', ['truth'])).toBe(2);
  });
});

describe('problems', () => {
  test('stand beside their key, a missing one beside where it would be', () => {
    const all = [
      placed(['inject', 0, 'title'], 'too long'),
      placed(['inject', 0], 'an inject has no `title`'),
      placed(['inject', 0], 'does nothing'),
      placed(['inject', 1], 'other'),
    ];
    const { of, rest } = problemsOf(all, ['inject', 0], form('inject'), {});
    expect(of.get('title')).toHaveLength(2);
    expect(rest.map(({ problem }) => problem.message)).toEqual(['does nothing']);
  });

  test('of the head do not repeat those of an item', () => {
    const all = [placed(['title'], 'the scenario has no `level`'), placed(['inject', 0], 'other')];
    const { of, rest } = problemsOf(all, [], form('scenario'), { title: 'x' });
    expect([...of.keys()]).toEqual(['level']);
    expect(rest).toEqual([]);
  });

  test('are counted where they belong', () => {
    const view = {
      ...authored,
      problems: [placed(['inject', 0], 'a'), placed([], 'b', 'kiosk-release/teams/good.toml')],
    };
    expect(troubleIn(view, 'sheet').errors).toBe(1);
    expect(sectionOfProblem(view, view.problems[1]!)).toBe('team');
    expect(troubleIn(view, 'problems').errors).toBe(2);
    expect(countOf(authored, 'expect')).toBe(2);
    expect(countOf({ ...authored, says: null }, 'expect')).toBeNull();
  });

  test('are marked in their line, by characters', () => {
    const problem = { ...placed([], '').problem, line_text: '😀 = x', column: 5, length: 1 };
    expect(around(problem)).toEqual(['😀 = ', 'x', '']);
    expect(pieces('😀 = x', [problem])).toEqual([
      { text: '😀 = ', marked: false },
      { text: 'x', marked: true },
    ]);
  });
});

test('the grid shows where nothing is expected of somebody', () => {
  const { cells, gaps, elsewhere } = gridOf(authored);
  expect(cells).toHaveLength(8);
  expect(gaps).toBe(6);
  expect(elsewhere).toEqual([]);
});

test('new files have names that a file may have', () => {
  expect(barred(authored, 'team', 'good')).toBe('There is one of that name.');
  expect(barred(authored, 'team', 'So So')).toMatch(/Small letters/);
  expect(barred(authored, 'playbook', 'after-the-fix')).toBeNull();
  expect(textOf(authored, 'team', 'slow')).toContain('on-call = "Person 1"\nbridge  = "Person 2"');
});
