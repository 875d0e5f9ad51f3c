// The drill that the console is measured with: an hour, 500 acts in its record, 24 graphs, clock running.
import { spawn } from 'node:child_process';
import { appendFileSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';
import { until } from '../e2e/webdriver.mjs';
import { ROOT, fail, say } from './steps.mjs';

export const ACTS = 500;
export const GRAPHS = 24;
const MINUTES = 60;
/** Played up to here, as fast as drills go; the rest is what is measured. */
const PLAYED_MIN = 50;
const FASTEST = 60;

const TEAM = {
  'on-call': 'Mara Lindqvist',
  backend: 'Teodor Achebe',
  frontend: 'Yuki Tanabe',
  bridge: 'Rosalind Ferreira',
  documentation: 'Idris Kowalczyk',
};

/** Graphs beside the storefront's own fifteen: title, expression, unit. */
const MORE = [
  ['API p50', 'api.p50_ms', 'ms'],
  ['API cores busy', '100 * api.cpu', '%'],
  ['Waiting for a connection', 'api.pool_waiting', 'requests'],
  ['Web p95', 'web.p95_ms', 'ms'],
  ['Database cores busy', '100 * db.cpu', '%'],
  ['Database p95', 'db.p95_ms', 'ms'],
  ['Cache hits', '100 * cache.hit_ratio', '%'],
  ['Image workers busy', 'image-worker.busy', 'slots'],
  ['Page loads', 'browser.page_loads', '/min'],
];

/** What people do in turn; `i` tells one from another. */
const DEEDS = [
  (i) => ({ deed: 'look', page: 'logs', on: 'api', query: `level:error req:${1000 + i}` }),
  (i) => ({
    deed: 'say',
    to: 'room',
    text: `Checked shard ${i % 16} of the sessions, nothing new there.`,
    answers: null,
  }),
  () => ({ deed: 'look', page: 'database', on: 'db', query: null }),
  (i) => ({
    deed: 'note',
    text: `Errors stand at ${(i % 40) / 10} %, connections at ${60 + (i % 36)}.`,
    mark: null,
  }),
  () => ({ deed: 'look', page: 'dashboards', on: null, query: null }),
  (i) => ({ deed: 'decision', text: `We wait for the next graph before we touch replica ${i % 5}.` }),
  () => ({ deed: 'system', act: { act: 'health_check', on: 'api' } }),
  (i) => ({
    deed: 'pin',
    page: 'logs',
    on: 'api',
    what: `pool exhausted after ${20 + (i % 30)} ms, request ${1000 + i}`,
    hypothesis: null,
    against: false,
  }),
];

/** A copy of the scenarios in which the storefront has as many graphs as are measured. */
export function longScenarios(folder) {
  const scenarios = join(folder, 'scenarios');
  cpSync(join(ROOT, 'scenarios'), scenarios, { recursive: true });
  const panels = MORE.map(
    ([title, expr, unit], i) =>
      `\n[[panel]]\nid = "more-${i}"\ntitle = "${title}"\nexpr = "${expr}"\nunit = "${unit}"\n`,
  );
  appendFileSync(join(scenarios, 'systems/storefront/system.toml'), panels.join(''));
  return scenarios;
}

/** Starts `3am serve` on a folder's data. */
export async function serve(program, folder) {
  const server = spawn(program, ['serve'], {
    env: {
      ...process.env,
      THREE_AM_DATA: join(folder, 'three-am'),
      THREE_AM_SCENARIOS: join(folder, 'scenarios'),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  server.stdout.on('data', (data) => (said += data));
  const address = await until('the address', () => /http:\/\/\S+token=\w+/.exec(said)?.[0]);
  return {
    address,
    pid: server.pid,
    async close() {
      server.kill();
      if (server.exitCode === null) await new Promise((done) => server.once('exit', done));
    },
  };
}

/** The console's road, without a console. */
async function facilitator(address) {
  const { origin, host, searchParams } = new URL(address);
  const session = await fetch(`${origin}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ token: searchParams.get('token') }),
  });
  const headers = { origin, cookie: session.headers.get('set-cookie').split(';')[0] };
  const wire = new WebSocket(`ws://${host}/socket?surface=console`, { headers });
  await new Promise((resolve, reject) => wire.once('open', resolve).once('error', reject));
  const waiting = new Map();
  const self = { view: null, bytes: 0 };
  wire.on('message', (data) => {
    const said = JSON.parse(data);
    if (said.push) {
      self.view = said.push.view ?? null;
      self.bytes = data.length;
    } else {
      waiting.get(said.id)?.(said.reply);
      waiting.delete(said.id);
    }
  });
  let id = 0;
  self.call = async (call) => {
    const answer = new Promise((resolve) => waiting.set(++id, resolve));
    wire.send(JSON.stringify({ id, call }));
    const reply = await answer;
    if (reply.reply === 'refused') fail(`${JSON.stringify(call)}: ${reply.refusal.message}`);
    return reply;
  };
  self.command = (command) => self.call({ call: 'command', command });
  self.close = () => wire.close();
  return self;
}

/** Plays the drill into a folder's journal; it is paused where it stands. Returns what an update weighs, bytes. */
export async function playLong(program, folder) {
  longScenarios(folder);
  say(`Playing a drill: ${PLAYED_MIN} minutes, ${ACTS} acts.`);
  const server = await serve(program, folder);
  const road = await facilitator(server.address);
  try {
    await road.call({
      call: 'create',
      scenario: '3am-outage',
      team: 'Bench',
      seed: 8017,
      minutes: MINUTES,
      people: Object.entries(TEAM),
    });
    await road.command({ do: 'speed', factor: FASTEST });
    await road.command({ do: 'start' });
    const roles = Object.keys(TEAM);
    const began = performance.now();
    for (let i = 0; i < ACTS; i += 1) {
      const role = roles[i % roles.length];
      const deed = DEEDS[i % DEEDS.length](i);
      await road.command({ do: 'log', role, person: TEAM[role], deed });
      const due = (((i + 1) / ACTS) * PLAYED_MIN * 60_000) / FASTEST;
      await sleep(Math.max(0, began + due - performance.now()));
    }
    await road.command({ do: 'pause' });
    await road.command({ do: 'speed', factor: 1 });
    await sleep(300);
    return road.bytes;
  } finally {
    road.close();
    await server.close();
  }
}
