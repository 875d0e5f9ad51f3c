import { stage } from '../../state/stage.svelte';
import { browser } from '../../state/kept';
import type {
  ActionItem,
  Call,
  CaptionView,
  Edit,
  Field,
  FieldView,
  PostmortemView,
  Refusal,
  RemarkView,
  Reply,
  RowEdit,
  TimelineRowView,
} from '../../wire/generated';
import * as unsent from './unsent';

/** After so long without a key, what was typed is sent. */
export const PAUSE_MS = 700;
/** Somebody who never pauses is saved this often. */
export const LONGEST_MS = 4_000;
const RETRY_MS = [1_000, 2_000, 4_000, 8_000];
/** A view is asked for so long after the last answer. */
export const LOOK_MS = 250;
/** Edits that are on their way at once. */
const AT_ONCE = 8;
/** More than this is not sent: it would be refused, and a road may break under it. */
const MUCH = 1_500_000;
/** Rows that go out in one command. */
const TOGETHER = 500;
/** Answers are shown after so many, or after so long. */
const STEP = 64;
const STEP_MS = 50;
/** So long an answer may take before it is said that none has come. */
export const SLOW_MS = 5_000;

/** What is printed of a field while it is typed, and what there is to say about it. */
export interface Preview {
  text: string;
  blocks: Extract<Reply, { reply: 'preview' }>['blocks'];
  remarks: RemarkView[];
}

type Ask = (call: Call) => Promise<Reply>;

/** The postmortem of one drill while it is written. It outlives the editor: nothing that was typed is lost. */
export class Writing {
  readonly drill: string;
  /** As it stands in the record; null: nothing has come yet. */
  view = $state.raw<PostmortemView | null>(null);
  /** Why there is no view. */
  refusal = $state.raw<Refusal | null>(null);
  /** An earlier version that is looked at. */
  old = $state.raw<PostmortemView | null>(null);
  all = $state.raw<unsent.All>(unsent.NOTHING);
  /** Wall clock of the last edit that was taken. */
  saved_ms = $state<number | null>(null);
  previews = $state.raw<Partial<Record<Field, Preview>>>({});

  /** What was sent has not been answered for long. */
  slow = $state(false);

  #ask: Ask;
  #views = 0;
  #timers: Record<string, ReturnType<typeof setTimeout>> = {};
  /** When the first key was pressed that is not sent. */
  #since: Record<string, number> = {};
  #look: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  /** Keys that an answer is awaited for. */
  #flying: Record<string, true> = {};
  #answers: (() => void)[] = [];
  /** Answers that are not shown yet. */
  #came: unsent.Answer[] = [];
  #soon: ReturnType<typeof setTimeout> | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;

  constructor(drill: string, ask: Ask) {
    this.drill = drill;
    this.#ask = ask;
    this.#restore();
  }

  // What stands, with what was typed over it.

  text(field: FieldView): string {
    const edit = this.all.get(`text:${field.field}`)?.edit;
    return edit?.edit === 'text' ? (edit.text ?? field.drafted) : field.text;
  }

  edited(field: FieldView): boolean {
    const edit = this.all.get(`text:${field.field}`)?.edit;
    return edit?.edit === 'text' ? edit.text !== null : field.edited;
  }

  row(row: TimelineRowView): RowEdit {
    const edit = this.all.get(`row:${row.event}`)?.edit;
    return edit?.edit === 'row' ? edit.row : { hidden: row.hidden, pinned: row.pinned, note: row.note };
  }

  caption(caption: CaptionView): string {
    const edit = this.all.get(`caption:${caption.graph}`)?.edit;
    return edit?.edit === 'caption' ? (edit.text ?? '') : caption.text;
  }

  /** null: as drafted, and not known before the next view. */
  get items(): ActionItem[] | null {
    const edit = this.all.get('items')?.edit;
    return edit?.edit === 'action_items' ? edit.items : (this.view?.action_items ?? null);
  }

  get items_edited(): boolean {
    const edit = this.all.get('items')?.edit;
    return edit?.edit === 'action_items' ? edit.items !== null : (this.view?.action_items_edited ?? false);
  }

  /** Why what was written there is not in the record. */
  trouble(key: string): Refusal | null {
    const one = this.all.get(key);
    return one?.state === 'refused' ? one.refusal : null;
  }

  get waiting(): unsent.Unsent[] {
    return unsent.waiting(this.all);
  }

  /** Remarks as of now: those on a text that is not in the record yet come with its preview. */
  get remarks(): RemarkView[] {
    const live = (field: Field | null): Preview | undefined => {
      const one = field === null ? undefined : this.all.get(`text:${field}`);
      const preview = one ? this.previews[field!] : undefined;
      return one?.edit.edit === 'text' && one.edit.text === preview?.text ? preview : undefined;
    };
    const stands = (this.view?.remarks ?? []).filter((remark) => !live(remark.field));
    const fields = this.view?.sections.flatMap((section) => section.fields) ?? [];
    return [...stands, ...fields.flatMap(({ field }) => live(field)?.remarks ?? [])];
  }

  // Writing.

  /** Takes an edit: sent after a pause, or at once. */
  write(edit: Edit, now = false): void {
    if (now) return this.writeAll([edit]);
    const key = unsent.keyOf(edit);
    this.all = unsent.typed(this.all, [edit]);
    const since = this.#since[key] ?? Date.now();
    this.#since[key] = since;
    clearTimeout(this.#timers[key]);
    const wait = Math.min(PAUSE_MS, Math.max(0, since + LONGEST_MS - Date.now()));
    this.#timers[key] = setTimeout(() => void this.#send([key]), wait);
  }

  /** Takes several, and sends them at once. */
  writeAll(edits: Edit[]): void {
    this.all = unsent.typed(this.all, edits);
    void this.flush();
  }

  /** Gives up what was refused. */
  drop(key: string): void {
    this.all = unsent.dropped(this.all, key);
    this.#keep();
  }

  /** Sends everything that was typed. True: all of it is in the record. */
  async flush(): Promise<boolean> {
    for (;;) {
      const due = unsent.due(this.all);
      if (due.length === 0) break;
      await this.#send(due.map((one) => one.key));
      // The road is broken: it is tried again, but nobody has to stand and wait for that.
      if (unsent.due(this.all).some((one) => one.state === 'lost')) break;
    }
    while (unsent.waiting(this.all).some((one) => one.state === 'sent')) await this.#answer();
    return unsent.waiting(this.all).length === 0;
  }

  /** The page goes: everything is handed over at once, and kept here until it is known to have come. */
  leave(): void {
    this.#keep();
    const due = unsent.due(this.all).map((one) => one.key);
    if (due.length > 0) void this.#send(due, true);
  }

  /** The road is back. */
  again(): void {
    this.#tries = 0;
    if (unsent.due(this.all).length > 0) void this.flush();
  }

  /** Asks for the view. True: it came. */
  async look(): Promise<boolean> {
    clearTimeout(this.#look);
    const n = ++this.#views;
    const reply = await this.#ask({ call: 'postmortem', version: null });
    if (reply.reply === 'refused') {
      this.refusal = reply.refusal;
      return false;
    }
    // An older view may come late.
    if (reply.reply !== 'postmortem' || n < this.#views) return reply.reply === 'postmortem';
    this.refusal = null;
    this.view = reply.view;
    this.all = unsent.seen(this.all, n);
    return true;
  }

  /** Asks for it soon. */
  lookSoon(): void {
    clearTimeout(this.#look);
    this.#look = setTimeout(() => void this.look(), LOOK_MS);
  }

  /** Looks at an earlier version; null: back to now. */
  async turn(version: number | null): Promise<Refusal | null> {
    if (version === null) {
      this.old = null;
      return null;
    }
    const reply = await this.#ask({ call: 'postmortem', version });
    if (reply.reply === 'refused') return reply.refusal;
    if (reply.reply === 'postmortem') this.old = reply.view;
    return null;
  }

  async preview(field: Field, text: string): Promise<void> {
    if (text.length > MUCH) return;
    const reply = await this.#ask({ call: 'preview', field, text });
    if (reply.reply !== 'preview') return;
    this.previews = { ...this.previews, [field]: { text, blocks: reply.blocks, remarks: reply.remarks } };
  }

  #answer(): Promise<void> {
    return new Promise((done) => this.#answers.push(done));
  }

  /** One of a key after the other, for not every road keeps them in order; `leaving`: there is no time for that. */
  async #send(keys: string[], leaving = false): Promise<void> {
    for (const key of keys) {
      clearTimeout(this.#timers[key]);
      delete this.#timers[key];
    }
    const later = leaving ? [] : keys.filter((key) => this.#flying[key]);
    const now = keys
      .filter((key) => !later.includes(key))
      .map((key) => this.all.get(key))
      .filter((one) => one?.state === 'typed' || one?.state === 'lost') as unsent.Unsent[];
    for (const { key } of now) {
      delete this.#since[key];
      this.#flying[key] = true;
    }
    this.#patience ??= setTimeout(() => (this.slow = true), SLOW_MS);
    this.all = unsent.sent(this.all, now);
    const queue = unsent.parcels(now, TOGETHER);
    const worker = async (): Promise<void> => {
      for (let those = queue.shift(); those; those = queue.shift()) await this.#deliver(those);
    };
    await Promise.all(Array.from({ length: Math.min(leaving ? now.length : AT_ONCE, now.length) }, worker));
    if (later.length === 0) return;
    while (later.some((key) => this.#flying[key])) await this.#answer();
    await this.#send(later);
  }

  async #decided(edits: Edit[]): Promise<Refusal | null> {
    const reply = await this.#ask({ call: 'command', command: { do: 'write', edits } });
    return reply.reply === 'refused' ? reply.refusal : null;
  }

  async #deliver(those: unsent.Unsent[]): Promise<void> {
    const edits = those.map((one) => one.edit);
    const refusal = tooLong(edits) ?? (await this.#decided(edits));
    // All or none: one that cannot be must not keep the others out.
    if (refusal && those.length > 1 && !unsent.isLost(refusal)) {
      for (const one of those) await this.#deliver([one]);
      return;
    }
    for (const { key, edit } of those) {
      delete this.#flying[key];
      this.#came.push({ edit, refusal });
    }
    // Many rows at once are shown in a few steps.
    const last = Object.keys(this.#flying).length === 0;
    if (last || this.#came.length >= STEP) this.#settle();
    else this.#soon ??= setTimeout(() => this.#settle(), STEP_MS);
  }

  #settle(): void {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    clearTimeout(this.#patience);
    this.#patience = undefined;
    this.slow = false;
    const came = this.#came;
    this.#came = [];
    this.all = unsent.answered(this.all, came, this.#views);
    if (came.some((answer) => answer.refusal === null)) {
      this.saved_ms = Date.now();
      this.#tries = 0;
      this.lookSoon();
    }
    if (unsent.due(this.all).some((one) => one.state === 'lost')) this.#tryAgain();
    this.#keep();
    for (const done of this.#answers.splice(0)) done();
  }

  #tryAgain(): void {
    clearTimeout(this.#retry);
    const wait = RETRY_MS[Math.min(this.#tries, RETRY_MS.length - 1)];
    this.#tries++;
    this.#retry = setTimeout(() => void this.flush(), wait);
  }

  // What could not be sent is kept in this browser as well: a closed window does not take it away.

  #keep(): void {
    const rest = this.waiting.map((one) => one.edit);
    if (rest.length === 0) browser.drop(this.#place);
    else browser.set(this.#place, JSON.stringify(rest));
  }

  #restore(): void {
    const kept = browser.get(this.#place);
    if (kept === null) return;
    try {
      this.all = unsent.typed(this.all, JSON.parse(kept) as Edit[]);
    } catch {
      browser.drop(this.#place);
    }
  }

  get #place(): string {
    return `three-am.unsent.${this.drill}`;
  }
}

/** What is far beyond every limit is refused here. */
function tooLong(edits: Edit[]): Refusal | null {
  if (edits.length > 1 || JSON.stringify(edits).length <= MUCH) return null;
  return {
    code: 'too-long',
    message: 'This is many times longer than a postmortem may be.',
    hint: 'Shorten it. What you typed is kept here meanwhile.',
  };
}

let known: Writing | null = null;

/** The writing of the drill on the stage: the same one as long as it is the same drill. */
export function writingOf(drill: string): Writing {
  if (known?.drill !== drill) {
    known = new Writing(drill, (call) => {
      if (stage.console?.drill.id === drill) return stage.call(call);
      const refusal = {
        code: 'no-drill',
        message: 'Another drill is on the stage.',
        hint: 'Open this one again.',
      };
      return Promise.resolve({ reply: 'refused', refusal });
    });
  }
  return known;
}

/** Before something that needs all of the text, or takes the drill away. True: all of it is in the record. */
export async function flushed(): Promise<boolean> {
  return known && known.drill === stage.console?.drill.id ? known.flush() : true;
}

/** For tests: each begins anew. */
export function forget(): void {
  known = null;
}
