import type { DeskLink } from './desk';
import type { Link } from './link';

const replayed = (): string | null =>
  import.meta.env.DEV ? new URLSearchParams(location.search).get('replay') : null;

/** The road this page has. Each is loaded only where it is used. */
export async function pick(): Promise<Link> {
  if (import.meta.env.DEV) {
    const name = replayed();
    if (name) return (await import('./replay')).replay(name);
  }
  if ('__TAURI_INTERNALS__' in window) return (await import('./tauri')).tauri();
  return (await import('./socket')).socket();
}

/** The same for a desk, which is only ever in a browser. */
export async function pickDesk(): Promise<DeskLink> {
  if (import.meta.env.DEV) {
    const name = replayed();
    if (name) return (await import('./desk-replay')).deskReplay(name.replace(/^desk-/, ''));
  }
  return (await import('./desk')).deskSocket();
}
