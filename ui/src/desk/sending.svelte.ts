import { desk } from '../state/desk.svelte';
import type { Deed, Refusal } from '../wire/generated';

/** A form's deed: busy while it is on its way, and the refusal inside the form. */
export class Sending {
  busy = $state(false);
  refusal = $state.raw<Refusal | null>(null);

  /** True: it was done. */
  async send(deed: Deed): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    const reply = await desk.deed(deed);
    this.busy = false;
    this.refusal = reply.reply === 'refused' ? reply.refusal : null;
    return this.refusal === null;
  }
}
