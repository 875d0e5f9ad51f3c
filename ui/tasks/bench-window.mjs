// The program in a real window, and a bare one: what they cost there.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Program, until } from '../e2e/webdriver.mjs';
import { GRAPHS } from './long-drill.mjs';
import { below, cpuSeconds, mainThreadMs, memoryMb, runs, startedMs, tree } from './processes.mjs';
import { TARGET } from './steps.mjs';

/** Updates that are measured; one comes each second. */
export const UPDATES = 65;
/**
 * So many of them are held back, and then given one after the other: not so fast that two are drawn together, which
 * software that stands in for a GPU does at 20 a second.
 */
export const HELD = 40;
export const HELD_EVERY_MS = 125;
export const WARM_UP_MS = 8_000;
export const PROGRAM = 'three-am';
export const BARE = 'examples/bare';
const PAGE = 'WebKitWebProcess';
/** An update's work begins before it is there: its bytes are fetched, and read. */
const BEFORE_MS = 25;

/** A program in a window of its own, on a folder's data, and its processes. */
async function open({ display, folder, program, env = {} }) {
  const app = await Program.open({
    display,
    folder,
    program: join(TARGET, 'release', program),
    // As everybody starts it: whether there are layers, the program says.
    env: {
      THREE_AM_SCENARIOS: join(folder, 'scenarios'),
      WEBKIT_DISABLE_COMPOSITING_MODE: undefined,
      ...env,
    },
  });
  const pid = await until('the process', () => below(app.driver.pid, program.split('/').at(-1)));
  return { app, pid };
}

/** Goes on with the drill in the journal, all graphs before everything else. */
async function goOn(app, size) {
  await app.post('/window/rect', { x: 0, y: 0, ...size });
  await app.click('button', 'Go on');
  await app.click('tab', /^Graphs/);
  await app.keys('x');
  await app.click('button', /Resume/);
  const graphs = `return [...document.querySelectorAll('.lower .graph .chart')].length`;
  await until('all graphs', async () => (await app.script(graphs)) === GRAPHS);
}

/** Runs in the page: notes when each update is there, and how long until it is drawn up to a finished layout. */
const NOTE = `
  const notes = (window.__notes = []);
  const after = new MessageChannel();
  let done = () => {};
  after.port1.onmessage = () => done();
  const { callbacks } = window.__TAURI_INTERNALS__;
  for (const [id, callback] of callbacks) {
    const take = (data) => {
      const began = performance.now();
      callback(data);
      if (typeof data?.index !== 'number' || !data.message) return;
      const note = { at: performance.timeOrigin + began };
      notes.push(note);
      // Behind everything that was queued in this task, which is all that Svelte does.
      done = () => {
        void document.body.offsetHeight;
        note.script_ms = performance.now() - began;
      };
      after.port2.postMessage(0);
    };
    callbacks.set(id, (data) => (window.__held ? window.__held.push(() => take(data)) : take(data)));
  }
`;
/** Runs in the page: gives what was held back, one after the other. */
const RELEASE = `
  const held = window.__held;
  const timer = setInterval(() => {
    held.shift()?.();
    if (held.length > 0) return;
    clearInterval(timer);
    window.__held = null;
  }, ${HELD_EVERY_MS});
`;

/** What the main thread of the page spent from one update to the next, and the script's part, milliseconds. */
async function spentOn(page, app, during) {
  const samples = [];
  await app.script('window.__notes.length = 0');
  const timer = setInterval(
    () => samples.push([performance.timeOrigin + performance.now(), mainThreadMs(page)]),
    5,
  );
  await during();
  clearInterval(timer);
  const notes = await app.script('return window.__notes');
  const spent = (at) => samples.findLast(([when]) => when <= at)?.[1];
  const costs = notes
    .slice(1, -1)
    .map((note, i) => spent(notes[i + 2].at - BEFORE_MS) - spent(note.at - BEFORE_MS))
    .filter(Number.isFinite);
  const scripts = notes.map((note) => note.script_ms).filter((value) => value !== undefined);
  return { costs, scripts };
}

/** Updates as they come. */
async function updates({ app, pid }) {
  await app.script(NOTE);
  return spentOn(below(pid, PAGE), app, () => sleep(UPDATES * 1000));
}

/** Updates one after the other, with no rest between them. */
async function heldUpdates({ app, pid }) {
  await app.script('window.__held = []');
  await sleep(HELD * 1000);
  return spentOn(below(pid, PAGE), app, async () => {
    await app.script(RELEASE);
    await sleep(HELD * HELD_EVERY_MS + 2_000);
  });
}

/** What a program costs while nobody touches it. */
async function standing({ pid }, during) {
  const [began, all, own] = [performance.now(), cpuSeconds(tree(pid)), cpuSeconds([pid])];
  const found = await during();
  const took = (performance.now() - began) / 1000;
  const share = (seconds) => (100 * seconds) / took;
  return {
    found,
    cpu: share(cpuSeconds(tree(pid)) - all),
    own: share(cpuSeconds([pid]) - own),
    memory: memoryMb(tree(pid)),
  };
}

async function withProgram(what, body) {
  const opened = await open(what);
  try {
    return await body(opened);
  } finally {
    await opened.app.close();
    // A bare window is not known to the driver's client by its name.
    if (runs(opened.pid)) process.kill(opened.pid);
    await until('the end of the program', () => !runs(opened.pid));
  }
}

/** The drill in the real window: what an update costs, and what everything costs. */
export function drillRun(place, size) {
  return withProgram({ ...place, program: PROGRAM }, async (opened) => {
    await goOn(opened.app, size);
    await sleep(WARM_UP_MS);
    const run = await standing(opened, () => updates(opened));
    const held = await heldUpdates(opened);
    await opened.app.click('button', /Pause/);
    return { ...run, held };
  });
}

/** A window with nothing in it, for as long. */
export function bareRun(place) {
  return withProgram({ ...place, program: BARE }, async (opened) => {
    await sleep(WARM_UP_MS);
    return standing(opened, () => sleep(UPDATES * 1000));
  });
}

/** From the process to a page in which this can be clicked, milliseconds. */
export function startRun(place, program, wanted) {
  return withProgram({ ...place, program }, async ({ app, pid }) => {
    const started = startedMs(pid);
    await app.script(WAIT_FOR, wanted);
    const at = await until('something to click', () => app.script(CLICKABLE, wanted));
    return at - started;
  });
}

/** When that can be clicked: it is drawn, and nothing lies over it. */
const CLICKABLE = `return window.__clickable ?? null;`;
const WAIT_FOR = `
  const [wanted] = arguments;
  const look = () => {
    const there = [...document.querySelectorAll('button')].find((one) => one.textContent.includes(wanted));
    if (there && !there.disabled) {
      const { x, y, width, height } = there.getBoundingClientRect();
      if (there.contains(document.elementFromPoint(x + width / 2, y + height / 2))) {
        window.__clickable = performance.timeOrigin + performance.now();
        return;
      }
    }
    setTimeout(look, 1);
  };
  look();
`;
