// A story for those who do not see, point or move as most do: every surface in both themes by axe, at 200 % zoom, by
// keys alone, and without motion.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { accessible } from './axe.mjs';
import { moving, NARROW, reachable, sized, stops, watchGliding, ZOOMED } from './reach.mjs';
import { PICTURES, ROOT, TARGET, freshFolder, until } from './webdriver.mjs';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const LAPTOP = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' };
const PROJECTOR = { width: 1920, height: 1080 };
const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  reducedMotion: 'reduce',
};

let browser;
let server;
let address;
/** The console, the room screen, a laptop and a phone. */
let page;
let room;
let ada;
let bo;
/** Everything that is wrong, so that one run tells all of it. */
const troubles = [];

before(async () => {
  browser = await chromium.launch({
    executablePath: CHROMIUM.find((path) => existsSync(path)),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const folder = freshFolder();
  // The editor writes: into a copy.
  const scenarios = join(folder, 'scenarios');
  cpSync(join(ROOT, 'scenarios'), scenarios, { recursive: true });
  server = spawn(join(TARGET, 'debug/3am'), ['serve'], {
    env: { ...process.env, THREE_AM_DATA: folder, THREE_AM_SCENARIOS: scenarios },
  });
  let said = '';
  server.stdout.on('data', (data) => (said += data));
  address = await until('the address', () => /http:\/\/\S+token=\w+/.exec(said)?.[0]);
  page = await open(LAPTOP);
  room = await page.context().newPage();
  await room.setViewportSize(PROJECTOR);
  [ada, bo] = [await open(LAPTOP), await open(PHONE)];
});

after(async () => {
  await browser?.close();
  server?.kill();
});

afterEach(async () => {
  // A walk that failed half-way leaves no dialog in the way of the next.
  if ((await dialog().count()) > 0) await page.keyboard.press('Escape');
  const all = troubles.splice(0);
  assert.ok(all.length === 0, `\n${all.join('\n')}`);
});

async function open(options) {
  const context = await browser.newContext(options);
  await watchGliding(context);
  const opened = await context.newPage();
  opened.setDefaultTimeout(15_000);
  opened.on('pageerror', (error) => troubles.push(`A page failed: ${error}`));
  return opened;
}

async function checked(check) {
  await check().catch((error) => troubles.push(error.message));
}

let pictures = 0;
async function picture(on, where, tag) {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  const name = `${String(++pictures).padStart(3, '0')} ${where} ${tag}`.replace(/[^\w]+/g, '-');
  await on.evaluate(() => (document.documentElement.dataset.theme = 'light'));
  await on.waitForTimeout(150);
  // Not Playwright's own picture, which sets the size of the window back.
  const session = await on.context().newCDPSession(on);
  const { data } = await session.send('Page.captureScreenshot');
  await session.detach();
  writeFileSync(join(PICTURES, `access-${name}.png`), data, 'base64');
  await on.evaluate(() => (document.documentElement.dataset.theme = 'dark'));
}

/** Looks at the surface that is there: by axe, zoomed in, for what moves, and where it is said on a narrow window. */
async function look(on, where, { zoom = true, narrow = false, within } = {}) {
  // Behind another page of its window nothing is drawn.
  await on.bringToFront();
  await checked(() => accessible(on, where, within));
  await picture(on, where, 'laptop');
  if (zoom)
    await sized(on, ZOOMED, async () => {
      await checked(() => reachable(on, `${where}, at 200 %`));
      await picture(on, where, 'zoomed');
    });
  if (narrow)
    await sized(on, NARROW, async () => {
      await checked(() => accessible(on, `${where}, narrow`));
      await checked(() => reachable(on, `${where}, narrow`));
      await picture(on, where, 'narrow');
    });
  const moves = await moving(on);
  if (moves.length > 0) troubles.push(`${where}: moves though nothing should:\n  ${moves.join('\n  ')}`);
}

const button = (on, name) => on.getByRole('button', { name });
const tab = (name) => page.getByRole('tab', { name });
const dialog = (on = page) => on.getByRole('dialog');

/** Everything, by name. */
async function palette(words) {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Everything, by name' }).fill(words);
  await page.keyboard.press('Enter');
}

async function about() {
  await palette('About Three AM');
  await page.getByRole('region', { name: 'Libraries and typefaces' }).waitFor();
}

/** Opens each dialog, looks at it, and closes it with Escape. */
async function dialogs(list) {
  await page.bringToFront();
  for (const [where, opens, more] of list) {
    if (typeof opens === 'string') await page.keyboard.press(opens);
    else await opens();
    await dialog().waitFor();
    await look(page, `dialog: ${where}`, more);
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  }
}

test('before a drill: the library and the set-up', async () => {
  await page.goto(address);
  await page.getByText('No drill was played').waitFor();
  await look(page, 'library', { narrow: true });
  await dialogs([['new scenario', () => button(page, 'New scenario').click()]]);
  await button(page, /The 3 AM outage/).click();
  await page.getByRole('combobox', { name: 'Team' }).fill('Team');
  await page.getByRole('combobox', { name: 'People for On-Call Engineer' }).fill('Ada');
  await page.keyboard.press('Enter');
  await look(page, 'set-up', { narrow: true });
  for (const name of ['Briefing', /^Run sheet/]) {
    await tab(name).click();
    await look(page, `set-up: ${name}`);
  }
});

test('a drill is opened, and desks join', async () => {
  await button(page, 'Open drill').click();
  await button(page, /STARTEX/).waitFor();
  await look(page, 'cockpit, ready', { narrow: true });
  await dialogs([['STARTEX', ' ']]);
  await page.keyboard.press('j');
  await page.getByText('only this machine').click();
  await look(page, 'dialog: joining off');
  await button(page, /Turn joining on/).click();
  const [, host, code] = await until('the code', async () =>
    /open\s+(\S+:\d+)\s+and type\s+([A-Z]{6})/.exec(await dialog().innerText()),
  );
  await look(page, 'dialog: joining on', { narrow: true });

  await room.goto(new URL('/room.html', address).href);
  await room.getByText(code).first().waitFor();
  await look(room, 'room, waiting', { zoom: false });

  await ada.goto(`http://${host}/`);
  await ada.getByLabel('Code').fill('QQQQQQ');
  await ada.getByLabel('Your name').fill('Ada');
  await button(ada, 'Join').click();
  await ada.getByText('That is not the code.').waitFor();
  await look(ada, 'desk: join');
  await ada.getByLabel('Code').fill(code);
  await button(ada, 'Join').click();
  await ada.getByText('Waiting for STARTEX').waitFor();
  await look(ada, 'desk: waiting');

  await bo.goto(`http://${host}/#${code}`);
  await bo.getByLabel('Your name').fill('Bo');
  await look(bo, 'phone: join', { zoom: false });
  await button(bo, 'Join').tap();
  await button(bo, /Bridge Engineer/).waitFor();
  await look(bo, 'phone: roles', { zoom: false });
  await button(bo, /Bridge Engineer/).tap();
  await bo.getByText('Waiting for STARTEX').waitFor();
  await look(bo, 'phone: waiting', { zoom: false });

  await dialog().getByText('Bo').first().waitFor();
  await look(page, 'dialog: joining, two desks');
  await page.keyboard.press('Escape');
});

/** As they stand, from the left and the top. What the team believes is a stop while there is more than is seen. */
const PARTS = [
  'header',
  'Run sheet',
  'System, ground truth',
  'Looking up',
  'Role board',
  'Needs you',
  'What the team believes',
  'Timeline',
];

test('keys alone start it, go everywhere, and see where they are', async () => {
  await page.bringToFront();
  await page.keyboard.press(' ');
  await dialog().waitFor();
  await page.keyboard.press('Enter');
  await button(page, /Pause/).waitFor();
  await palette('Speed 60');
  await until('nine minutes', async () => /^03:(09|1\d)/.test(await page.title()), 60_000);
  await palette('Speed 0.5');

  // Once around: nothing holds the focus, and from the left to the right, from the top to the bottom.
  // The drill stands meanwhile, for its words grow and shrink.
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press(' ');
  await button(page, /Resume/).waitFor();
  const all = await stops(page);
  await palette('Resume');
  await button(page, /Pause/).waitFor();
  for (const { name, where, wrong } of all)
    if (wrong !== null) troubles.push(`Tab, ${where}, ${name}: ${wrong}`);
  const parts = [...new Set(all.map(({ where }) => where))].filter((where) => PARTS.includes(where));
  assert.deepEqual(
    parts,
    PARTS.filter((part) => parts.includes(part)),
  );
  assert.ok(parts.length >= PARTS.length - 1, `Tab comes to all parts: ${parts}`);

  // A dialog takes the focus, keeps it, and gives it back.
  const focus = () => page.evaluate(() => document.activeElement.outerHTML.slice(0, 60));
  await button(page, /^Speed/).focus();
  const before = await focus();
  for (const key of ['a', 'n', 'i', 'Control+k', 'e']) {
    await page.keyboard.press(key);
    await dialog().waitFor();
    for (let i = 0; i < 24; i++) {
      await page.keyboard.press('Tab');
      const inside = await page.evaluate(() => Boolean(document.activeElement.closest('dialog')));
      assert.ok(inside, `${key}: the focus leaves the dialog`);
    }
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    assert.equal(await focus(), before, `${key}: the focus does not come back`);
  }
  // So does a menu.
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await look(page, 'the menu of speeds', { zoom: false });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  assert.equal(await focus(), before);
  // Arrows go along tabs.
  await tab('Actions').focus();
  await page.keyboard.press('ArrowRight');
  assert.equal(await tab('Coverage').getAttribute('aria-selected'), 'true');
  await page.keyboard.press('ArrowLeft');

  // What changes by itself is said, and to nobody's interruption.
  const live = await page.evaluate(() => [
    document.querySelector('[aria-label="Needs you"] [role="status"]') !== null,
    document.querySelector('.corner').getAttribute('aria-live'),
  ]);
  assert.deepEqual(live, [true, 'polite']);
  await page.getByRole('status').getByText('The drill is running.').waitFor({ state: 'attached' });
});

test('without motion nothing glides, and with it something would', async () => {
  await page.keyboard.press('f');
  await page.getByText(/^Fired: /).waitFor();
  await look(page, 'a toast');
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.keyboard.press('f');
  await until('something to move', async () => (await moving(page)).length > 0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.evaluate(() => (window.glided = []));
});

const LOOKING_UP = { within: '[aria-label="Looking up"].panel' };

test('a drill that runs: every part of the cockpit', async () => {
  await look(page, 'cockpit, running', { narrow: true });
  for (const size of [ZOOMED, NARROW])
    await sized(page, size, async () => {
      for (const name of ['System', 'Team', 'Timeline', 'Run sheet']) {
        await page
          .getByRole('navigation', { name: 'Parts of the console' })
          .getByRole('tab', { name })
          .click();
        await checked(() => accessible(page, `cockpit, ${name}, ${size.width}`));
        await checked(() => reachable(page, `cockpit, ${name}, ${size.width}`));
        await picture(page, `cockpit-${name}`, String(size.width));
      }
    });
  for (const name of [
    'Actions',
    'Coverage',
    'Notes',
    'Logs',
    'Traces',
    'Graphs',
    'Expected',
    'Messages',
    'Assistant',
    'Alerts',
  ]) {
    await palette({ Graphs: 'All graphs', Logs: 'Search the logs', Expected: 'Expectations' }[name] ?? name);
    await tab(name).and(page.locator('[aria-selected=true]')).waitFor();
    if (name === 'Logs') await page.locator('[data-line]').first().waitFor();
    if (name === 'Traces') await page.locator('.entry').first().click();
    await look(page, name, LOOKING_UP);
  }
  for (const name of [
    'Alerts',
    'Dashboards',
    'Deploys',
    'Database',
    'AI pipeline',
    'Web console',
    'Playbooks',
  ]) {
    await palette(`Page: ${name}`);
    await page.getByText('as participants see it at').waitFor();
    await look(page, `page: ${name}`, LOOKING_UP);
  }
  await page.keyboard.press('x');
});

test('every dialog of a drill that runs', async () => {
  const inject = (name) => async () => {
    await page.keyboard.press('i');
    await dialog().getByRole('tab', { name }).click();
  };
  await dialogs([
    ['log an act', 'a', { narrow: true }],
    ['note', 'n'],
    ['inject from the tray', inject(/tray/)],
    ['inject a message', inject(/message/)],
    ['inject a fault', inject(/fault/), { narrow: true }],
    ['slide', () => palette('Slide the run sheet')],
    ['move', () => palette('Move:')],
    ['undo', 'u'],
    ['people', () => palette('Backend'), { narrow: true }],
    ['desk', () => palette('Desk of Ada')],
    ['keys', '?'],
    ['everything', 'Control+k', { narrow: true }],
    ['component', () => palette('Django'), { narrow: true }],
    ['fault', () => palette('Start a fault')],
    ['bar', () => page.locator('[data-at="0:0"]').click()],
    ['jump', 'g'],
    ['roles', 'r', { narrow: true }],
    ['voices', () => palette('Voices'), { narrow: true }],
    ['about', about, { narrow: true }],
    ['end', 'e'],
  ]);
  // An act as far as the estimate.
  await page.keyboard.press('a');
  await page.keyboard.press('1');
  await page.getByRole('combobox', { name: 'What they did' }).fill('roll back api');
  await page.keyboard.press('Enter');
  await dialog().getByText('Complete after').waitFor();
  await look(page, 'dialog: an act', { narrow: true });
  await page.keyboard.press('Escape');
});

test('the room screen and the desks of a drill that runs', async () => {
  await look(room, 'room, running', { zoom: false });
  const places = [
    'Alerts',
    'Dashboards',
    'Logs',
    'Traces',
    'Deploys',
    'Database',
    'AI pipeline',
    'Web console',
  ];
  const works = [
    'Playbooks',
    'Hypotheses',
    'Evidence',
    'Incident',
    'Checks',
    'Timeline',
    'Checklist',
    'Room',
  ];
  for (const name of [...places, ...works, 'Assistant']) {
    await ada
      .getByRole('navigation', { name: 'Desk' })
      .getByRole('button', { name: new RegExp(`^${name}`) })
      .click();
    if (name === 'Logs') await ada.locator('[data-line]').first().waitFor();
    if (name === 'Traces') await ada.locator('.entry').first().waitFor();
    await ada.getByText('Looking …').waitFor({ state: 'detached' });
    await look(ada, `desk: ${name}`, name === 'Alerts' ? {} : { within: 'main' });
  }
  await ada.getByPlaceholder(/a part, or what to do/).fill('roll back django');
  await button(ada, /^Roll back/)
    .first()
    .click();
  await dialog(ada)
    .getByText(/v214 → v213/)
    .waitFor();
  await look(ada, 'desk: an act');
  await ada.keyboard.press('Escape');
  for (const [name, where] of [
    ['Pin evidence', 'pin'],
    ['Tell the room', 'tell'],
    ['Keyboard shortcuts', 'keys'],
  ]) {
    await button(ada, name).click();
    await look(ada, `desk: ${where}`);
    await ada.keyboard.press('Escape');
  }

  for (const name of ['Look', 'Act', 'Room', 'Work', 'More']) {
    await button(bo, new RegExp(`^${name}`))
      .last()
      .tap();
    await look(bo, `phone: ${name}`, { zoom: false });
    await checked(() => reachable(bo, `phone: ${name}`));
    await bo.keyboard.press('Escape');
  }
  for (const [sheet, name] of [
    ...['Dashboards', 'Logs', 'Traces', 'Deploys', 'Web console', 'Playbooks'].map((one) => ['Look', one]),
    ...['Hypotheses', 'Evidence', 'Incident', 'Checks', 'Timeline', 'Assistant'].map((one) => ['Work', one]),
  ]) {
    await button(bo, new RegExp(`^${sheet}`))
      .last()
      .tap();
    await dialog(bo)
      .getByRole('button', { name: new RegExp(`^${name}`) })
      .tap();
    await bo.getByText('Looking …').waitFor({ state: 'detached' });
    await look(bo, `phone: ${name}`, { zoom: false });
    await checked(() => reachable(bo, `phone: ${name}`));
  }
});

test('paused, and a real emergency, on every surface', async () => {
  await page.keyboard.press(' ');
  await page
    .getByRole('status')
    .getByText(/^Paused at 03:/)
    .waitFor({ state: 'attached' });
  await look(page, 'cockpit, paused', { narrow: true });
  for (const [on, where, more] of [
    [room, 'room', { zoom: false }],
    [ada, 'desk', {}],
    [bo, 'phone', { zoom: false }],
  ]) {
    await on.getByText('PAUSED').first().waitFor();
    await look(on, `${where}, paused`, more);
  }
  await page.keyboard.press('!');
  await page.getByRole('alertdialog').waitFor();
  await look(page, 'REAL EMERGENCY', { narrow: true });
  for (const on of [room, ada, bo]) {
    await on.getByText('REAL EMERGENCY').first().waitFor();
    await look(on, 'REAL EMERGENCY elsewhere', { zoom: on === ada });
  }
  await button(page, /It is over/).click();
  await button(page, /Pause|Resume/)
    .first()
    .waitFor();
});

test('ended: outcome, questions, hot wash, postmortem', async () => {
  await page.keyboard.press('e');
  await button(page, 'ENDEX').click();
  await page.getByText('A draft stands').waitFor();
  await look(page, 'cockpit, ended', { narrow: true });
  await ada.getByLabel(/What helped/).waitFor();
  await look(ada, 'desk: three questions');
  await bo.getByLabel(/What helped/).waitFor();
  await look(bo, 'phone: three questions', { zoom: false });
  await room.getByText('ENDEX').first().waitFor();
  await look(room, 'room, ended', { zoom: false });

  await page.keyboard.press('b');
  await page.getByRole('slider', { name: 'Position in the drill' }).waitFor();
  await page.keyboard.press('End');
  await look(page, 'hot wash', { narrow: true });
  await room.getByRole('timer').waitFor();
  await look(room, 'room, hot wash', { zoom: false });
  await dialogs([
    ['three questions', () => palette('Type in an answer')],
    ['show the truth', () => button(page, 'Show the truth').click()],
  ]);
  await button(page, 'Show the truth').click();
  await dialog().getByRole('button', { name: 'Show the truth' }).click();
  await room.getByText('What it really was').waitFor();
  await look(room, 'room, the truth', { zoom: false });
  await page.keyboard.press('b');

  await page.keyboard.press('w');
  const sections = page.getByRole('navigation', { name: 'Sections of the postmortem' }).getByRole('button');
  await sections.first().waitFor();
  await look(page, 'postmortem', { narrow: true });
  // One of each kind: texts, figures, the timeline, graphs, a table, remarks, action items.
  for (const name of [
    /Summary/,
    /Impact/,
    /Timeline/,
    /Graphs/,
    /Expectations/,
    /Communication/,
    /Action items/,
  ]) {
    const section = sections.filter({ hasText: name });
    if ((await section.count()) === 0) continue;
    await section.first().click();
    await page.locator('main h2').first().waitFor();
    await look(page, `postmortem: ${name}`, { within: 'main[data-sheet]' });
  }
  await button(page, /^Versions/).click();
  await look(page, 'postmortem: versions');
  await page.keyboard.press('Escape');
  await button(page, /^Export/).click();
  await look(page, 'postmortem: export');
  await page.keyboard.press('Escape');
  await dialogs([['postmortem: status', () => button(page, /^Status/).click()]]);
  await page.keyboard.press('Escape');
  await button(page, 'Close').first().click();
  await button(page, 'Review').waitFor();
  await look(page, 'library with a drill', { narrow: true });
});

test('the scenario editor', async () => {
  const card = page.getByRole('article').filter({ hasText: 'The 3 AM outage' });
  await card.getByRole('button', { name: /^Edit/ }).click();
  const parts = page.getByRole('navigation', { name: 'Parts of the scenario' });
  const first = page.locator('main :is(ol.panel, table) button').first();
  await parts.getByRole('button', { name: /^Run sheet/ }).click();
  await page.getByText(/Users were hit from 03:/).waitFor({ timeout: 90_000 });
  await look(page, 'editor: run sheet', { narrow: true });
  for (const name of ['Story', 'Expectations', 'Hints', 'Assistant', 'Roles', 'Stakeholders']) {
    await parts.getByRole('button', { name: new RegExp(`^${name}`) }).click();
    if ((await first.count()) > 0) await first.click();
    await look(page, `editor: ${name}`, { narrow: name === 'Story', within: '.parts' });
  }
  for (const name of ['Briefing', 'Playbooks', 'Teams', 'System', 'scenario.toml', 'Checks']) {
    await parts.getByRole('button', { name: new RegExp(`^${name}`) }).click();
    await look(page, `editor: ${name}`, { within: '.parts' });
  }
});

test('the theme of the system is followed', async () => {
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const of = {};
  for (const theme of ['dark', 'light'])
    of[theme] = await page.evaluate((name) => {
      document.documentElement.dataset.theme = name;
      return getComputedStyle(document.body).backgroundColor;
    }, theme);
  assert.notEqual(of.dark, of.light);
  await page.evaluate(() => (document.documentElement.dataset.theme = 'dark'));
  const colours = button(page, /^Colours/);
  while (!/as the system/.test(await colours.getAttribute('aria-label'))) await colours.click();
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    assert.equal(await ground(), of[colorScheme]);
  }
});
