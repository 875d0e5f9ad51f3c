// What the console costs the machine it stands on: a long drill on it, beside a bare window with the same webview.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDisplay } from '../e2e/webdriver.mjs';
import { tracedUpdates } from './bench-chromium.mjs';
import {
  BARE,
  HELD,
  HELD_EVERY_MS,
  PROGRAM,
  WARM_UP_MS,
  bareRun,
  drillRun,
  startRun,
} from './bench-window.mjs';
import { goal, median, percentile } from './figures.mjs';
import { ACTS, GRAPHS, playLong } from './long-drill.mjs';
import { awake, restedWork } from './processes.mjs';
import { TARGET, WINDOW_PACKAGES, cargo, fail, needPackages, needPages, say } from './steps.mjs';

/** As the window opens, and one in which all the graphs are in sight. */
const USUAL = { width: 1440, height: 900 };
const LARGE = { width: 2560, height: 1440 };
/** Turns of ours and the bare window. */
const TURNS = 3;
const STARTS = 7;

const ms = (value) => `${value.toFixed(1)} ms`;
const percent = (value) => `${value.toFixed(0)} %`;
const mb = (value) => `${value.toFixed(0)} MB`;

function startRow(starts) {
  const [ours, bare] = [0, 1].map((at) => median(starts.map((pair) => pair[at])));
  const ratio = median(starts.map(([us, them]) => us / them));
  return [
    'from the start of the process to a library that can be clicked',
    `${ours.toFixed(0)} ms; a bare Tauri window ${bare.toFixed(0)} ms: ${ratio.toFixed(2)} times`,
    goal(ratio < 1.5, '< 1.5 times'),
  ];
}

/** Of several runs, the median of a figure. */
const middle = (runs, figure) => median(runs.map(figure));

function updateRows({ runs, large, traced, rested }) {
  const row = (title, lists) => {
    const [p50, p95] = [50, 95].map((p) => middle(lists, (list) => percentile(list, p)));
    return [title, `${ms(p50)}; p95 ${ms(p95)}`, goal(p95 < 8, 'p95 < 8 ms')];
  };
  const costs = (all) => all.map(({ found }) => found.costs);
  const held = (all) => all.map((run) => run.held.costs);
  const apart = `one after the other, ${1000 / HELD_EVERY_MS} a second`;
  const [hot, cold] = rested;
  return [
    row(`an update, ${ACTS} acts and ${GRAPHS} graphs: the page's main thread, ${apart}`, held(runs)),
    row('… as they come, one a second', costs(runs)),
    row(
      '… of it message, script and layout',
      runs.map(({ found }) => found.scripts),
    ),
    row(`… in a window of ${LARGE.width} × ${LARGE.height}, all graphs in sight, ${apart}`, held([large])),
    row('… as they come', costs([large])),
    row(`… in Chromium, the tasks of its main thread, ${apart}`, [traced.held]),
    row('… as they come', [traced.as_they_come]),
    [
      'a fixed piece of work on this machine',
      `${ms(hot)} at once, ${ms(cold)} after a second of rest: ${(cold / hot).toFixed(1)} times`,
      '',
    ],
  ];
}

function costRows(runs, large, bare) {
  const [cpu, own, memory] = ['cpu', 'own', 'memory'].map((name) => middle(runs, (run) => run[name]));
  const [bareCpu, bareMemory] = ['cpu', 'memory'].map((name) => middle(bare, (run) => run[name]));
  const most = 1.5 * bareMemory + 150;
  return [
    [
      'the processor while that drill runs: the program and its pages',
      `${percent(cpu)} of one core (the program alone ${percent(own)}); bare ${percent(bareCpu)}`,
      goal(cpu < 15, '< 15 %'),
    ],
    [
      `… in a window of ${LARGE.width} × ${LARGE.height}`,
      `${percent(large.cpu)} of one core (the program alone ${percent(large.own)})`,
      goal(large.cpu < 15, '< 15 %'),
    ],
    [
      'memory with that drill after a minute: the program and its pages',
      `${mb(memory)}; bare ${mb(bareMemory)}`,
      goal(memory < most, `< 1.5 times bare + 150 MB = ${mb(most)}`),
    ],
  ];
}

async function starting(place) {
  say(`Measuring: ${STARTS} starts of ours and of a bare window, in turns.`);
  const starts = [];
  for (let turn = 0; turn < STARTS; turn += 1) {
    starts.push([await startRun(place, PROGRAM, 'The 3 AM outage'), await startRun(place, BARE, 'Bare')]);
  }
  return startRow(starts);
}

export async function consoleRows() {
  if (process.platform !== 'linux') fail('The console is measured on Linux alone.');
  needPackages(
    [...WINDOW_PACKAGES, 'webkit2gtk-driver', 'xvfb', 'openbox', 'chromium'],
    'to measure in a window',
  );
  needPages();
  say('Building the console for release.');
  const window = ['-p', 'three-am', '--features', 'custom-protocol'];
  cargo(['build', '--quiet', '--release', ...window, '--bin', 'three-am', '--example', 'bare']);
  cargo(['build', '--quiet', '--release', '-p', 'cli']);
  const folder = mkdtempSync(join(tmpdir(), 'three-am-bench-'));
  const screen = await openDisplay(`${LARGE.width}x${LARGE.height}`);
  const rest = awake();
  try {
    const program = join(TARGET, 'release/3am');
    const place = { display: screen.display, folder };
    const bytes = await playLong(program, folder);
    const start = await starting(place);
    const [runs, bare] = [[], []];
    for (let turn = 0; turn < TURNS; turn += 1) {
      say(`Measuring: the drill in a window, and a bare one (${turn + 1} of ${TURNS}).`);
      runs.push(await drillRun(place, USUAL));
      bare.push(await bareRun(place));
    }
    say('Measuring: the drill in a large window, and in Chromium.');
    const large = await drillRun(place, LARGE);
    const traced = await tracedUpdates({
      program,
      folder,
      size: USUAL,
      count: HELD,
      warm_up_ms: WARM_UP_MS,
      every_ms: HELD_EVERY_MS,
    });
    const rested = await restedWork();
    return [
      ...updateRows({ runs, large, traced, rested }),
      ['… its size', `${(bytes / 1024).toFixed(0)} KB`, ''],
      ...costRows(runs, large, bare),
      start,
    ];
  } finally {
    rest();
    screen.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
