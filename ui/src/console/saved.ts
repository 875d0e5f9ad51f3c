/** What is written to files is asked for here, and it is said where it went. */
import { count, size } from '../parts/format';
import { stage } from '../state/stage.svelte';
import { toasts } from '../state/toasts.svelte';
import type { Call, Format, PaperSize } from '../wire/generated';

export async function saved(format: Format, paper: PaperSize): Promise<void> {
  const reply = await stage.ask({ call: 'export', format, paper, path: null });
  if (reply?.reply !== 'exported') return;
  const pages = reply.pages > 0 ? `${count(reply.pages, 'page')}, ` : '';
  toasts.say(`Written: ${pages}${size(reply.bytes)}.`, reply.path, 'good');
}

/** Asks for the diagnostics, with what a page knows of the display. */
export function diagnostics(): Call {
  const ratio = window.devicePixelRatio || 1;
  const pixels = (length: number): number => Math.round(length * ratio);
  return { call: 'diagnostics', displays: [[pixels(screen.width), pixels(screen.height)]] };
}

/** Writes down how the program stands, for whoever helps; without names and texts. */
export async function diagnosed(): Promise<void> {
  const reply = await stage.ask(diagnostics());
  if (reply?.reply !== 'diagnosed') return;
  toasts.say(`Diagnostics written, without names and texts: ${size(reply.bytes)}.`, reply.path, 'good');
}
