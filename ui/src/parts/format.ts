/** Words for times, numbers and states. Everything a person reads that Rust sends as a figure. */
import type { ClockState, IncidentState, Level, Page, PanelView, Standing, Verdict } from '../wire/generated';

const DAY_S = 86_400;
const MINUS = '−';
const THIN = '\u202f';

const two = (n: number): string => String(n).padStart(2, '0');

/** Incident clock of a drill time: `03:14:32`. */
export function clockAt(at_ms: number, starts_s: number): string {
  const s = (((starts_s + Math.floor(at_ms / 1000)) % DAY_S) + DAY_S) % DAY_S;
  return `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}

/** The same without seconds: `03:14`. */
export function clockShort(at_ms: number, starts_s: number): string {
  return clockAt(at_ms, starts_s).slice(0, 5);
}

/** A length of time: `0:28`, `14:06`, `1:02:03`, `−0:05`. */
export function span(ms: number): string {
  const s = Math.floor(Math.abs(ms) / 1000);
  const hours = Math.floor(s / 3600);
  const minutes = Math.floor(s / 60) % 60;
  const tail = hours > 0 ? `${hours}:${two(minutes)}:${two(s % 60)}` : `${minutes}:${two(s % 60)}`;
  return ms < 0 && s > 0 ? MINUS + tail : tail;
}

/** Drill time: `T+14:32`, `T−19:00`. */
export function elapsed(at_ms: number): string {
  return `T${at_ms < 0 ? MINUS : '+'}${span(Math.abs(at_ms))}`;
}

/** How long something takes: `20 s`, `90 s`, `2 min 30 s`. */
export function takes(ms: number): string {
  const s = Math.round(ms / 1000);
  if (s < 120) return `${s} s`;
  return s % 60 === 0 ? `${s / 60} min` : `${Math.floor(s / 60)} min ${s % 60} s`;
}

/** A figure with the digits that matter and thin spaces: `8.2`, `31`, `1 942`. */
export function figure(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  const digits = size >= 10 || Number.isInteger(value) ? 0 : size >= 1 ? 1 : 2;
  const fixed = value.toFixed(digits);
  const plain = digits > 0 ? fixed.replace(/\.?0+$/, '') : fixed;
  const [whole = '0', part] = plain.replace('-', MINUS).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, THIN);
  return part ? `${grouped}.${part}` : grouped;
}

/** Said of a graph whose newest data is not there: `no data since 03:12`, `as of 03:12`; null: it is. */
export function missingData(
  { value, missing_since_s }: Pick<PanelView, 'value' | 'missing_since_s'>,
  starts_s: number,
): string | null {
  if (missing_since_s === null) return null;
  return `${value === null ? 'no data since' : 'as of'} ${clockShort(missing_since_s * 1000, starts_s)}`;
}

/** Bytes: `812 B`, `317 KB`, `2.7 MB`. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Two letters for a person; `?` for nobody. */
export function initials(name: string | undefined): string {
  const words = (name ?? '').trim().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return '?';
  const letters =
    words.length === 1 ? [...words[0]!].slice(0, 2) : [[...words[0]!][0], [...words.at(-1)!][0]];
  return letters.join('').toUpperCase();
}

/** Speeds of the clock that are offered: drill seconds per wall second. */
export const SPEEDS = [0.5, 1, 2, 4, 8, 15, 30, 60];

/** `1×`, `0.5×`. */
export const speed = (factor: number): string => `${factor}×`;

/** `SEV-1`. */
export const severity = (level: number): string => `SEV-${level}`;

/** `1 inject`, `2 injects`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${figure(n)} ${n === 1 ? one : many}`;
}

/** `Ada`, `Ada and Ben`, `Ada, Ben and Cleo`. */
export function list(words: string[]): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

export const STATE_WORD: Record<IncidentState, string> = {
  investigating: 'Investigating',
  identified: 'Identified',
  mitigating: 'Mitigating',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
};

export const CLOCK_WORD: Record<ClockState, string> = {
  ready: 'Not started',
  running: 'Running',
  paused: 'Paused',
  emergency: 'Emergency',
  ended: 'Ended',
};

export const PAGE_WORD: Record<Page, string> = {
  alerts: 'Alerts',
  dashboards: 'Dashboards',
  logs: 'Logs',
  traces: 'Traces',
  deploys: 'Deploys',
  database: 'Database',
  ai_pipeline: 'AI pipeline',
  web_console: 'Web console',
  playbooks: 'Playbooks',
};

export const LEVEL_WORD: Record<Level, string> = { info: 'info', warning: 'warning', critical: 'critical' };

export const STANDING_WORD: Record<Standing, string> = {
  waiting: 'not due',
  open: 'open',
  met: 'met',
  late: 'met late',
  missed: 'missed',
};

export const VERDICT_WORD: Record<Verdict, string> = { confirmed: 'confirmed', refuted: 'refuted' };

/**
 * Reads a time a person typed, as milliseconds from STARTEX: an incident clock (`03:15`, `03:15:30`), a drill
 * time (`T+15`, `T+15:30`) or a distance from now (`+5`, `+0:30`). null: not a time.
 */
export function parseTime(text: string, now_ms: number, starts_s: number): number | null {
  const match = /^(t?\s*\+)?\s*(\d{1,3})(?::(\d{2}))?(?::(\d{2}))?$/i.exec(text.trim());
  if (!match) return null;
  const [, mark, a, b, c] = match;
  const [first, second, third] = [Number(a), Number(b ?? 0), Number(c ?? 0)];
  if (second > 59 || third > 59) return null;
  if (mark) {
    const s = c === undefined ? first * 60 + second : first * 3600 + second * 60 + third;
    return (/^t/i.test(mark) ? 0 : now_ms) + s * 1000;
  }
  if (b === undefined || first > 23) return null;
  const of_day = first * 3600 + second * 60 + third;
  const after = (of_day - starts_s + DAY_S) % DAY_S;
  return after * 1000;
}
