// What processes cost, as the kernel accounts for it (Linux: /proc).
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from './figures.mjs';

/** Ticks a second in /proc/PID/stat; the same on every Linux that Node runs on. */
const TICKS = 100;

/** Fields of /proc/PID/stat from the third on; a name may hold spaces and brackets. null: it is gone. */
function stat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

const parent = (pid) => Number(stat(pid)?.[1] ?? 0);

const all = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/** Name of a process, 15 characters at most. */
export function nameOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}

/** A process and all that it started, itself first. */
export function tree(root) {
  const parents = new Map(all().map((pid) => [pid, parent(pid)]));
  const found = [root];
  for (const pid of found) {
    for (const [child, its] of parents) if (its === pid) found.push(child);
  }
  return found;
}

/** The process of this name below another; null: there is none. */
export const below = (root, name) => tree(root).find((pid) => nameOf(pid) === name.slice(0, 15)) ?? null;

/**
 * Whether a process is there, or any thread of it: what it holds is free when the last one is gone. One that has ended
 * may stand in the table until somebody asks how.
 */
export const runs = (pid) => threads(pid) > 1 || !['Z', 'X', undefined].includes(stat(pid)?.[0]);

function threads(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).length;
  } catch {
    return 0;
  }
}

/** Processor time of processes so far, seconds. */
export function cpuSeconds(pids) {
  return pids.reduce((sum, pid) => {
    const fields = stat(pid);
    return sum + (fields ? (Number(fields[11]) + Number(fields[12])) / TICKS : 0);
  }, 0);
}

/** Processor time of a process's main thread so far, milliseconds. */
export const mainThreadMs = (pid) =>
  Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;

/** Memory of processes, what they share counted once: proportional set sizes, megabytes. */
export function memoryMb(pids) {
  return pids.reduce((sum, pid) => {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return sum + Number(/^Pss:\s+(\d+)/m.exec(text)[1]) / 1024;
  }, 0);
}

/** When a process was started, Unix milliseconds, to the hundredth of a second. */
export function startedMs(pid) {
  const up = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]);
  return Date.now() - (up - Number(stat(pid)[19]) / TICKS) * 1000;
}

/**
 * Keeps the processors awake with loops that give way to everything else. What else makes work after a rest slower,
 * `restedWork` tells. Returns how to stop.
 */
export function awake() {
  const loops = Array.from({ length: availableParallelism() }, () =>
    spawn('chrt', ['--idle', '0', 'sh', '-c', 'while :; do :; done'], { stdio: 'ignore' }),
  );
  return () => loops.forEach((loop) => loop.kill());
}

/**
 * How long a fixed piece of work takes at once and after a second of rest, milliseconds. Where the machine takes memory
 * away that nobody touches, or its clock slows down, the second is a multiple of the first.
 */
export async function restedWork() {
  const work = () => {
    const began = performance.now();
    const all = {};
    for (let i = 0; i < 200_000; i += 1) all[`k${i % 1000}`] = i;
    return performance.now() - began;
  };
  for (let i = 0; i < 20; i += 1) work();
  const hot = Array.from({ length: 9 }, work);
  const rested = [];
  for (let i = 0; i < 9; i += 1) {
    await sleep(1_000);
    rested.push(work());
  }
  return [median(hot), median(rested)];
}
