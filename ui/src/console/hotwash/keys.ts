/** The keys of an open hot wash. */
export type WashAction =
  { by_ms: number } | { stop: 1 | -1 } | { speed: 1 | -1 } | 'toggle' | 'first' | 'last';

export const WASH_KEYS: [string, string][] = [
  ['Space', 'Play, pause'],
  ['← →', '10 s back, on; with Shift one minute'],
  ['[ ] or , .', 'The moment before, the next one'],
  ['Home End', 'The beginning, the end'],
  ['+ −', 'Faster, slower'],
];

interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** What a key means while the hot wash is open; null: nothing. `on_control`: a button has the focus. */
export function washKey(pressed: Pressed, on_control: boolean): WashAction | null {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return null;
  const far = pressed.shiftKey ? 60_000 : 10_000;
  switch (pressed.key) {
    case ' ':
      return on_control ? null : 'toggle';
    case 'ArrowLeft':
      return { by_ms: -far };
    case 'ArrowRight':
      return { by_ms: far };
    case '[':
    case ',':
      return { stop: -1 };
    case ']':
    case '.':
      return { stop: 1 };
    case 'Home':
      return 'first';
    case 'End':
      return 'last';
    case '+':
    case '=':
      return { speed: 1 };
    case '-':
    case '−':
      return { speed: -1 };
    default:
      return null;
  }
}
