import { tab } from '../state/kept';
import type { DeskView, Page, SeatView } from '../wire/generated';

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
export type Place = Page | Work | 'act' | 'room' | 'assistant' | 'role' | 'survey';

export const WORK_WORD: Record<Work, string> = {
  hypotheses: 'Hypotheses',
  evidence: 'Evidence',
  incident: 'Incident & updates',
  checks: 'Checks',
  timeline: 'Timeline',
  checklist: 'Checklist',
};

const PLACES: Place[] = [
  ...LOOKS,
  ...(Object.keys(WORK_WORD) as Work[]),
  'act',
  'room',
  'assistant',
  'role',
  'survey',
];

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
  | { kind: 'keys' }
  | { kind: 'act'; id: string }
  | { kind: 'judge'; hypothesis: number; text: string };

const KEY = 'three-am.place';

/** Where a participant is looking. Nothing here says anything about the drill. */
class Placement {
  at = $state<Place>('alerts');
  /** The page looked at last: evidence without a page is from there. */
  looked = $state<Page>('alerts');
  /** Of which moment that page is; null: of now. */
  looked_ms = $state<number | null>(null);
  /** What is searched for in the logs, and the playbook that is open. */
  query = $state('');
  playbook = $state<string | null>(null);
  sheet = $state<Sheet | null>(null);
  open = $state.raw<Open | null>(null);
  /** Asked of the logs that are open, and of the traces; the number makes each asking new. */
  logs = $state.raw<{ ask: 'focus' | 'query' | null; n: number }>({ ask: null, n: 0 });
  traces = $state.raw<{ req: string; n: number }>({ req: '', n: 0 });
  /** The field in which acts are searched should have the focus. */
  wants_act = $state(false);
  /** The newest line of the channel that was seen; null: nothing has come yet. */
  seen = $state<number | null>(null);
  /** The three questions were put in front of them once. */
  asked = false;
  /** Whose place this is. */
  #whose: string | null = null;

  go = (at: Place): void => {
    // Once more on playbooks leads back to the list.
    if (at === 'playbooks' && this.at === at) this.playbook = null;
    if (at !== this.at) this.looked_ms = null;
    this.at = at;
    this.sheet = null;
    if ((LOOKS as Place[]).includes(at)) this.looked = at as Page;
  };

  close = (): void => {
    this.open = null;
  };

  /** Opens the logs; null leaves the query as it is. Logs that open ask by themselves. */
  search = (query: string | null): void => {
    const were_open = this.at === 'logs';
    if (query !== null) this.query = query;
    this.go('logs');
    this.logs = { ask: query === null ? 'focus' : were_open ? 'query' : null, n: this.logs.n + 1 };
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

  /** Back to where this person was in this drill before the page was loaded again. Returns the role they acted in. */
  restore(seat: SeatView, team: string): string | null {
    const whose = JSON.stringify([seat.title, team, seat.person]);
    if (this.#whose === whose) return null;
    this.#whose = whose;
    let was: Record<string, unknown>;
    try {
      was = JSON.parse(tab.get(KEY) ?? '{}') as Record<string, unknown>;
    } catch {
      return null;
    }
    if (was.whose !== whose || !PLACES.includes(was.at as Place)) return null;
    this.go(was.at as Place);
    this.asked = was.asked === true;
    if (typeof was.query === 'string') this.query = was.query;
    if (typeof was.playbook === 'string') this.playbook = was.playbook;
    return typeof was.role === 'string' ? was.role : null;
  }

  /** Keeps it for then. */
  keep(role: string | null): void {
    const { at, query, playbook, asked } = this;
    if (this.#whose !== null)
      tab.set(KEY, JSON.stringify({ whose: this.#whose, at, query, playbook, asked, role }));
  }

  /** As at the beginning, for somebody else. */
  reset(): void {
    this.go('alerts');
    this.open = null;
    this.query = '';
    this.playbook = null;
    this.logs = { ask: null, n: 0 };
    this.traces = { req: '', n: 0 };
    this.wants_act = false;
    this.seen = null;
    this.asked = false;
    this.#whose = null;
  }

  /** The seat is gone, and with it what was kept. */
  leave(): void {
    this.reset();
    tab.drop(KEY);
  }
}

export const place = new Placement();
