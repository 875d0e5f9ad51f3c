import { stage } from '../../state/stage.svelte';
import { toasts } from '../../state/toasts.svelte';
import type {
  Call,
  EditedFile,
  EditorCall,
  EditorReply,
  EditorView,
  Entries,
  FileEdit,
  Form,
  Refusal,
  Reply,
} from '../../wire/generated';
import { insert, move, unset, type Way } from './edits';
import { copied, fresh } from './forms/fresh';
import { whereabouts } from './keep';
import { Rehearsing } from './rehearsing.svelte';
import { sectionOf, SECTION_LISTS, type SectionId } from './sections';
import { at, itemOf, listAt, nameOf, same, tableAt, words } from './tree';

type Ask = (call: Call) => Promise<Reply>;

/** Something typed that is not in a file yet. */
export interface Unsent {
  /** It was sent, and not taken. */
  readonly refused: boolean;
  /** Sends it. True: it is in the file. */
  flush(): Promise<boolean>;
}

/** One scenario while it is written. What the files say is asked for and shown; nothing is worked out here. */
export class Editing {
  readonly scenario: string;
  readonly rehearsing: Rehearsing;
  /** null: nothing has come yet. */
  view = $state.raw<EditorView | null>(null);
  forms = $state.raw<Form[]>([]);
  /** Why the last thing that was asked was not done; null: it was. */
  refusal = $state.raw<Refusal | null>(null);
  /** Changes whose answer is awaited. */
  saving = $state(0);
  /** Something was written since it was opened. */
  saved = $state(false);
  /** What was typed and is not sent. */
  unsent = $state.raw<Unsent[]>([]);
  /** What was typed, not taken, and whose field is gone. */
  kept = $state.raw<string[]>([]);

  section = $state<SectionId>('story');
  /** The item that is written in: its way in scenario.toml. */
  selected = $state.raw<Way | null>(null);
  /** Path of the file that is written as text, and the line that was jumped to; the number makes each jump new. */
  file = $state.raw<{ path: string; line: number | null; n: number } | null>(null);
  /** The key that was jumped to. */
  pointed = $state.raw<{ way: Way; n: number } | null>(null);

  static #leaving: Promise<void> = Promise.resolve();

  #ask: Ask;
  #line: Promise<unknown> = Promise.resolve();
  #places: Partial<Record<SectionId, Way>> = {};
  #jumps = 0;
  #gone = false;

  constructor(scenario: string, ask: Ask = stage.call) {
    this.scenario = scenario;
    this.#ask = ask;
    this.rehearsing = new Rehearsing(this);
  }

  // What stands.

  get path(): string {
    return this.main?.path ?? `${this.scenario}/scenario.toml`;
  }

  get main(): EditedFile | undefined {
    return this.view?.files.find(({ kind }) => kind === 'scenario');
  }

  get errors(): number {
    return this.view?.problems.filter(({ problem }) => problem.severity === 'error').length ?? 0;
  }

  /** What an item is called. */
  name(way: Way): string {
    return nameOf(this.view?.says ?? null, way);
  }

  // Asking: one after the other, for a way means something only in the file that it was found in.

  #queue<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#line.then(work);
    this.#line = next.catch(() => undefined);
    return next;
  }

  async editor(ask: EditorCall): Promise<EditorReply | Refusal> {
    const reply = await this.#ask({ call: 'editor', ask });
    if (reply.reply === 'editor') return reply.answer;
    if (reply.reply === 'refused') return reply.refusal;
    return { code: 'no-answer', message: 'Three AM answered something else.', hint: 'Reload the page.' };
  }

  async open(): Promise<void> {
    await Editing.#leaving;
    const answer = await this.#queue(() => this.editor({ ask: 'open', scenario: this.scenario }));
    if (this.#gone) return;
    if ('code' in answer) {
      this.refusal = answer;
      return;
    }
    if (answer.editor !== 'opened') return;
    this.refusal = null;
    this.view = answer.view;
    this.forms = answer.forms;
    if (answer.view.says === null) this.look('text');
    this.rehearsing.begin(answer.view);
  }

  /** Asks for something that comes back with the whole view. Null: it was done. */
  #edit(ask: EditorCall): Promise<Refusal | null> {
    this.saving++;
    return this.#queue(async () => {
      let answer = await this.editor(ask);
      // Another window closed it, or the program began anew: it is opened again, once.
      if ('code' in answer && answer.code === 'nothing-open' && ask.ask === 'change') {
        const opened = await this.editor({ ask: 'open', scenario: this.scenario });
        answer = 'code' in opened ? opened : await this.editor(ask);
      }
      this.saving--;
      if ('code' in answer) {
        this.refusal = answer;
        return answer;
      }
      if (answer.editor !== 'edited') return null;
      this.refusal = null;
      this.saved = true;
      this.#show(answer.view, ask);
      return null;
    });
  }

  #show(view: EditorView, ask: EditorCall): void {
    const before = this.view;
    this.view = view;
    const way = whereabouts(this.selected, ask, this.path, before?.says ?? null, view.says);
    const section = way && sectionOf(way);
    // What undo brought back is looked at.
    if (section && way !== this.selected && section !== this.section && this.#formed) this.look(section);
    this.selected = way;
    if (this.file && !view.files.some(({ path }) => path === this.file?.path) && ask.ask !== 'change')
      this.file = null;
    if (view.says === null && this.#formed) this.look('text');
    if (played(ask)) this.rehearsing.soon();
  }

  get #formed(): boolean {
    return SECTION_LISTS.some((list) => sectionOf(list) === this.section) || this.section === 'story';
  }

  /** Changes files, as one step. Null: it is written. */
  change(edits: FileEdit[], says: string): Promise<Refusal | null> {
    return this.#edit({ ask: 'change', edits, says });
  }

  async undo(): Promise<void> {
    if (!(await this.flush())) return;
    await this.#edit({ ask: 'undo' });
  }

  async redo(): Promise<void> {
    if (!(await this.flush())) return;
    await this.#edit({ ask: 'redo' });
  }

  /** Reads the files again, which another program changed. */
  again(): Promise<Refusal | null> {
    return this.#edit({ ask: 'again' });
  }

  removeFile(file: string): Promise<Refusal | null> {
    return this.#edit({ ask: 'remove', file });
  }

  async pack(): Promise<EditorReply | Refusal> {
    await this.flush();
    return this.#queue(() => this.editor({ ask: 'pack', path: null }));
  }

  // What was typed and is not sent.

  hold(one: Unsent): void {
    if (!this.unsent.includes(one)) this.unsent = [...this.unsent, one];
  }

  release(one: Unsent): void {
    this.unsent = this.unsent.filter((other) => other !== one);
  }

  keep(text: string): void {
    if (text.trim() !== '') this.kept = [...this.kept, text];
  }

  /** Something that was typed is in no file, and would be gone. */
  get owing(): boolean {
    return this.kept.length > 0 || this.unsent.some((one) => one.refused);
  }

  /** Sends everything that was typed. True: all of it is in the files. */
  async flush(): Promise<boolean> {
    const all = await Promise.all(this.unsent.map((one) => one.flush()));
    return all.every(Boolean);
  }

  /** Leaves: what was typed goes first, and whatever is opened next waits for that. */
  close(): Promise<void> {
    this.rehearsing.stop();
    Editing.#leaving = this.flush().then(async () => {
      this.#gone = true;
      await this.#queue(() => this.editor({ ask: 'close' }));
    });
    return Editing.#leaving;
  }

  // Where somebody is.

  look(section: SectionId): void {
    if (this.selected) this.#places[this.section] = this.selected;
    this.section = section;
    const place = this.#places[section];
    this.selected = place && at(this.view?.says ?? null, place) !== undefined ? place : null;
    this.file = null;
    if (section === 'text') this.file = { path: this.path, line: null, n: ++this.#jumps };
  }

  select(way: Way | null): void {
    if (way) {
      const section = sectionOf(way);
      if (section !== this.section) this.look(section);
      this.#places[section] = way;
    } else delete this.#places[this.section];
    this.selected = way;
  }

  /** Shows a file as text. */
  text(path: string, line: number | null = null): void {
    const kind = this.view?.files.find((one) => one.path === path)?.kind;
    const section: SectionId = kind === undefined || kind === 'scenario' ? 'text' : kind;
    if (section !== this.section) this.look(section);
    this.file = { path, line, n: ++this.#jumps };
  }

  /** Goes to the field of a key. */
  point(way: Way): void {
    this.select(itemOf(way));
    this.pointed = { way, n: ++this.#jumps };
  }

  // Items.

  #adding = false;

  /** One at a time: a key that repeats while the new one is on its way makes no second. */
  async add(list: Way, table: Entries, before?: number): Promise<boolean> {
    if (this.#adding) return false;
    this.#adding = true;
    const added = await this.#insert(list, table, before);
    this.#adding = false;
    return added;
  }

  async #insert(list: Way, table: Entries, before?: number): Promise<boolean> {
    if (!(await this.flush())) return false;
    const place = before ?? listAt(this.view?.says ?? null, list).length;
    const what = this.forms.find(({ id }) => id === list.at(-1))?.what ?? 'an entry';
    const refusal = await this.change([insert(this.path, list, place, table)], `add ${what}`);
    if (refusal) return false;
    const way = [...list, place];
    this.select(way);
    const field = ['title', 'name', 'id', 'for', 'version'].find((key) => table[key] !== undefined);
    if (field) this.pointed = { way: [...way, field], n: ++this.#jumps };
    return true;
  }

  /** A role beside the standard five: as soon as one is written, those are no longer meant and are written too. */
  async addRole(): Promise<void> {
    if (!this.view || !(await this.flush())) return;
    const standard = (this.view.choices.role ?? []).map(([id]) => ({ id }));
    const all: Entries[] = [...standard, fresh(this.view, 'role')];
    const edits = all.map((table, i) => insert(this.path, ['role'], i, table));
    if (await this.change(edits, 'add a role')) return;
    this.point(['role', standard.length, 'id']);
  }

  async duplicate(way: Way): Promise<void> {
    if (!(await this.flush())) return;
    const list = way.slice(0, -1);
    const says = this.view?.says ?? null;
    const taken = listAt(says, list).map((one) => words(one.id ?? one.name));
    const copy = copied(tableAt(says, way), list.join('.'), taken);
    await this.add(list, copy, Number(way.at(-1)) + 1);
  }

  async remove(way: Way): Promise<void> {
    if (!(await this.flush())) return;
    const name = this.name(way);
    const chosen = this.selected !== null && same(this.selected, way);
    if (await this.change([unset(this.path, way)], `remove “${name}”`)) return;
    const list = way.slice(0, -1);
    const left = listAt(this.view?.says ?? null, list).length;
    if (chosen) this.select(left > 0 ? [...list, Math.min(Number(way.at(-1)), left - 1)] : null);
    toasts.offer(`Removed “${name}”.`, { title: 'Undo', run: () => void this.undo() });
  }

  /** One place up (-1) or down (1) in its list. */
  async shift(way: Way, by: number): Promise<void> {
    const list = way.slice(0, -1);
    const from = Number(way.at(-1));
    const to = from + by;
    if (to < 0 || to >= listAt(this.view?.says ?? null, list).length) return;
    if (!(await this.flush())) return;
    await this.change([move(this.path, list, from, to)], `move “${this.name(way)}”`);
  }
}

/** Whether what was asked may change how a rehearsal goes: a text for people does not. */
function played(ask: EditorCall): boolean {
  return ask.ask !== 'change' || ask.edits.some(({ file }) => file.endsWith('.toml'));
}
