// How fast participants' desks hear, beside other servers that send the same bytes.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { goal, median, times, told } from './figures.mjs';
import { ROOT, RUST, TARGET, cargo, needModules, say } from './steps.mjs';

const DESKS = 200;
const SOCKETS = 1000;
/** Each is a process of its own; what is compared takes turns. */
const ROUNDS = 3;
/** Turns of the three servers: on two cores a single one lies between 0.7 and 1.1 of another. */
const PAIRS = 27;
const WS = join(RUST, 'edge/lan/peers/ws.mjs');

// Each socket is an open file in two processes, and a shell may allow only 1,024.
const MORE_FILES = 'ulimit -n 8192 2>/dev/null || ulimit -n "$(ulimit -Hn)"; exec "$0" "$@"';

/** One run in a process of its own; where it cannot be, it says why. */
function load(...words) {
  const program = join(TARGET, 'release/examples/load');
  const args = words.map(String);
  if (process.platform === 'win32') return told(program, args);
  return told('sh', ['-c', MORE_FILES, program, ...args]);
}

const round = (value) => Math.round(value).toLocaleString('en');
const percent = (ratio) => `${(ratio * 100).toFixed(0)} %`;

function keystrokeRows() {
  const kinds = {
    keystroke: `${DESKS} desks: from the facilitator's key to the last desk`,
    stuck: '… while ten more desks never read',
  };
  say(`Measuring: ${DESKS} desks, without and with ten that never read, in turns.`);
  const runs = times(ROUNDS, () => Object.keys(kinds).map((kind) => load(kind, DESKS, 120)));
  return Object.values(kinds).map((title, at) => {
    const of = (figure) => median(runs.map((run) => run[at].last_desk_ms[figure]));
    const [p50, p99] = [of('p50'), of('p99')];
    return [title, `${p50.toFixed(1)} ms; p99 ${p99.toFixed(1)} ms`, goal(p99 < 50, 'p99 < 50 ms')];
  });
}

function socketsRow() {
  say(`Measuring: ${SOCKETS} sockets for a minute.`);
  const { open, fresh, sockets, peak_mb, cpu_percent } = load('sockets', SOCKETS, 60);
  const there = `${round(open)} connected, ${round(fresh)} up to date`;
  const costs = peak_mb === null ? '' : `; ${round(peak_mb)} MB, ${cpu_percent.toFixed(0)} % of one core`;
  const all = `all ${round(sockets)}`;
  return [
    `${round(SOCKETS)} sockets after a minute of the drill`,
    there + costs,
    goal(Math.min(open, fresh) === sockets, all),
  ];
}

function rateRows() {
  if (!existsSync(join(ROOT, 'node_modules/ws'))) needModules();
  say('Measuring: views a second, ours, axum and ws in turns.');
  const run = load('rate', DESKS, 200, PAIRS, WS);
  const title = `views a second to ${DESKS} desks`;
  return [
    [
      `${title}: ours, printed anew for each role`,
      `${round(run.ours_per_s)} of ${round(run.view_bytes)} bytes`,
      '',
    ],
    [
      `${title}: a bare axum broadcast of the same bytes`,
      `${round(run.bare_per_s)}: ours is ${percent(run.of_bare)} of it`,
      goal(run.of_bare >= 0.8, '≥ 80 %'),
    ],
    [
      `${title}: \`ws\` on Node, the same bytes`,
      `${round(run.ws_per_s)}: ours is ${percent(run.of_ws)} of it`,
      '',
    ],
  ];
}

export function deskRows() {
  say('Building the desks for release.');
  cargo(['build', '--quiet', '--release', '-p', 'lan', '--example', 'load']);
  return [...keystrokeRows(), socketsRow(), ...rateRows()];
}
