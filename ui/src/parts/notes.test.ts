import { describe, expect, test } from 'vitest';
import type { NoteRow } from '../wire/generated';
import { ALL_NOTES, notesIn, observers, writers, type NotesShown } from './notes';

const STARTS_S = 3 * 3600;
const note = (event: number, minute: number, by: string | null, mark: NoteRow['mark']): NoteRow => ({
  event,
  at_ms: minute * 60_000,
  by,
  text: `note ${event}`,
  mark,
});
/** As they come: by when they were written, not by what they are about. */
const notes = [
  note(9, 4, 'Cy', 'good'),
  note(7, 9.5, null, null),
  note(5, 6, 'Docs', 'lucky'),
  note(2, 2, 'Cy', 'bad'),
];

describe('notes', () => {
  const ROWS: [Partial<NotesShown>, number[]][] = [
    [{}, [7, 5, 9, 2]],
    [{ mark: 'good' }, [9]],
    [{ mark: 'none' }, [7]],
    [{ who: 'Cy' }, [9, 2]],
    [{ who: 'You' }, [7]],
    [{ from: '03:04' }, [7, 5, 9]],
    [{ to: '03:04' }, [9, 2]],
    [{ from: '03:04', to: '03:09' }, [7, 5, 9]],
    [{ from: 'T+5', to: '03:06:00' }, [5]],
    [{ from: 'noon' }, [7, 5, 9, 2]],
    [{ mark: 'bad', who: 'Docs' }, []],
  ];
  test.each(ROWS)('%j', (shown, events) =>
    expect(notesIn(notes, { ...ALL_NOTES, ...shown }, STARTS_S).map(({ event }) => event)).toEqual(events),
  );

  test('are by whom they are', () => {
    expect(writers(notes)).toEqual(['Cy', 'You', 'Docs']);
    expect(observers(notes, ['Docs'])).toEqual(['Cy']);
  });
});
