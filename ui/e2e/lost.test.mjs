// Nobody is lost before, during and after a drill: by keyboard from the first start to the way back, in a browser.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { PICTURES, ROOT, TARGET, freshFolder, until } from './webdriver.mjs';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
  { width: 390, height: 844 },
];
/** The first note of each sound, Hz, and how often it is in it. */
const PAGER = [784, 2];
const STARTEX = [440, 1];
const ENDEX = [294, 1];

let browser;
let server;
let address;
let context;
let page;
const troubles = [];

before(async () => {
  browser = await chromium.launch({
    executablePath: CHROMIUM.find((path) => existsSync(path)),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  server = spawn(join(TARGET, 'debug/3am'), ['serve'], {
    env: { ...process.env, THREE_AM_DATA: freshFolder(), THREE_AM_SCENARIOS: join(ROOT, 'scenarios') },
  });
  let said = '';
  server.stdout.on('data', (data) => (said += data));
  address = await until('the address', () => /http:\/\/\S+token=\w+/.exec(said)?.[0]);
  context = await browser.newContext({ viewport: SIZES[0] });
  await context.addInitScript(countSounds);
  page = await context.newPage();
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
});

after(async () => {
  await browser?.close();
  server?.kill();
});

/** In the page: a sound card that writes down what it would play. */
function countSounds() {
  const heard = (window.heard = { hz: [], made: 0, closed: 0 });
  const param = () => ({
    value: 0,
    setValueAtTime() {},
    linearRampToValueAtTime() {},
    exponentialRampToValueAtTime() {},
  });
  window.AudioContext = class {
    state = 'running';
    currentTime = 0;
    destination = {};
    constructor() {
      heard.made += 1;
    }
    resume = async () => {};
    close = async () => void (heard.closed += 1);
    createBiquadFilter = () => ({ frequency: param(), connect() {} });
    createGain = () => ({ gain: param(), connect() {} });
    createOscillator() {
      const frequency = param();
      return { frequency, connect() {}, start: () => heard.hz.push(frequency.value), stop() {} };
    }
  };
}

const heard = () => page.evaluate(() => window.heard);
const times = async ([hz, each]) => (await heard()).hz.filter((one) => one === hz).length / each;

async function picture(name) {
  if (!PICTURES) return;
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.waitForTimeout(200);
    await page.screenshot({ path: join(PICTURES, `lost-${name}-${size.width}.png`) });
  }
  await page.setViewportSize(SIZES[0]);
}

/** Ctrl K, some words, Enter. */
async function go(words) {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Everything, by name' }).fill(words);
  await page.keyboard.press('Enter');
}

const messages = async () =>
  Number(/\d+/.exec(await page.getByRole('tab', { name: /^Messages/ }).innerText())?.[0] ?? 0);
const row = (id) => page.locator(`[data-row=${id}]`);
const team = () => page.getByRole('combobox', { name: 'Team' });

test('a first start says what to do, and a drill is set up by keyboard', async () => {
  await page.goto(address);
  const first = page.getByRole('region', { name: 'Your first drill' });
  await first.getByText('Space starts the clock').waitFor();
  assert.equal(await first.getByRole('listitem').count(), 3);
  await picture('first-start');

  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).getByText('Everything, by name').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByRole('option', { name: /Set up: The 3 AM outage/ }).waitFor();
  await picture('palette');
  await page.keyboard.press('Escape');
  await go('set up 3 am');

  // What is not ready is said, a seed that is none too.
  await row('team').getByText('It has no name yet').waitFor();
  await row('scenario').getByText('checks clean').waitFor({ state: 'attached' });
  await row('journal').getByText('takes what happens').waitFor({ state: 'attached' });
  await page.keyboard.type('Night team');
  await go('seed');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('x12');
  await row('seed').getByText('“x12” is no seed').waitFor();
  assert.ok(await page.getByRole('button', { name: /Open drill/ }).isDisabled());
  await picture('set-up');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('4711');

  // Back, and what was typed is there again; also after the page was loaded again.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Scenarios' }).waitFor();
  await go('set up 3 am');
  await until('the team', async () => (await team().inputValue()) === 'Night team');
  await page.reload();
  await until('the team again', async () => (await team().inputValue()) === 'Night team');
  assert.equal(await page.getByRole('textbox', { name: 'Seed' }).inputValue(), '4711');
  await page.keyboard.press('Control+Enter');
  await page.getByText('drill 1 · seed').waitFor();
});

test('an open drill says what is not ready, and leads back', async () => {
  await row('roles').getByText('Held by nobody').waitFor();
  await picture('pre-flight');

  // No windows here: the room screen is a link, and its page is let in.
  for (const link of [
    page.getByRole('banner').getByRole('link', { name: /Room/ }),
    row('displays').getByRole('link'),
  ]) {
    const [room] = await Promise.all([context.waitForEvent('page'), link.click()]);
    await room.getByRole('timer').waitFor();
    assert.match(room.url(), /room\.html$/);
    await room.close();
  }

  await row('sound').getByRole('button', { name: 'Test' }).click();
  assert.equal(await times(PAGER), 1);

  await page.getByRole('button', { name: 'Back to the library' }).click();
  await page.getByRole('heading', { name: 'Drills' }).waitFor();
  await go('go on 3 am');
  await page.getByText('drill 1 · seed').waitFor();
  await page.keyboard.press('l');
  await page.getByRole('tab', { name: 'Logs' }).click();
  await page.keyboard.press('p');
  await row('roles').waitFor();
  await page.keyboard.press(' ');
  await page.getByRole('dialog').getByText('1 not ready: roles').waitFor();
  await picture('startex');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /Pause/ }).waitFor();
  await until('STARTEX', async () => (await times(STARTEX)) === 1);
  assert.equal(await row('roles').count(), 0, 'pre-flight makes room for what is done');
});

test('the pager goes off once for a critical alert, and off is off', async () => {
  const before = await times(PAGER);
  await go('speed 15×');
  await until('a critical alert', async () => (await times(PAGER)) > before, 60_000);
  await page.keyboard.press(' ');
  await page.getByText('PAUSED', { exact: true }).first().waitFor();
  assert.equal(await times(PAGER), before + 1);

  await page.keyboard.press('s');
  await page.getByRole('button', { name: /^Sound: off/ }).waitFor();
  const before_off = await messages();
  const { hz, made, closed } = await heard();
  assert.equal(closed, made, 'off means no AudioContext');
  await page.keyboard.press(' ');
  await page.getByRole('button', { name: /Pause/ }).waitFor();
  // The next message of the run sheet would be heard.
  await until('another message', async () => (await messages()) > before_off, 60_000);
  assert.deepEqual(await heard(), { hz, made, closed });
  await page.keyboard.press(' ');
  await page.getByText('PAUSED', { exact: true }).first().waitFor();

  // What stands there already when the page comes is not news.
  await page.keyboard.press('s');
  // The surface comes after the words that are read out: a slow one must not have the keys go nowhere.
  const cockpit = /\/Cockpit-.*\.js$/;
  await page.route(cockpit, async (asked) => {
    await page.waitForTimeout(500);
    await asked.continue();
  });
  await page.reload();
  await page.getByText('PAUSED', { exact: true }).waitFor();
  await page.unroute(cockpit);
  await page.keyboard.press(' ');
  await page.getByRole('button', { name: /Pause/ }).waitFor();
  await page.keyboard.press(' ');
  await page.getByText('PAUSED', { exact: true }).waitFor();
  assert.equal(await times(PAGER), 0);
});

test('the voices are at hand while they are played', async () => {
  await go('voices');
  const voices = page.getByRole('dialog', { name: 'Voices whom you play' });
  await voices.getByText('One sentence that can be pasted').waitFor();
  await picture('voices');
  await voices
    .getByRole('button', { name: /^Say it … as Support lead/ })
    .first()
    .click();
  const inject = page.getByRole('dialog', { name: 'Inject' });
  assert.equal(await inject.getByLabel('From').inputValue(), 'Support lead');
  assert.notEqual(await inject.getByLabel('Words').inputValue(), '');
  await inject
    .getByRole('button', { name: /^Say: / })
    .first()
    .waitFor();
  await picture('say');
  await page.keyboard.press('Escape');
});

test('after ENDEX the postmortem is found by name, and the way back is seen', async () => {
  await page.keyboard.press('e');
  await page.getByRole('button', { name: 'ENDEX', exact: true }).click();
  await page.getByText('A draft stands').waitFor();
  await until('ENDEX', async () => (await times(ENDEX)) === 1);
  await page.keyboard.press('w');
  await page.getByRole('button', { name: /Summary/ }).waitFor();
  await go('root cause');
  await page.getByRole('main', { name: /Root cause/ }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).getByText('The section before, the next one').waitFor();
  await page.keyboard.press('Escape');
  await go('versions');
  await page.getByRole('button', { name: /Versions/, expanded: true }).waitFor();
  await go('back to the drill');
  await page.getByRole('button', { name: 'Markdown', exact: true }).click();
  await page.getByText(/postmortem-.*\.md/).waitFor();
  await page.getByRole('button', { name: 'Back to the library' }).click();
  await page.getByRole('heading', { name: 'Drills' }).waitFor();
  assert.equal(await page.getByRole('region', { name: 'Your first drill' }).count(), 0);
  await go('export 3 am');
  await page.getByText(/postmortem-.*\.pdf/).waitFor({ timeout: 30_000 });
  await go('close the drill');
  await page.getByRole('heading', { name: 'Drills' }).waitFor();
});

test('how the program stands is written down from its About, without what anybody wrote', async () => {
  await page.getByRole('button', { name: 'About Three AM' }).click();
  const about = page.getByRole('dialog', { name: 'About Three AM' });
  await about.getByText('journal.sqlite').waitFor();
  await about.getByLabel('Find by name or licence').fill('printpdf');
  await about.getByRole('cell', { name: 'printpdf' }).waitFor();
  await about.getByRole('button', { name: 'Save diagnostics' }).click();
  const path = (await about.getByText(/diagnostics-.*\.jsonl/).innerText()).trim();
  const text = readFileSync(path, 'utf8');
  const told = text.trim().split('\n').map(JSON.parse);
  for (const what of ['drill_started', 'drill_ended', 'exported', 'display'])
    assert.ok(
      told.some((line) => line.what === what),
      `${what} in ${text}`,
    );
  assert.doesNotMatch(text, /night team/i);
  await picture('about');
  await page.keyboard.press('Escape');
  await about.waitFor({ state: 'detached' });
});

test('in the scenario editor everything is found by name, too', async () => {
  await go('edit 3 am');
  await page.getByRole('button', { name: /Rehearse/ }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('option', { name: /Run sheet/ }).waitFor();
  await picture('editor-palette');
  await page.keyboard.press('Escape');
  await go('expectations');
  await page.getByRole('main', { name: 'Expectations' }).waitFor();
  await page.keyboard.press('?');
  await page
    .getByRole('dialog', { name: 'Keys' })
    .getByText('The parts of the scenario, from the top')
    .waitFor();
  await page.keyboard.press('Escape');
  await go('back to the library');
  await page.getByRole('heading', { name: 'Scenarios' }).waitFor();
  assert.deepEqual(troubles, []);
});
