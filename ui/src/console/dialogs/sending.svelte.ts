import { stage } from '../../state/stage.svelte';
import type { Call, Command, Refusal, Reply } from '../../wire/generated';
import { cockpit } from '../cockpit.svelte';

/** A dialog's request: busy while it is on its way, the refusal inside the dialog, closed when it is done. */
export class Sending {
  busy = $state(false);
  refusal = $state.raw<Refusal | null>(null);

  send(command: Command, done: () => void = cockpit.close): Promise<void> {
    return this.ask({ call: 'command', command }, done);
  }

  /** One after the other; the first that is refused is the last. */
  async all(commands: Command[], done: () => void = cockpit.close): Promise<void> {
    for (const [i, command] of commands.entries()) {
      await this.send(command, i === commands.length - 1 ? done : () => {});
      if (this.refusal) return;
    }
  }

  async ask(call: Call, done: (reply: Reply) => void): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const reply = await stage.call(call);
    this.busy = false;
    this.refusal = reply.reply === 'refused' ? reply.refusal : null;
    if (!this.refusal) done(reply);
  }
}
