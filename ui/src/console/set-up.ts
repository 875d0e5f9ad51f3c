/** What was typed to set the room, kept in this tab: who goes back and returns finds it again. */
import { tab } from '../state/kept';

export interface Draft {
  team: string;
  minutes: number | null;
  /** As typed. */
  seed: string;
  /** People by role. */
  people: Record<string, string[]>;
}

const key = (scenario: string): string => `three-am.set-up.${scenario}`;

/** `seed` empty: the scenario's own, whatever it has become. */
export function keptDraft(scenario: string): Draft | null {
  const kept = tab.get(key(scenario));
  return kept === null ? null : (JSON.parse(kept) as Draft);
}

export const keepDraft = (scenario: string, draft: Draft): void =>
  tab.set(key(scenario), JSON.stringify(draft));

/** The drill was opened: the next one is typed anew. */
export const dropDraft = (scenario: string): void => tab.drop(key(scenario));
