// Stories of a program on a desktop: two displays, places remembered, a second start, files opened.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { SIZE, Windows, openBus, openDisplays } from './displays.mjs';
import { PROGRAM, Program, ROOT, TARGET, freshFolder, surroundings, until } from './webdriver.mjs';

const CONSOLE = 'Three AM';
const ROOM = 'Three AM: room screen';
const REFUSED = 'Three AM could not start';
const LEFT = { x: 0, y: 0, ...SIZE };
const RIGHT = { x: SIZE.width, y: 0, ...SIZE };
/** How long a drill file may be checked: it is replayed. */
const CHECKED = 60_000;
/** A session bus that nobody answers on. */
const NO_BUS = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' };

let screen;
let windows;
before(async () => {
  screen = await openDisplays();
  windows = new Windows(screen.display);
});
after(() => screen?.close());

const same = (a, b) => ['x', 'y', 'width', 'height'].every((figure) => a[figure] === b[figure]);

/** A window stands in a display, and leaves most of it free. */
function within(window, display) {
  const { x, y, width, height } = window;
  const inside =
    x >= display.x && y >= 0 && x + width <= display.x + display.width && y + height <= display.height;
  return inside && width * height * 2 < display.width * display.height;
}

/** A window is on a display, not on the other one. */
const on = ({ x, width }, display) => x >= display.x && x + width <= display.x + display.width;

async function open(options) {
  const app = await Program.open({ display: screen.display, env: NO_BUS, ...options });
  await until('the console is there', () => windows.there(CONSOLE));
  app.process = windows.process(CONSOLE);
  return app;
}

/** Tells a story, with a picture of how it failed. Its windows are gone before the next begins. */
async function tell(app, story) {
  try {
    await story();
  } catch (error) {
    await app.picture('displays-failed');
    throw error;
  } finally {
    await quit(app);
    await app.close();
  }
}

/** Ends the program as a desktop does, so that it puts away what it must remember. */
async function quit(app) {
  await until('the program has ended', () => {
    try {
      return !process.kill(app.process, 'SIGTERM');
    } catch {
      return true;
    }
  });
}

/** The console works: what is clicked there answers. */
async function usable(app) {
  await app.click('button', /^Speed/);
  await app.byRole('menuitemradio', /^60×/);
  await app.keys('\uE00C');
}

/** Moves the console by hand, until the program knows that it was moved. */
async function put(app, place) {
  windows.put(CONSOLE, place);
  await until('the console knows where it was put', async () => {
    const { x, width } = await app.get('/window/rect');
    return Math.abs(x - place.x) < 50 && width === place.width;
  });
}

async function drillWithRoom(app, console_) {
  await app.click('button', /The 3 AM outage/);
  await app.type('combobox', 'Team', 'Night shift');
  await app.click('button', /^Open drill/);
  await app.sees(/STARTEX/);
  await put(app, console_);
  await app.click('button', 'Room screen');
  await until('the room screen is there', () => windows.there(ROOM));
}

test('the room screen goes to the second display, comes back when it is unplugged, and goes again', async () => {
  screen.plug();
  const app = await open({ folder: freshFolder() });
  await tell(app, async () => {
    await drillWithRoom(app, { x: 100, y: 60, width: 1200, height: 780 });
    await until('it fills the right display', () => same(windows.place(ROOM), RIGHT));
    await until('the console has the keys', () => windows.active() === CONSOLE);
    const stood = windows.place(CONSOLE);
    await app.picture('displays-two');

    screen.unplug();
    await until('it is a window beside the console', () => within(windows.place(ROOM), LEFT));
    await until('the console has the keys', () => windows.active() === CONSOLE);
    assert.deepEqual(windows.place(CONSOLE), stood);
    await app.picture('displays-unplugged');
    await usable(app);

    screen.plug();
    await until('it fills the right display again', () => same(windows.place(ROOM), RIGHT));
    await until('the console has the keys', () => windows.active() === CONSOLE);
    assert.deepEqual(windows.place(CONSOLE), stood);
    await usable(app);
  });
});

test('the console comes back from a display that is unplugged', async () => {
  screen.plug();
  const app = await open({ folder: freshFolder() });
  await tell(app, async () => {
    await drillWithRoom(app, { x: SIZE.width + 100, y: 60, width: 1200, height: 780 });
    await until('the room screen fills the left display', () => same(windows.place(ROOM), LEFT));
    const { width, height } = windows.place(CONSOLE);

    screen.unplug();
    await until('the console is on the left one', () => on(windows.place(CONSOLE), LEFT));
    await until('the room screen is a window there', () => within(windows.place(ROOM), LEFT));
    await until('the console has the keys', () => windows.active() === CONSOLE);
    await usable(app);
    const { width: wide, height: high, ...at } = windows.place(CONSOLE);
    assert.deepEqual([wide, high], [width, height], 'it is as large as it was');
    assert.ok(on({ ...at, width: wide }, LEFT), 'and stays there');
  });
});

test('the console stands where it was left, and in sight where that is no more', async () => {
  screen.plug();
  const folder = freshFolder();
  let left;
  const first = await open({ folder });
  await tell(first, async () => {
    await first.sees(/The 3 AM outage/);
    await put(first, { x: SIZE.width + 200, y: 120, width: 1000, height: 700 });
    left = windows.place(CONSOLE);
  });

  const again = await open({ folder });
  await tell(again, async () => {
    await until('it stands where it was left', () => same(windows.place(CONSOLE), left));
  });

  screen.unplug();
  const alone = await open({ folder });
  await tell(alone, async () => {
    await until('it is on the display that is left', () => on(windows.place(CONSOLE), LEFT));
    await alone.sees(/The 3 AM outage/);
  });
});

/** Starts the program beside one that runs, and waits for its end. */
function startAgain(folder, env, ...args) {
  const child = spawn(PROGRAM, args, { env: { ...surroundings(screen.display, folder), ...env } });
  const again = { said: '', status: undefined };
  child.stderr.on('data', (data) => (again.said += data));
  child.on('exit', (status) => (again.status = status));
  return again;
}

test('a second start without a session bus is refused in words that a person sees', async () => {
  const folder = freshFolder();
  const app = await open({ folder });
  await tell(app, async () => {
    await app.sees(/The 3 AM outage/);
    const again = startAgain(folder, NO_BUS);
    await until('a box says why', () => windows.there(REFUSED));
    await app.picture('displays-refused');
    assert.match(again.said, /is in use by another Three AM\. Close that one/);
    windows.press(REFUSED, 'Return');
    await until('it ends', () => again.status !== undefined);
    assert.equal(again.status, 1);
    await app.sees(/The 3 AM outage/);
  });
});

/** A drill file, as another machine exports it; played once for all stories. */
let exported;
function drillFile() {
  return (exported ??= rehearsed(freshFolder()));
}

function rehearsed(folder) {
  const args = ['rehearse', join(ROOT, 'scenarios/3am-outage'), '--team', 'good', '--out', folder];
  const played = spawnSync(join(TARGET, 'debug/3am'), args, { encoding: 'utf8' });
  assert.equal(played.status, 0, played.stderr);
  return join(folder, 'drill.3am');
}

test('a drill file named at the start stands in the library', async () => {
  const folder = freshFolder();
  const file = drillFile();
  const app = await open({ folder, args: [file] });
  await tell(app, async () => {
    await app.byRole('button', 'Review', CHECKED);
    await app.picture('displays-file');
  });
});

test('a second start brings the first to the front, and hands it the file', async () => {
  const folder = freshFolder();
  const file = drillFile();
  const bus = await openBus();
  const env = { DBUS_SESSION_BUS_ADDRESS: bus.address };
  const app = await open({ folder, env });
  try {
    await tell(app, async () => {
      await app.sees(/No drill was played on this machine/);
      await until('it is out of the way', () => {
        windows.minimise(CONSOLE);
        return !windows.there(CONSOLE);
      });
      const again = startAgain(folder, env, file);
      await until('it ends', () => again.status !== undefined);
      assert.equal(again.status, 0, again.said);
      await until('the first has the keys', () => windows.active() === CONSOLE);
      const listed = async () => {
        await app.post('/refresh');
        return app.byRole('button', 'Review', 2_000);
      };
      await until('the drill stands in the library', listed, CHECKED);
    });
  } finally {
    bus.close();
  }
});
