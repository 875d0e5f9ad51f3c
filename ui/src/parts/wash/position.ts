/**
 * Where a hot wash stands between two pushes. The server says twice a second where it is and how fast it plays; in
 * between every surface moves on by itself.
 */
import type { HotWashView } from '../../wire/generated';

/** Where it stood at a moment of the wall clock, and how it went on from there. */
export interface Anchor {
  at_ms: number;
  /** Drill seconds per wall second; 0: it stands. */
  speed: number;
  /** The moment, milliseconds of the wall clock. */
  wall_ms: number;
}

/** Off by more than this much wall time, a push is believed. A push is always a little late. */
const LATE_MS = 700;

/** Where it stands now, never past the end. */
export function positionAt({ at_ms, speed, wall_ms }: Anchor, now_ms: number, to_ms: number): number {
  if (speed === 0) return at_ms;
  return Math.min(to_ms, at_ms + Math.max(0, now_ms - wall_ms) * speed);
}

/** After a push: on as before where that agrees, and as it says otherwise. */
export function heard(
  anchor: Anchor | null,
  { at_ms, speed, story }: Pick<HotWashView, 'at_ms' | 'speed' | 'story'>,
  now_ms: number,
): Anchor {
  const said = { at_ms, speed, wall_ms: now_ms };
  if (!anchor || speed === 0 || anchor.speed !== speed) return said;
  const off_ms = Math.abs(positionAt(anchor, now_ms, story.to_ms) - at_ms);
  return off_ms > LATE_MS * speed ? said : anchor;
}
