/** What stands in the navigation, with what calls for attention. */
import { PAGE_WORD } from '../parts/format';
import type { DeskView } from '../wire/generated';
import { LOOKS, place, WORK_WORD, type Place, type Work } from './place.svelte';

export interface Entry {
  id: Place;
  title: string;
  n?: number;
  /** The number is something that needs somebody. */
  bad?: boolean;
}

export const firing = (view: DeskView): number =>
  view.alerts.filter((alert) => alert.resolved_ms === null).length;

/** After ENDEX nobody waits any more. */
export const unanswered = (view: DeskView): number =>
  view.clock.state === 'ended' ? 0 : view.channel.filter((row) => row.waits && !row.retracted).length;

export function looks(view: DeskView): Entry[] {
  return LOOKS.map((id) =>
    id === 'alerts' ? { id, title: PAGE_WORD[id], n: firing(view), bad: true } : { id, title: PAGE_WORD[id] },
  );
}

export function works(view: DeskView): Entry[] {
  const figures: Partial<Record<Work, number>> = {
    hypotheses: view.hypotheses.length,
    evidence: view.pins.length,
    checklist: view.checklists.flatMap(([, lines]) => lines).filter(([, ticked]) => !ticked).length,
  };
  return (Object.keys(WORK_WORD) as Work[]).map((id) => ({ id, title: WORK_WORD[id], n: figures[id] }));
}

export function talks(view: DeskView, person: string): Entry[] {
  return [
    {
      id: 'room',
      title: 'Room',
      n: place.unread(view, person) || unanswered(view),
      bad: unanswered(view) > 0,
    },
  ];
}

export const asks = (view: DeskView): Entry[] => [
  {
    id: 'assistant',
    title: 'Assistant',
    n:
      view.clock.state === 'ended' ? 0 : view.questions.filter((question) => question.answer === null).length,
  },
];
