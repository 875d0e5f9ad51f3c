import type { DeskLink, JoinRefusal } from '../link/desk';
import { lost } from '../link/link';
import type {
  Call,
  Deed,
  DeedKind,
  DeskCall,
  DeskReply,
  DeskView,
  PanelView,
  SeatRole,
  SeatView,
  Vocabulary,
  Act,
} from '../wire/generated';
import { toasts } from './toasts.svelte';

/** A look as the parts ask for it; the desk adds the role it is done in. */
type Look = Extract<Call, { call: 'logs' | 'traces' | 'trace' | 'page' }>;

/** The kind of a deed, as a role's permissions name it. */
export function kindOf(deed: Deed): DeedKind {
  const tag = deed.deed === 'system' ? deed.act.act : deed.deed;
  return tag.replaceAll('_', '-') as DeedKind;
}

/** The newest of everything a participant is sent, replaced whole and never edited, and the road to ask on. */
class Desk {
  /** `opening`: nobody knows yet whether there is a seat. */
  phase = $state<'opening' | 'join' | 'seated'>('opening');
  /** Why they stand at the door again, or what the road said last. */
  why = $state<string | null>(null);
  connected = $state(true);
  /** How often the road was opened: pages look again when it comes back. */
  opened = $state(0);
  /** The newest row of the channel that was there when the road was opened: nobody needs to be told of it. */
  caught = $state(0);
  seat = $state.raw<SeatView | null>(null);
  view = $state.raw<DeskView | null>(null);
  panels = $state.raw<PanelView[]>([]);
  vocabulary = $state.raw<Vocabulary | null>(null);
  #chosen = $state<string | null>(null);
  #link: DeskLink | null = null;
  /** The road was opened, and no view has come on it yet. */
  #awaited = true;
  #stop = (): void => {};

  /** The role they act in. */
  get role(): SeatRole | null {
    const roles = this.seat?.roles ?? [];
    return roles.find(({ id }) => id === this.#chosen) ?? roles[0] ?? null;
  }

  choose(role: string): void {
    this.#chosen = role;
  }

  may(kind: DeedKind): boolean {
    return this.role?.may.includes(kind) ?? false;
  }

  get ended(): boolean {
    return this.view?.clock.state === 'ended';
  }

  /** Finds out whether there is a seat, and takes it. Returns how to leave. */
  open(link: DeskLink): () => void {
    this.#link = link;
    void this.#enter();
    return () => this.#leave('opening', null);
  }

  async join(code: string, name: string): Promise<JoinRefusal | null> {
    const refused = await this.#link!.join(code, name);
    if (!refused) this.#sit();
    return refused;
  }

  async #enter(): Promise<void> {
    const has = await this.#link!.seat();
    // Nobody answered: the road finds out, and says so meanwhile.
    if (has === false) this.phase = 'join';
    else this.#sit();
  }

  #sit(): void {
    this.why = null;
    this.phase = 'seated';
    this.#stop();
    this.#stop = this.#link!.watch(
      (push) => {
        if (push.push === 'seat') this.seat = push.seat;
        else if (push.push === 'desk') this.#see(push.view);
        else if (push.push === 'graphs') this.panels = push.panels;
        else if (this.view) this.view = { ...this.view, clock: push.clock };
      },
      (road) => {
        if (road.state === 'gone') return this.#leave('join', road.why);
        this.connected = road.state === 'open';
        this.why = road.state === 'lost' ? road.why : null;
        if (road.state === 'open') {
          this.opened++;
          this.#awaited = true;
        }
      },
    );
  }

  #see(view: DeskView): void {
    if (this.#awaited) this.caught = view.channel[0]?.event ?? 0;
    this.#awaited = false;
    this.view = view;
  }

  #leave(to: 'opening' | 'join', why: string | null): void {
    this.#stop();
    this.#stop = () => {};
    this.phase = to;
    this.why = why;
    this.connected = true;
    this.seat = null;
    this.view = null;
    this.panels = [];
    this.vocabulary = null;
    this.#chosen = null;
    this.caught = 0;
    toasts.clear();
  }

  /** Asks, and leaves the answer to the caller. */
  call = async (call: DeskCall): Promise<DeskReply> =>
    this.#link ? this.#link.call(call) : lost('Not connected yet.', 'Try again in a moment.');

  /** Looks, in the role they act in. The server records it. */
  look = async (look: Look, again = false): Promise<DeskReply> => {
    if (!this.role) return lost('You have no role yet.', 'Take one, or ask the facilitator.');
    const role = this.role.id;
    return this.call(look.call === 'trace' ? { ...look, role } : { ...look, role, again });
  };

  /** What an act would do, for the role they act in. */
  estimate = async (act: Act): Promise<DeskReply> => {
    if (!this.role) return lost('You have no role yet.', 'Take one, or ask the facilitator.');
    return this.call({ call: 'estimate', role: this.role.id, act });
  };

  /** Does something, in the role they act in unless another is named, and leaves a refusal to the caller. */
  deed = async (deed: Deed, role = this.role?.id): Promise<DeskReply> => {
    if (role === undefined) return lost('You have no role yet.', 'Take one, or ask the facilitator.');
    return this.call({ call: 'do', role, deed });
  };

  /** The same, and says a refusal near what was pressed. True: it was done. */
  does = async (deed: Deed, role?: string): Promise<boolean> => {
    const near = document.activeElement;
    const reply = await this.deed(deed, role);
    if (reply.reply === 'refused') toasts.refuse(reply.refusal, near);
    return reply.reply !== 'refused';
  };

  /** Reads again what there is to point at. */
  async learn(): Promise<void> {
    const reply = await this.call({ call: 'vocabulary' });
    if (reply.reply === 'vocabulary') this.vocabulary = reply.vocabulary;
  }
}

export const desk = new Desk();
