/** The three questions after a drill, and what an answer must be like. */
import type { Survey } from '../../wire/generated';
import { figure } from '../format';

/** Longest answer to one question, characters. The server refuses a longer one. */
export const ANSWER_MAX = 2_000;
/** From here on the length is shown. */
const NEAR = 1_800;

export const QUESTIONS: [keyof Survey, string, string][] = [
  ['helped', 'What helped?', 'A graph, a person, a playbook, a habit.'],
  ['hindered', 'What hindered?', 'What was missing, slow, unclear or in the way.'],
  ['change', 'What should change?', 'A threshold, a playbook, something to see. One thing is enough.'],
];

export const EMPTY: Survey = { helped: '', hindered: '', change: '' };

/** Characters as people count them, and as the server does. */
export const length = (text: string): number => [...text.trim()].length;

/** What is said of the length; null: nothing. */
export function limit(text: string): string | null {
  const long = length(text);
  const says = `${figure(long)} of ${figure(ANSWER_MAX)} characters`;
  if (long > ANSWER_MAX) return `${says}: ${figure(long - ANSWER_MAX)} too many`;
  return long >= NEAR ? says : null;
}

export const empty = (survey: Survey): boolean => QUESTIONS.every(([id]) => survey[id].trim() === '');

/** Something is written, and nothing is too long. */
export const sendable = (survey: Survey): boolean =>
  !empty(survey) && QUESTIONS.every(([id]) => length(survey[id]) <= ANSWER_MAX);

/** An answer from what was kept of one; what is not one is left out. */
export function readSurvey(kept: unknown): Survey {
  const was = (kept ?? {}) as Record<string, unknown>;
  const text = (id: keyof Survey): string => (typeof was[id] === 'string' ? was[id] : '');
  return { helped: text('helped'), hindered: text('hindered'), change: text('change') };
}
