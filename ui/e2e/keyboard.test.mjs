// A whole drill in the real window, by keyboard alone: from the library to the PDF, with a real emergency and a
// crash on the way. Nothing here clicks; what is asked of the page is only what a person would read.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Program, freshFolder, openDisplay, until } from './webdriver.mjs';

const TAB = '\uE004';
const ENTER = '\uE007';
const ESCAPE = '\uE00C';
const SHIFT = '\uE008';
const CONTROL = '\uE009';
const CLOCK = `return document.querySelector('[aria-label="Incident clock"]')?.textContent ?? ''`;
const DIALOG = `return document.querySelector('dialog[open]') !== null`;
const HERE = `
  const at = document.activeElement;
  const by = at?.getAttribute('aria-label') ?? (at?.labels?.length ? at.labels[0].textContent : at?.textContent);
  return (by ?? '').replace(/\\s+/g, ' ').trim()`;
/** Stops for Tab between one place and another: more are a console that nobody crosses by keyboard. */
const STOPS = 90;

let screen;
before(async () => {
  screen = await openDisplay('1440x900');
});
after(() => screen?.close());

/** Keys that are held while another is pressed. */
function chord(app, held, key) {
  const actions = [
    { type: 'keyDown', value: held },
    { type: 'keyDown', value: key },
    { type: 'keyUp', value: key },
    { type: 'keyUp', value: held },
  ];
  return app.post('/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
}

/** Walks with Tab until the focus is on what has this name. */
async function walk(app, name) {
  for (let stop = 0; stop < STOPS; stop++) {
    if (name.test(await app.script(HERE))) return;
    await app.keys(TAB);
  }
  throw new Error(`Tab never came to ${name}; it is on “${await app.script(HERE)}”.`);
}

/** Ctrl K, some letters, Enter. */
async function palette(app, letters) {
  await chord(app, CONTROL, 'k');
  await until('the palette', () => app.script(DIALOG));
  await app.keys(...letters);
  await sleep(150);
  await app.keys(ENTER);
}

const alone = (app) => until('the dialog is gone', async () => !(await app.script(DIALOG)));

/** Logs an act: the role's figure, a few letters, Enter; a second Enter where it asks for more. */
async function log(app, role, letters, confirm) {
  await app.keys('a');
  await until('the dialog', () => app.script(DIALOG));
  await app.keys(String(role));
  await app.byRole('combobox', 'What they did');
  await app.keys(...letters);
  await sleep(150);
  await app.keys(ENTER);
  if (confirm) {
    await app.sees(confirm);
    await app.keys(ENTER);
  }
  await alone(app);
}

/** SIGKILL to the program whose data are in this folder. */
function crash(folder) {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const mine = readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`THREE_AM_DATA=${folder}`);
      if (mine && readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('three-am')) {
        process.kill(Number(pid), 'SIGKILL');
        return;
      }
    } catch {
      // Gone, or not ours to read.
    }
  }
  throw new Error('The program is not there to be killed.');
}

test('from the library to the PDF without a pointer, through an emergency and a crash', async () => {
  const folder = freshFolder();
  const pdf = join(folder, 'by-keyboard.pdf');
  const env = { THREE_AM_EXPORT_TO: pdf };
  let app = await Program.open({ display: screen.display, folder, env });
  try {
    await app.sees(/The 3 AM outage/);
    await palette(app, 'set up: the 3 am');
    await app.byRole('button', /Open drill/);
    await app.keys(...'Night shift', TAB);
    await walk(app, /^People for On-Call Engineer/);
    await app.keys(...'Ada', ENTER);
    await walk(app, /^Open drill/);
    await app.keys(ENTER);
    await app.sees(/STARTEX/);
    await app.picture('keyboard-ready');

    // The room screen opens, and the console keeps the keys.
    const [console_] = await app.windows();
    await palette(app, 'open the room');
    const room = await until('a second window', async () =>
      (await app.windows()).find((handle) => handle !== console_),
    );
    await app.go(console_);
    await alone(app);

    await app.keys(' ');
    await until('STARTEX asks', () => app.script(DIALOG));
    await app.keys(ENTER);
    await app.byRole('button', /Pause/);
    await palette(app, 'speed 60');
    await app.sees(/alert fired:/, 60_000);
    await app.keys(' ');
    await app.sees(/PAUSED/);

    // What they do is logged; what comes is held, fired, and taken back.
    await log(app, 1, 'acknowledge apiav');
    await log(app, 2, 'roll back api', /v213/);
    await app.keys('h');
    await app.sees(/Facilitator held/);
    await app.keys('f');
    await app.sees(/Fired:/);
    await app.keys('u');
    await until('it asks', () => app.script(DIALOG));
    await app.keys(ENTER);
    await alone(app);
    await app.sees(/undone/i);

    // A paused clock is moved by hand, to the next inject and step by step, and stands again.
    const stood = await app.script(CLOCK);
    await app.keys('g');
    await until('it asks', () => app.script(DIALOG));
    await app.keys(ENTER);
    await alone(app);
    const jumped = await until('the clock has moved', async () => {
      const now = await app.script(CLOCK);
      return now !== stood && now;
    });
    await app.keys('.');
    await until('ten seconds more', async () => (await app.script(CLOCK)) !== jumped);
    await app.sees(/PAUSED/);

    // A note, stamped to this moment.
    await app.keys('n');
    await until('the note', () => app.script(DIALOG));
    await app.keys(...'They asked twice.', ENTER);
    await alone(app);
    await app.sees(/They asked twice/);

    // REAL EMERGENCY: one key, out of a dialog too, and every screen says so.
    await app.keys('a');
    await until('the dialog', () => app.script(DIALOG));
    await chord(app, SHIFT, ESCAPE);
    await app.sees(/not the drill/i);
    await app.picture('keyboard-emergency');
    await app.go(room);
    await app.sees(/not the drill/i);
    await app.go(console_);
    await app.keys('g');
    await until('the drill goes on', async () => !/not the drill/i.test(await app.text()));
    const left = await app.script(CLOCK);

    // The program dies, and the drill stands where it stood.
    crash(join(folder, 'three-am'));
    await app.close();
    app = await Program.open({ display: screen.display, folder, env });
    await app.sees(/The 3 AM outage/);
    await palette(app, 'go on');
    await app.sees(/PAUSED/, 30_000);
    const found = await app.script(CLOCK);
    assert.ok(found >= left, `nothing that was shown is lost: ${found} after ${left}`);
    await app.sees(/They asked twice|rolled back/);

    await app.keys('e');
    await until('ENDEX asks', () => app.script(DIALOG));
    await walk(app, /^ENDEX/);
    await app.keys(ENTER);
    await app.sees(/A draft stands/);
    await walk(app, /^PDF/);
    await app.keys(ENTER);
    await app.sees(/by-keyboard\.pdf/, 30_000);
    assert.equal(readFileSync(pdf).subarray(0, 5).toString(), '%PDF-');
    await app.picture('keyboard-ended');
  } catch (error) {
    await app.picture('keyboard-failed');
    throw error;
  } finally {
    await app.close();
  }
});
