// What an update of the console costs Chromium's main thread, from a trace.
import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { serve } from './long-drill.mjs';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const CATEGORIES = [
  'toplevel',
  'devtools.timeline',
  'blink.user_timing',
  'disabled-by-default-devtools.timeline',
];
/** Where a trace is written to, for the Performance panel. */
const KEPT = process.env.THREE_AM_TRACE;

export const chromiumPath = () => CHROMIUM.find((path) => existsSync(path));

/** Runs in the page, before its own scripts: marks where an update comes. */
function markUpdates() {
  const { prototype } = WebSocket;
  const { set, get } = Object.getOwnPropertyDescriptor(prototype, 'onmessage');
  Object.defineProperty(prototype, 'onmessage', {
    get,
    set(handler) {
      set.call(this, (event) => {
        if (!event.data.startsWith('{"push"')) return handler.call(this, event);
        const take = () => {
          performance.mark('update');
          handler.call(this, event);
        };
        return window.__held ? window.__held.push(take) : take();
      });
    },
  });
}

/** Runs in the page: gives what was held back, one after the other, and says when that is done. */
function release(every_ms) {
  const held = window.__held;
  return new Promise((done) => {
    const timer = setInterval(() => {
      held.shift()?.();
      if (held.length > 0) return;
      clearInterval(timer);
      window.__held = null;
      done();
    }, every_ms);
  });
}

/** All events of a trace, milliseconds of the main thread's own time between one update and the next. */
function perUpdate(events) {
  const marks = events.filter((event) => event.name === 'update' && event.cat.includes('user_timing'));
  const { pid, tid } = marks[0];
  const tasks = events.filter(
    (event) => event.name === 'RunTask' && event.pid === pid && event.tid === tid && event.ph === 'X',
  );
  const ends = tasks.map((task) => task.ts + task.dur);
  return marks.slice(1, -1).map((mark, i) => {
    const next = marks[i + 2].ts;
    // The mark stands inside the first task of its update.
    const mine = tasks.filter((task, at) => ends[at] > mark.ts && ends[at] <= next);
    return mine.reduce((sum, task) => sum + (task.tdur ?? task.dur), 0) / 1000;
  });
}

async function trace(browser, during) {
  const cdp = await browser.newBrowserCDPSession();
  const events = [];
  cdp.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await cdp.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: CATEGORIES, excludedCategories: ['*'] },
  });
  await during();
  const done = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve));
  await cdp.send('Tracing.end');
  await done;
  await cdp.detach();
  return events;
}

/** Main thread time of each of so many updates as they come, and of as many one after the other, milliseconds. */
export async function tracedUpdates({ program, folder, size, count, warm_up_ms, every_ms }) {
  const server = await serve(program, folder);
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    const page = await (await browser.newContext({ viewport: size })).newPage();
    await page.addInitScript(markUpdates);
    await page.goto(server.address);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('tab', { name: /^Graphs/ }).click();
    await page.keyboard.press('x');
    await page.getByRole('button', { name: /Resume/ }).click();
    await sleep(warm_up_ms);
    const traced = await trace(browser, () => sleep(count * 1000));
    await page.evaluate(() => (window.__held = []));
    await sleep(count * 1000);
    const held = await trace(browser, () => page.evaluate(release, every_ms));
    if (KEPT) writeFileSync(KEPT, JSON.stringify({ traceEvents: [...traced, ...held] }));
    await page.getByRole('button', { name: /Pause/ }).click();
    return { as_they_come: perUpdate(traced), held: perUpdate(held) };
  } finally {
    await browser.close();
    await server.close();
  }
}
