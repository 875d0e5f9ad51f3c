import type { DeskView, Page } from '../wire/generated';

export const LOOKS: Page[] = [
  'alerts',
  'dashboards',
  'logs',
  'traces',
  'deploys',
  'database',
  'ai_pipeline',
  'web_console',
  'playbooks',
];

export type Work = 'hypotheses' | 'evidence' | 'incident' | 'checks' | 'timeline' | 'checklist';
export type Place = Page | Work | 'act' | 'room' | 'assistant' | 'role';

export const WORK_WORD: Record<Work, string> = {
  hypotheses: 'Hypotheses',
  evidence: 'Evidence',
  incident: 'Incident & updates',
  checks: 'Checks',
  timeline: 'Timeline',
  checklist: 'Checklist',
};

/** What is about to be pinned. */
export interface Draft {
  page: Page | null;
  on: string | null;
  what: string;
}

export type Sheet = 'look' | 'work' | 'more';

export type Open =
  | { kind: 'pin'; draft: Draft }
  | { kind: 'tell' }
  | { kind: 'act'; id: string }
  | { kind: 'judge'; hypothesis: number; text: string };

/** Where a participant is looking. Nothing here says anything about the drill. */
class Placement {
  at = $state<Place>('alerts');
  /** The page looked at last: evidence without a page is from there. */
  looked = $state<Page>('alerts');
  sheet = $state<Sheet | null>(null);
  open = $state.raw<Open | null>(null);
  /** Asked of the logs and the traces from elsewhere; the number makes each asking new. */
  logs = $state.raw<{ query: string | null; n: number }>({ query: null, n: 0 });
  traces = $state.raw<{ req: string; n: number }>({ req: '', n: 0 });
  /** The newest line of the channel that was seen; null: nothing has come yet. */
  seen = $state<number | null>(null);

  go = (at: Place): void => {
    this.at = at;
    this.sheet = null;
    if ((LOOKS as Place[]).includes(at)) this.looked = at as Page;
  };

  close = (): void => {
    this.open = null;
  };

  /** Opens the logs; null leaves the query as it is. */
  search = (query: string | null): void => {
    this.go('logs');
    this.logs = { query, n: this.logs.n + 1 };
  };

  trace = (req: string): void => {
    this.go('traces');
    this.traces = { req, n: this.traces.n + 1 };
  };

  pin(what: string, page: Page | null = null, on: string | null = null): void {
    this.open = { kind: 'pin', draft: { page, on, what } };
  }

  unread(view: DeskView, person: string): number {
    const seen = this.seen ?? Infinity;
    return view.channel.filter((row) => row.event > seen && row.from !== person && !row.retracted).length;
  }

  /** As at the beginning, for somebody else. */
  reset(): void {
    this.go('alerts');
    this.open = null;
    this.logs = { query: null, n: 0 };
    this.traces = { req: '', n: 0 };
    this.seen = null;
  }
}

export const place = new Placement();
