// npm run bench: how fast simulation, desks, postmortem and console are, measured here and now, beside their
// peers. `npm run bench -- desks` (or `simulation`, `postmortem`, `console`) measures that part alone; with `--write` the
// tables go into README.md.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { consoleRows } from './bench-console.mjs';
import { deskRows } from './bench-desks.mjs';
import { postmortemRows } from './bench-postmortem.mjs';
import { goal, median, output, table, times, told } from './figures.mjs';
import { PEERS, peerPython } from './peers.mjs';
import { ROOT, RUST, TARGET, cargo, fail, needToolchains, say, task } from './steps.mjs';

/** The station that all simulators simulate. */
const STATION = { servers: 10, rate: 80, meanMs: 100, customers: 200_000 };
const ROUNDS = 5;
const PARTS = {
  simulation: simulationRows,
  desks: deskRows,
  postmortem: postmortemRows,
  console: consoleRows,
};

const SEARCHES = {
  word: 'a word',
  phrase: 'a phrase',
  exclusion: 'a word, two exclusions',
  regex_with_literal: 'a regex with a literal',
  regex_without_literal: 'a regex without one',
  time_range: 'a word in five minutes of it',
  histogram: 'the histogram alone',
};

const measure = (...words) => told(join(TARGET, 'release/examples/measure'), words.map(String));

/** Medians of a divan benchmark by name: how long, and items a second where there are items. */
function divan(name) {
  say(`Measuring: ${name}.`);
  const text = output('cargo', ['bench', '--quiet', '-p', 'world', '--bench', name], { cwd: RUST });
  const found = {};
  let [last, group] = ['', ''];
  for (const line of text.split('\n')) {
    // fastest │ slowest │ median │ mean
    const median = line.match(/[\d.]+ (?:[nµm]?s|[KMG]?item\/s)(?![\w/])/g)?.[2];
    const named = /^([│\s]*)[├╰]─ (\S+)/.exec(line);
    if (named) {
      if (!named[1]) group = named[2];
      last = named[1] ? `${group} ${named[2]}` : group;
      found[last] = { time: median };
    } else if (last && median) {
      found[last].speed = median.replace('Mitem/s', 'million a second');
    }
  }
  return found;
}

function worldRows() {
  const [world, logs] = ['world', 'logs'].map(divan);
  say('Measuring: drills in processes of their own.');
  const cpu = median(times(ROUNDS, () => measure('drill', 1, 60).cpu_s));
  const peak = measure('drill', 2, 60).peak_mb;
  const hours = [60, 600].map((rate) => world[`drill_hour ${rate}`]);
  return [
    [
      'a drill hour at 60 journeys a second, all telemetry',
      `${cpu.toFixed(2)} s of CPU`,
      goal(cpu < 0.5, '< 0.5 s'),
    ],
    ['… and at 600, everything ten times as large', hours[1].time, ''],
    ['events at 60 and at 600', hours.map((hour) => hour.speed).join('; '), ''],
    [
      'peak memory of a two-hour drill',
      peak === null ? 'not told by this system' : `${Math.round(peak)} MB`,
      peak === null ? '' : goal(peak < 300, '< 300 MB'),
    ],
    ['a checkpoint after an hour', world.checkpoint.time, ''],
    ['a fork: a checkpoint and five minutes on', world.fork.time, ''],
    ...Object.entries(SEARCHES).map(([id, words]) => [`a million log records: ${words}`, logs[id].time, '']),
  ];
}

/** How long `3am rehearse` takes, as README builds it. */
function rehearsalRow() {
  say('Measuring: a rehearsal.');
  cargo(['build', '--quiet', '-p', 'cli']);
  const out = mkdtempSync(join(tmpdir(), 'three-am-bench-'));
  const args = ['rehearse', join(ROOT, 'scenarios/3am-outage'), '--team', 'good', '--out'];
  const took = times(3, (round) => {
    const began = performance.now();
    output(join(TARGET, 'debug/3am'), [...args, join(out, String(round))]);
    return (performance.now() - began) / 1000;
  });
  rmSync(out, { recursive: true, force: true });
  return ['`3am rehearse scenarios/3am-outage --team good`, debug build', `${median(took).toFixed(1)} s`, ''];
}

/** The same station in each simulator, in turns; each times its own simulation alone. */
function peerRows(python) {
  const { servers, rate, meanMs, customers } = STATION;
  const ciw = (seed) => ({
    stations: [{ servers, room: null }],
    classes: [{ rate, route: [[0, meanMs / 1000]] }],
    seeds: [seed],
    from_s: 0,
    to_s: customers / rate,
  });
  const simulators = {
    ours: (seed) => measure('station', servers, rate, meanMs, customers, seed),
    SimPy: (seed) =>
      told(python, [join(PEERS, 'with_simpy.py'), servers, rate, meanMs / 1000, customers, seed].map(String)),
    Ciw(seed) {
      const said = told(python, [join(PEERS, 'with_ciw.py')], { input: JSON.stringify(ciw(seed)) });
      return { ...said, wait_s: said.stations[0].wait_s / said.stations[0].begun };
    },
  };
  const names = python ? Object.keys(simulators) : ['ours'];
  say(`Measuring: M/M/${servers}, ${names.join(', ')} in turns.`);
  const runs = times(ROUNDS, (round) => names.map((name) => simulators[name](round + 1)));
  const each = names.map((_, at) => median(runs.map((run) => run[at].took_s / run[at].customers)) * 1e6);
  const waits = names.map((_, at) => median(runs.map((run) => run[at].wait_s)) * 1e3);
  const wanted = { SimPy: 30, Ciw: 100 };
  return names.map((name, at) => {
    const ratio = each[at] / each[0];
    const figure = `${each[at].toFixed(2)} µs a customer (mean wait ${waits[at].toFixed(1)} ms)`;
    const title = `an M/M/${servers} station, 80 % busy, ${customers.toLocaleString('en')} customers: ${name}`;
    if (!(name in wanted)) return [title, figure, ''];
    const words = `ours is ${ratio.toFixed(0)} times as fast`;
    return [title, `${figure}: ${words}`, goal(ratio >= wanted[name], `≥ ${wanted[name]}`)];
  });
}

/** Puts a part's table between its marks. */
function write(part, text) {
  const path = join(ROOT, 'README.md');
  const readme = readFileSync(path, 'utf8');
  const marks = [`<!-- npm run bench -- ${part} --write -->`, `<!-- end of ${part} -->`];
  const [from, to] = marks.map((mark) => readme.indexOf(mark));
  if (from < 0 || to < from) fail(`README.md has no ${marks.join(' … ')}`);
  writeFileSync(path, `${readme.slice(0, from)}${marks[0]}\n\n${text}\n\n${readme.slice(to)}`);
  say('\nWritten into README.md.');
}

function simulationRows() {
  const python = peerPython();
  if (!python) say('So ours is measured alone.');
  say('Building for release.');
  cargo(['build', '--quiet', '--release', '-p', 'world', '--benches', '--example', 'measure']);
  return [...worldRows(), rehearsalRow(), ...peerRows(python)];
}

await task(async () => {
  needToolchains();
  const named = process.argv.slice(2).filter((word) => word !== '--write');
  const unknown = named.find((word) => !(word in PARTS));
  if (unknown)
    fail(`There is nothing called ${unknown} to measure, only ${Object.keys(PARTS).join(' and ')}.`);
  const [{ model }, { length }] = [cpus()[0], cpus()];
  for (const part of named.length > 0 ? named : Object.keys(PARTS)) {
    const load = loadavg()[0].toFixed(1);
    const rows = await PARTS[part]();
    const date = new Date().toISOString().slice(0, 10);
    const text = `${table(rows)}\n\nMeasured on ${date}, ${length} cores (${model.trim()}), load average ${load} at the start. Times are medians.`;
    say(`\n${text}`);
    if (process.argv.includes('--write')) write(part, text);
  }
});
