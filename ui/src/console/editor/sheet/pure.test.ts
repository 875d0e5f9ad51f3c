import { describe, expect, test } from 'vitest';
import { bare, crowded, editorView } from '../../../link/fixtures/editor';
import type { InjectMark } from '../../../wire/generated';
import { following, toClock, toLength, toTray, waitsFor } from './edits';
import { pack } from './rows';
import { FINE_MS, inOrder, sheetSpan, SNAP_MS, snapTo, written, writtenLength } from './times';
import { whenWords } from './words';

const mark = (id: string): InjectMark => editorView.injects.find((one) => one.id === id)!;
const pieces = ({ edits }: { edits: { edit: unknown }[] }): unknown[] => edits.map((one) => one.edit);
const min = (m: number, s = 0): number => (m * 60 + s) * 1000;

describe('times', () => {
  test.each([
    [0, '00:00'],
    [min(8, 30), '08:30'],
    [min(59, 59), '59:59'],
    [min(104, 5), '104:05'],
  ])('%i ms is written %s', (ms, words) => expect(written(ms)).toBe(words));

  test.each([
    [min(45), '45m'],
    [min(45, 30), '45:30'],
    [min(120), '120m'],
  ])('a length of %i ms is written %s', (ms, words) => expect(writtenLength(ms)).toBe(words));

  test.each([
    [min(8, 14), SNAP_MS, min(8)],
    [min(8, 16), SNAP_MS, min(8, 30)],
    [min(8, 13), FINE_MS, min(8, 15)],
    [-min(3), SNAP_MS, 0],
  ])('%i snaps to %i as %i', (ms, step, to) => expect(snapTo(ms, step)).toBe(to));

  test('the axis reaches behind the end, and behind what comes after it', () => {
    expect(sheetSpan(editorView).to_ms).toBeGreaterThan(editorView.length_ms);
    const late = { ...editorView, injects: [{ ...mark('leak'), at_ms: min(70) }] };
    expect(sheetSpan(late).to_ms).toBeGreaterThan(min(70));
    expect(sheetSpan({ ...bare, length_ms: 0 }).to_ms).toBeGreaterThan(min(4));
  });

  test('are said with what is waited for', () => {
    expect(whenWords(mark('vp-asks'), editorView.starts_s)).toBe('03:10:00 · T+10:00');
    expect(whenWords(mark('page'), editorView.starts_s)).toBe('on alert APIAvailability');
    expect(whenWords(mark('tickets-fall'), editorView.starts_s)).toContain('03:21:00 by the clock');
  });
});

describe('flags', () => {
  test.each([
    [0, 1200],
    [1, 1200],
    [30, 1200],
    [200, 1200],
    [200, 640],
  ])('%i in %i px do not lie over each other, and none sticks out', (many, width) => {
    const view = crowded(many);
    const { flags, rows } = pack(inOrder(view.injects), { ...sheetSpan(view), width });
    expect(flags).toHaveLength(many);
    for (const flag of flags) {
      expect(flag.row).toBeLessThan(rows);
      expect(flag.left).toBeGreaterThanOrEqual(0);
      expect(flag.left + flag.w).toBeLessThanOrEqual(width + 0.01);
      expect(flag.flipped ? flag.left + flag.w : flag.left).toBeCloseTo(flag.x);
      const over = flags.filter(
        (other) =>
          other !== flag &&
          other.row === flag.row &&
          other.left < flag.left + flag.w &&
          flag.left < other.left + other.w,
      );
      expect(over).toEqual([]);
    }
  });

  test('lose words before they take the whole page', () => {
    const width = 1200;
    const few = pack(crowded(9).injects, { ...sheetSpan(editorView), width });
    const many = pack(crowded(200).injects, { ...sheetSpan(editorView), width });
    expect(Math.max(...few.flags.map((flag) => flag.w))).toBeGreaterThan(150);
    expect(Math.max(...many.flags.map((flag) => flag.w))).toBeLessThan(60);
    expect(many.rows).toBeLessThan(12);
  });
});

describe('a change', () => {
  test('moves one', () => {
    const change = toClock(editorView, mark('vp-asks'), min(12), false);
    expect(pieces(change)).toEqual([{ edit: 'set', at: ['inject', 6, 'at'], value: '12:00' }]);
    expect(change.edits[0]!.file).toBe('3am-outage/scenario.toml');
    expect(change.says).toBe('Move “The VP wants two sentences” to 03:12:00');
  });

  test('slides what follows by as much', () => {
    const after = following(editorView, mark('vp-asks'));
    expect(after.map((one) => one.id)).toEqual(['photos-missing', 'provider-status']);
    const change = toClock(editorView, mark('vp-asks'), min(9), true);
    expect(pieces(change)).toEqual([
      { edit: 'set', at: ['inject', 6, 'at'], value: '09:00' },
      { edit: 'set', at: ['inject', 7, 'at'], value: '13:00' },
      { edit: 'set', at: ['inject', 8, 'at'], value: '15:00' },
    ]);
    expect(change.says).toBe('Slide “The VP wants two sentences” and 2 injects after it by −1:00');
  });

  test('puts a branch on the clock, and takes out what it waited for', () => {
    expect(pieces(toClock(editorView, mark('looks-fixed'), min(20), true))).toEqual([
      { edit: 'unset', at: ['inject', 9, 'when'] },
      { edit: 'unset', at: ['inject', 9, 'after'] },
      { edit: 'set', at: ['inject', 9, 'at'], value: '20:00' },
    ]);
  });

  test('goes to the tray and comes from it', () => {
    expect(pieces(toTray(editorView, mark('leak')))).toEqual([
      { edit: 'unset', at: ['inject', 0, 'at'] },
      { edit: 'set', at: ['inject', 0, 'tray'], value: true },
    ]);
    expect(pieces(toClock(editorView, mark('laptop-dies'), min(3), false))).toEqual([
      { edit: 'unset', at: ['inject', 17, 'tray'] },
      { edit: 'set', at: ['inject', 17, 'at'], value: '03:00' },
    ]);
  });

  test('sets the length', () => {
    expect(pieces(toLength(editorView, min(50)))).toEqual([{ edit: 'set', at: ['length'], value: '50m' }]);
  });

  test('knows what a branch hangs on', () => {
    expect(waitsFor(editorView, mark('tickets-fall'))?.id).toBe('provider-status');
    expect(waitsFor(editorView, mark('page'))).toBeNull();
    expect(waitsFor({ ...editorView, says: null }, mark('tickets-fall'))).toBeNull();
  });
});
