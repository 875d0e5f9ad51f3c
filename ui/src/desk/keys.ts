/** Which key means what at a desk. It is a help for laptops: nothing is reached by keys alone. */
import { LOOKS, type Place } from './place.svelte';

export type Action = { go: Place } | 'logs' | 'act' | 'keys' | 'leave';

/** As people see them. `live`: only while the drill goes on. */
export const KEYS: { key: string; says: string; live: boolean }[] = [
  { key: '/', says: 'Search the logs', live: false },
  { key: 'A', says: 'Search what you can do', live: true },
  { key: 'R', says: 'Room', live: false },
  { key: '1 … 9', says: 'Pages under Look, from the top', live: false },
  { key: 'Esc', says: 'Leave a field, close what is open', live: false },
  { key: '?', says: 'This list', live: false },
];

const FIELDS = 'input, textarea, select, [contenteditable]';

/** Null: not for us. Letters that somebody types are theirs. */
export function route(event: KeyboardEvent, ended: boolean): Action | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented)
    return null;
  const typing = event.target instanceof Element && event.target.matches(FIELDS);
  if (typing) return event.key === 'Escape' ? 'leave' : null;
  if (/^[1-9]$/.test(event.key)) return { go: LOOKS[Number(event.key) - 1]! };
  switch (event.key.toLowerCase()) {
    case '/':
      return 'logs';
    case 'a':
      return ended ? null : 'act';
    case 'r':
      return { go: 'room' };
    case '?':
      return 'keys';
    default:
      return null;
  }
}
