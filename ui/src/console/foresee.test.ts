import { describe, expect, test } from 'vitest';
import { consoleViews } from '../link/fixtures/console';
import type { ConsoleView } from '../wire/generated';
import { lapses, nextByItself } from './foresee';

const min = (m: number, s = 0): number => (m * 60 + s) * 1000;
const running = consoleViews.running!;

describe('a jump', () => {
  test('goes to what comes by itself first: nothing held, nothing skipped', () => {
    expect(nextByItself(running)?.row.id).toBe('vp');
    const held = running.run_sheet.map((row) => (row.id === 'vp' ? { ...row, state: 'held' as const } : row));
    expect(nextByItself({ ...running, run_sheet: held })?.row.id).toBe('garbage');
  });

  test('may be to a silence that runs out', () => {
    const only = running.run_sheet.filter((row) => row.state !== 'planned');
    expect(nextByItself({ ...running, run_sheet: only })?.row.id).toBe('vp-walks-in');
  });

  test('says what falls due before it', () => {
    const open = { ...running.expectations[0]!, met_ms: null, standing: 'open' as const };
    const view: ConsoleView = {
      ...running,
      expectations: [
        { ...open, id: 'later', due_ms: min(18) },
        { ...open, id: 'inside', due_ms: min(17) },
        { ...open, id: 'first', due_ms: min(15) },
        { ...open, id: 'over', due_ms: min(14) },
        { ...open, id: 'met', due_ms: min(16), met_ms: min(13) },
        { ...open, id: 'not-yet', due_ms: null },
      ],
    };
    const { expectations, update_ms } = lapses(view, min(17, 59));
    expect(expectations.map(({ id }) => id)).toEqual(['first', 'inside']);
    expect(update_ms).toBe(min(15, 30));
    expect(lapses(view, min(15)).update_ms).toBeNull();
  });
});
