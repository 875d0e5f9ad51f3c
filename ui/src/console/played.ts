/** The cards of the library, as one team sees them. */
import type { PlayedBy, ScenarioCard } from '../wire/generated';

export type Order = 'level' | 'unplayed' | 'title';

export const ORDERS: [Order, string][] = [
  ['level', 'Level'],
  ['unplayed', 'Not played yet'],
  ['title', 'Title'],
];

/** What a level means, 1 to 5. */
export const LEVEL_WORDS = ['first drill', 'easy', 'medium', 'hard', 'hardest'];

/** All teams that have played something, by name. */
export function teamsOf(cards: ScenarioCard[]): string[] {
  const names = new Set(cards.flatMap((card) => card.teams.map((played) => played.team)));
  return [...names].toSorted((a, b) => a.localeCompare(b));
}

/** What a team has played of a scenario; null: nothing yet. */
export function playedBy(card: ScenarioCard, team: string): PlayedBy | null {
  return card.teams.find((played) => played.team === team) ?? null;
}

/** The cards in an order; `team`: as it has played them, null: as anyone has. */
export function ordered(cards: ScenarioCard[], order: Order, team: string | null): ScenarioCard[] {
  const fresh = (card: ScenarioCard): boolean =>
    team === null ? card.played === 0 : playedBy(card, team) === null;
  return cards.toSorted((a, b) => {
    const level = a.level - b.level || a.title.localeCompare(b.title);
    if (order === 'level') return level;
    if (order === 'title') return a.title.localeCompare(b.title);
    return Number(fresh(b)) - Number(fresh(a)) || level;
  });
}
