/** What somebody has written and not sent: it survives the phone's lock and a page that is loaded again. */
import { empty, readSurvey } from '../parts/survey/survey';
import { browser } from '../state/kept';
import type { Survey } from '../wire/generated';

export interface Draft {
  survey: Survey;
  nameless: boolean;
}

const KEY = 'three-am.survey';

/** `whose`: drill, team and person. A draft of somebody else is not shown. */
export function keptDraft(whose: string): Draft {
  try {
    const was = JSON.parse(browser.get(KEY) ?? '{}') as Record<string, unknown>;
    if (was.whose === whose) return { survey: readSurvey(was.survey), nameless: was.nameless === true };
  } catch {
    // Nothing that can be read.
  }
  return { survey: readSurvey(null), nameless: false };
}

/** Keeps it; an empty one is not kept. */
export function keepDraft(whose: string, draft: Draft): void {
  if (!empty(draft.survey)) browser.set(KEY, JSON.stringify({ whose, ...draft }));
  // The draft of somebody else on this device is theirs.
  else if (!empty(keptDraft(whose).survey)) browser.drop(KEY);
}
