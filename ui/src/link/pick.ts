import type { Link } from './link';

/** The road this page has. Each is loaded only where it is used. */
export async function pick(): Promise<Link> {
  if (import.meta.env.DEV) {
    const name = new URLSearchParams(location.search).get('replay');
    if (name) return (await import('./replay')).replay(name);
  }
  if ('__TAURI_INTERNALS__' in window) return (await import('./tauri')).tauri();
  return (await import('./socket')).socket();
}
