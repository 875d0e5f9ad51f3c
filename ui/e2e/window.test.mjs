// Stories in the real window: what a facilitator does, from the library to the exported PDF.
import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Program, ROOT, freshFolder, openDisplay, until } from './webdriver.mjs';

const ENTER = '\uE007';
const ESCAPE = '\uE00C';

let screen;
before(async () => {
  screen = await openDisplay('1440x900');
});
after(() => screen?.close());

/** From the library to a drill that is ready to start. */
async function prepare(app, { team = 'Night shift', people = {} } = {}) {
  await app.click('button', /The 3 AM outage/);
  await app.type('combobox', 'Team', team);
  for (const [role, name] of Object.entries(people)) {
    await app.type('combobox', `People for ${role}`, name);
  }
  await app.picture('setup');
  await app.click('button', /^Open drill/);
  await app.sees(/STARTEX/);
}

async function start(app) {
  await app.keys(' ');
  await app.click('button', 'Start the drill');
  await app.byRole('button', /Pause/);
}

/** Logs an act by keyboard: the role's figure, a few letters, Enter; a second Enter confirms. */
async function log(app, role, typed, confirm) {
  await app.keys('a');
  await app.byRole('dialog', /.*/);
  await app.keys(String(role));
  await app.byRole('combobox', 'What they did');
  await app.keys(...typed);
  await sleep(150);
  await app.keys(ENTER);
  if (confirm) {
    await app.sees(confirm);
    await app.keys(ENTER);
  }
  await app.sees(/Logged for/);
  await alone(app);
}

/** No dialog is open. */
function alone(app) {
  const open = `return document.querySelector('dialog[open]') !== null`;
  return until('the dialog is gone', async () => !(await app.script(open)));
}

async function speed(app, factor) {
  await app.click('button', /^Speed/);
  await app.click('menuitemradio', new RegExp(`^${factor}×`));
}

function clockOf(text) {
  const [, h, m, s] = /(\d\d):(\d\d):(\d\d)/.exec(text) ?? [];
  return Number(h) * 3600 + Number(m) * 60 + Number(s);
}

const CLOCK = `return document.querySelector('[aria-label="Incident clock"]').textContent`;

test('a drill from the pager to the postmortem', async () => {
  const folder = freshFolder();
  const pdf = join(folder, 'taken-home.pdf');
  const app = await Program.open({
    display: screen.display,
    folder,
    env: { THREE_AM_EXPORT_TO: pdf },
  });
  try {
    await app.sees(/No drill was played on this machine/);
    await app.picture('library-empty');
    await prepare(app, {
      people: {
        'On-Call Engineer': 'Ada',
        'Backend Engineer': 'Björn',
        'Bridge Engineer': '李雷',
      },
    });
    assert.match(await app.script(CLOCK), /03:00:00/);
    await app.sees(/Frontend is empty/);
    await app.picture('ready');
    await start(app);

    // The room screen is a second window, with the clock and without the truth.
    const [console_] = await app.windows();
    await app.click('button', 'Room screen');
    const room = await until('a second window', async () =>
      (await app.windows()).find((handle) => handle !== console_),
    );
    await app.go(room);
    await app.sees(/03:0\d:\d\d/);
    assert.doesNotMatch(await app.text(), /leaks a connection/i);
    await app.picture('room-start');
    await app.go(console_);

    // Time runs, symptoms come from the system itself.
    await speed(app, 60);
    await app.sees(/alert fired:/, 40_000);
    await app.keys(' ');
    await app.sees(/PAUSED/);
    const stood = await app.script(CLOCK);
    await sleep(700);
    assert.equal(await app.script(CLOCK), stood, 'a paused clock stands');
    await app.picture('paused');

    // What participants do is logged, and the system answers.
    await log(app, 1, 'acknowledge apiav');
    await log(app, 2, 'roll back api', /v213/);
    await app.sees(/rolled back/);
    await app.keys(' ');
    await app.sees(/replicas on v213/, 30_000);
    await app.keys(' ');
    await app.sees(/PAUSED/);
    await app.picture('running');

    // The facilitator steers: the next inject is held, one is fired and undone.
    await app.keys('h');
    await app.sees(/Facilitator held/);
    await app.keys('f');
    await app.sees(/Fired:/);
    await app.keys('u');
    await app.click('button', 'Undo it');
    await alone(app);
    await app.sees(/undone/i);

    // Logs can be searched without a trace in the record.
    await app.keys('/');
    await app.type('textbox', 'Search the logs', 'PoolTimeout');
    await app.keys(ENTER);
    await app.sees(/psycopg_pool\.PoolTimeout|PoolTimeout/);
    await app.picture('logs');
    await app.keys(ESCAPE);
    await app.click('heading', /Run sheet/i);

    await app.keys('e');
    await app.click('button', 'ENDEX');
    await app.sees(/A draft stands/);
    await app.click('button', 'PDF');
    await app.sees(/taken-home\.pdf/, 30_000);
    await app.picture('ended');
    const bytes = readFileSync(pdf);
    assert.equal(bytes.subarray(0, 5).toString(), '%PDF-');

    await app.go(room);
    await app.sees(/ENDEX/i);
    await app.picture('room-ended');
  } catch (error) {
    await app.picture('failed');
    throw error;
  } finally {
    await app.close();
  }
});

test('closed in the middle and opened again, the drill stands where it stood', async () => {
  const folder = freshFolder();
  let app = await Program.open({ display: screen.display, folder });
  let left;
  try {
    await prepare(app, { people: { 'On-Call Engineer': 'Ada' } });
    await start(app);
    await speed(app, 30);
    await sleep(2_000);
    left = clockOf(await app.script(CLOCK));
    assert.ok(left > 3 * 3600 + 20, `the clock ran: ${left}`);
  } finally {
    await app.close();
  }
  assert.ok(existsSync(join(folder, 'three-am/journal.sqlite')));
  app = await Program.open({ display: screen.display, folder });
  try {
    await app.click('button', 'Go on');
    await app.sees(/PAUSED/, 30_000);
    const found = clockOf(await app.script(CLOCK));
    assert.ok(found >= left, `nothing that was shown is lost: ${found} after ${left}`);
    assert.ok(found < left + 120, `and it did not run on: ${found} after ${left}`);
    await app.sees(/Ada/);
    await app.keys(' ');
    await app.byRole('button', /Pause/);
  } finally {
    await app.close();
  }
});

test('a scenario is written, and packed into one file', async () => {
  const folder = freshFolder();
  const scenarios = join(folder, 'scenarios');
  cpSync(join(ROOT, 'scenarios'), scenarios, { recursive: true });
  const file = join(scenarios, 'frontend-blank-page/scenario.toml');
  const original = readFileSync(file, 'utf8');
  const packed = join(folder, 'mine.scenario.json');
  const app = await Program.open({
    display: screen.display,
    folder,
    env: { THREE_AM_SCENARIOS: scenarios, THREE_AM_EXPORT_TO: packed },
  });
  try {
    await app.sees(/The blank page/);
    await app.click('button', /^Edit/);
    await app.click('button', /^Run sheet/);
    await app.sees(/Users were hit from 16:30/, 60_000);
    await app.picture('window-editor');
    await app.click('button', /^Story/);
    await app.click('button', /^Head/);
    await app.type('textbox', /^Title/, 'Ours');
    await until('the title on the disk', () => /^title {3}= "Ours"$/m.test(readFileSync(file, 'utf8')));
    await app.sees(/Saved/);
    await app.click('button', 'Pack into one file');
    await until('the packed file', () => existsSync(packed));
    assert.equal(JSON.parse(readFileSync(packed, 'utf8')).format, 'three-am/scenario/1');
    await app.click('button', /Undo/);
    await until('the file as it was', () => readFileSync(file, 'utf8') === original);
  } finally {
    await app.close();
  }
});
