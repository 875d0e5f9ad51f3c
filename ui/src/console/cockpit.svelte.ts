import type { FeedShown } from '../parts/feed';
import { NO_SLOTS, type Slots } from '../parts/slots';
import type { Bar, ExpectationRow, InjectRow, Lane, Page } from '../wire/generated';

export type Tab =
  | 'flight'
  | 'actions'
  | 'coverage'
  | 'notes'
  | 'logs'
  | 'traces'
  | 'pages'
  | 'graphs'
  | 'expectations'
  | 'messages'
  | 'assistant'
  | 'alerts'
  | 'sheet';
/** What a narrow window shows. */
export type Section = 'sheet' | 'system' | 'team' | 'timeline';

/** The dialog that is open, with what it is about. */
export type Open =
  | { kind: 'startex' | 'jump' | 'end' | 'palette' | 'shortcuts' | 'about' }
  | { kind: 'inject'; from_tray?: boolean; says?: { from: string; text: string } }
  | { kind: 'slide'; from?: string }
  | { kind: 'reveal' | 'survey' | 'voices' }
  /** Stamped to the moment at which it was asked for. */
  | { kind: 'note'; at_ms: number }
  /** `choice`: what is to be logged, where that is known (see parts/deeds.ts). */
  | { kind: 'log'; role?: string; typed?: string; choice?: string }
  | { kind: 'roles' }
  | { kind: 'undo' | 'move'; inject: InjectRow }
  | { kind: 'component'; id: string }
  | { kind: 'fault'; on: string }
  | { kind: 'role'; id: string }
  | { kind: 'hint'; expectation: string; step: string | null; title: string }
  | { kind: 'rule'; hypothesis: number }
  | { kind: 'joining'; person?: string }
  | { kind: 'question'; question: number }
  | { kind: 'bar'; bar: Bar; lane: Lane };

/** Where the facilitator is looking. Nothing here says anything about the drill. */
class Cockpit {
  tab = $state<Tab>('actions');
  /** The lower panel takes the whole middle. */
  wide = $state(false);
  section = $state<Section>('sheet');
  /** Looks at something else while the hot wash stays open in the room. */
  aside = $state(false);
  /** The postmortem is on the whole surface, once the drill has ended. */
  writing = $state(false);
  open = $state.raw<Open | null>(null);
  /** Which actions are shown; null: nobody has chosen. */
  feed = $state<FeedShown | null>(null);
  /** Whose actions are shown, and with which words in them. */
  feed_who = $state<string | null>(null);
  feed_words = $state('');
  /** Which figure answers which need, as it stands on the screen. */
  slots = $state.raw<Slots>(NO_SLOTS);
  /** The page that is open among the pages. */
  page = $state<Page>('deploys');
  /** Asked of the log view from elsewhere; the number makes each asking new. */
  logs = $state.raw<{ query: string | null; n: number }>({ query: null, n: 0 });

  /** Asked of the traces from elsewhere: the trace of a request, or all through a component. */
  traces = $state.raw<{ req?: string; component?: string; n: number }>({ n: 0 });

  close = (): void => {
    this.open = null;
  };

  show(tab: Tab, wide = this.wide): void {
    this.tab = tab;
    this.wide = wide;
    this.section = 'system';
    this.aside = true;
    this.writing = false;
  }

  /** Opens it over the whole middle; asked for again, it makes room for the system. */
  unfold(tab: Tab): void {
    if (this.tab === tab && this.wide) this.show('actions', false);
    else this.show(tab, true);
  }

  /** Opens the logs; null leaves the query as it is. */
  search(query: string | null): void {
    this.show('logs', true);
    this.logs = { query, n: this.logs.n + 1 };
  }

  /** Opens the traces at what is asked for. */
  trace(asked: { req?: string; component?: string }): void {
    this.show('traces', true);
    this.traces = { ...asked, n: this.traces.n + 1 };
  }

  /** Opens a page. */
  turn(page: Page): void {
    this.show('pages', true);
    this.page = page;
  }

  hint(row: ExpectationRow): void {
    this.open = { kind: 'hint', expectation: row.id, step: row.next_hint, title: row.title };
  }
}

export const cockpit = new Cockpit();
