import type { Link, Surface } from '../link/link';
import type {
  Call,
  Command,
  ConsoleView,
  LibraryView,
  Push,
  Refusal,
  Reply,
  RoomView,
} from '../wire/generated';
import { toasts } from './toasts.svelte';
import { Watched } from './watched.svelte';

/** The newest view, replaced field by field and never edited, and the road to ask on. */
class Stage {
  #push = $state.raw<Push | null>(null);
  #console = $state.raw<Watched<ConsoleView> | null>(null);
  #room = $state.raw<Watched<RoomView> | null>(null);
  connected = $state(true);
  #link: Link | null = null;
  /** The library as it was asked for at once, for the first page that wants it; null: it was had, or is of before. */
  #library: Promise<Reply> | null = null;

  /** What came last; null: nothing has come yet. */
  get push(): Push | null {
    return this.#push;
  }

  set push(push: Push | null) {
    this.#push = push;
    if (push?.push === 'console') this.#library = null;
    this.#console = push?.push === 'console' ? newest(this.#console, push.view) : null;
    this.#room = push?.push === 'room' ? newest(this.#room, push.view) : null;
  }

  /** The same object until the drill is gone: its fields change. */
  get console(): ConsoleView | null {
    return this.#console?.view ?? null;
  }

  get room(): RoomView | null {
    return this.#room?.view ?? null;
  }

  /** Begins to watch. Returns how to stop. */
  open(link: Link, surface: Surface): () => void {
    this.#link = link;
    if (link.answersAtOnce && surface === 'console') this.#library = link.call({ call: 'library' });
    return link.watch(
      surface,
      (push) => (this.push = push),
      (connected) => (this.connected = connected),
    );
  }

  /** Asks, and leaves the answer to the caller. */
  call = async (call: Call): Promise<Reply> => {
    if (this.#link) return this.#link.call(call);
    const refusal: Refusal = {
      code: 'no-link',
      message: 'Not connected yet.',
      hint: 'Try again in a moment.',
    };
    return { reply: 'refused', refusal };
  };

  /** Asks, and shows a refusal near what was pressed. True: it was carried out. */
  ask = async (call: Call): Promise<Reply | null> => {
    const near = document.activeElement;
    const reply = await this.call(call);
    if (reply.reply !== 'refused') return reply;
    toasts.refuse(reply.refusal, near);
    return null;
  };

  /** Another page came first: a library of now is of no use later. */
  forgetLibrary = (): void => {
    this.#library = null;
  };

  /** The library as it is now, or was when the page began to come. */
  library = async (): Promise<LibraryView | null> => {
    const first = this.#library;
    this.#library = null;
    const known = await first;
    const reply = known?.reply === 'library' ? known : await this.ask({ call: 'library' });
    return reply?.reply === 'library' ? reply.library : null;
  };

  /** Whether a drill file is handed over by the page; otherwise the program asks for its path. */
  get takesFiles(): boolean {
    return this.#link?.takeIn !== undefined;
  }

  /** Address of the room screen; null: the program opens a window for it. */
  get roomPage(): string | null {
    return this.#link?.room ?? null;
  }

  /** Opens the room screen: in a window, or as a page of this browser. */
  openRoom = (): void => {
    if (this.roomPage !== null) window.open(this.roomPage, '_blank', 'noopener');
    else void this.ask({ call: 'room_screen', open: true });
  };

  /** Takes a drill file in, and leaves the answer to the caller. */
  takeIn = async (file?: File): Promise<Reply> => {
    if (file && this.#link?.takeIn) return this.#link.takeIn(file);
    return this.call({ call: 'take_in', path: null });
  };

  /** Asks something of the drill. True: it was carried out. */
  send = async (command: Command): Promise<boolean> => {
    return (await this.ask({ call: 'command', command })) !== null;
  };
}

function newest<T extends ConsoleView | RoomView>(before: Watched<T> | null, now: T): Watched<T> {
  return before?.take(now) ? before : new Watched(now, ['clock']);
}

export const stage = new Stage();
