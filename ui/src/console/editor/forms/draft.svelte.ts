import type { Refusal } from '../../../wire/generated';
import type { Editing, Unsent } from '../editor.svelte';

/** So long a field rests before what was typed in it is sent. */
export const REST_MS = 700;

/** What is typed in one field, until it is in the file. */
export class Draft implements Unsent {
  /** null: as the file has it. */
  typed = $state<string | null>(null);
  /** Why it was not taken. What was typed stays. */
  refusal = $state.raw<Refusal | null>(null);

  #editing: Editing;
  #read: () => string;
  #send: (text: string) => Promise<Refusal | null>;
  #rest_ms: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #going: Promise<boolean> | null = null;

  constructor(
    editing: Editing,
    read: () => string,
    send: (text: string) => Promise<Refusal | null>,
    rest_ms = REST_MS,
  ) {
    this.#editing = editing;
    this.#read = read;
    this.#send = send;
    this.#rest_ms = rest_ms;
  }

  get shown(): string {
    return this.typed ?? this.#read();
  }

  type(text: string): void {
    this.typed = text;
    this.refusal = null;
    this.#editing.hold(this);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), this.#rest_ms);
  }

  /** A choice is no typing: it is sent at once. */
  pick(text: string): Promise<boolean> {
    this.type(text);
    return this.flush();
  }

  get refused(): boolean {
    return this.refusal !== null;
  }

  /** What was refused, once more: only who typed it may write over what stands there now. */
  again(): Promise<boolean> {
    this.refusal = null;
    return this.flush();
  }

  /** Sends what was typed, unless it was refused. True: it is in the file. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    // What was typed while an answer is awaited goes after it.
    while (this.#going) await this.#going;
    if (this.refusal) return false;
    const text = this.typed;
    if (text === null) return true;
    if (text === this.#read()) return this.#done();
    this.#going = this.#deliver(text);
    const done = await this.#going;
    this.#going = null;
    return done;
  }

  async #deliver(text: string): Promise<boolean> {
    const refusal = await this.#send(text);
    this.refusal = refusal;
    if (refusal) return false;
    return this.typed === text ? this.#done() : true;
  }

  #done(): true {
    this.typed = null;
    this.#editing.release(this);
    return true;
  }

  /** Takes back what was typed. */
  drop(): void {
    clearTimeout(this.#timer);
    this.refusal = null;
    this.#done();
  }

  /** The field goes: what was typed is sent; what was or is refused is kept aside. */
  leave(): void {
    void this.flush().then((sent) => {
      if (sent || this.typed === null) return;
      this.#editing.keep(this.typed);
      this.drop();
    });
  }
}
