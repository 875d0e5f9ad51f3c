/** Those outside the team whom the facilitator plays, as the scenario has them. */
import { stage } from '../state/stage.svelte';
import type { Refusal, Stakeholder } from '../wire/generated';

/** Why there may be none: a drill can be played where its scenario is not. */
export async function voicesOf(scenario: string): Promise<Stakeholder[] | Refusal> {
  const reply = await stage.call({ call: 'scenario', id: scenario });
  if (reply.reply === 'scenario') return reply.sheet.stakeholders;
  return reply.reply === 'refused'
    ? reply.refusal
    : { code: 'voices', message: 'The scenario does not say.', hint: '' };
}

/** The one of this name, however it is written. */
export function voiceOf(voices: Stakeholder[], name: string): Stakeholder | null {
  const wanted = name.trim().toLowerCase();
  return voices.find((voice) => voice.name.toLowerCase() === wanted) ?? null;
}
