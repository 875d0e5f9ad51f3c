/** Exports what is on the stage, and says where it went. */
import { count, size } from '../parts/format';
import { stage } from '../state/stage.svelte';
import { toasts } from '../state/toasts.svelte';
import type { Format, PaperSize } from '../wire/generated';

export async function saved(format: Format, paper: PaperSize): Promise<void> {
  const reply = await stage.ask({ call: 'export', format, paper, path: null });
  if (reply?.reply !== 'exported') return;
  const pages = reply.pages > 0 ? `${count(reply.pages, 'page')}, ` : '';
  toasts.say(`Written: ${pages}${size(reply.bytes)}.`, reply.path, 'good');
}
