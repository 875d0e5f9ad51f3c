// The facilitator steers a drill by keyboard alone, and with the mouse on the timeline: every time that is planned is
// checked against what the console then shows.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { PICTURES, ROOT, TARGET, freshFolder, until } from './webdriver.mjs';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const SUPPORT = 'Support: checkout is stuck';
const RESTART = 'Bad advice: restart Postgres';
const HANG = 'Image workers hang on large photos';
const VP = 'The VP wants two sentences';
const PHOTOS = 'Photos do not show up';
const PROVIDER = "Red herring: the provider's status page";
const JOURNALIST = 'A journalist posts a screenshot';
const LAPTOP = 'A laptop dies';
const PAYMENTS = 'The payment provider gets slow, really';

let browser;
let server;
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
  const address = await until('the address', () => /http:\/\/\S+token=\w+/.exec(said)?.[0]);
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.on('pageerror', (error) => troubles.push(String(error)));
  await page.goto(address);
  await page.getByRole('button', { name: /The 3 AM outage/ }).click();
  await page.getByRole('combobox', { name: 'Team' }).fill('Steered team');
  await page.getByRole('combobox', { name: 'People for On-Call Engineer' }).fill('Ada');
  await page.getByRole('button', { name: 'Open drill' }).click();
  await page.getByRole('button', { name: /STARTEX/ }).waitFor();
});

after(async () => {
  await browser?.close();
  server?.kill();
});

async function picture(name) {
  if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

async function keys(...all) {
  for (const key of all) await page.keyboard.press(key);
}

const clock = () => page.locator('[aria-label="Incident clock"] .time').innerText();
const dialog = () => page.getByRole('dialog');
const alone = () => dialog().waitFor({ state: 'detached' });
const row = (id) => page.locator(`li[data-inject="${id}"]`);

/** Seconds of the day. */
const seconds = (text) => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);

/** When each inject comes, as the timeline says it. */
async function times() {
  const labels = await page
    .locator('.bar[aria-label^="Injects, "]')
    .evaluateAll((bars) => bars.map((bar) => bar.getAttribute('aria-label')));
  return Object.fromEntries(
    labels.map((label) => {
      const [, at, title] = /^Injects, (\d\d:\d\d:\d\d): (.*?)(?:; would come.*)?$/.exec(label);
      return [title, at];
    }),
  );
}

/** Waits until they come when they should. */
async function come(what, expected) {
  let seen;
  try {
    await until(what, async () => {
      seen = await times();
      return Object.entries(expected).every(([title, at]) => seen[title] === at);
    });
  } catch {
    const picked = Object.fromEntries(Object.keys(expected).map((title) => [title, seen[title]]));
    assert.deepEqual(picked, expected, what);
  }
}

/** By keyboard: Tab into the run sheet, arrows to the row. */
async function walkTo(id) {
  const here = () => page.evaluate(() => document.activeElement?.getAttribute('data-row') ?? null);
  for (let i = 0; i < 60 && (await here()) === null; i++) await keys('Tab');
  const order = await page
    .locator('[data-row]')
    .evaluateAll((rows) => rows.map((one) => one.getAttribute('data-row')));
  const by = order.indexOf(id) - order.indexOf(await here());
  for (let i = 0; i < Math.abs(by); i++) await keys(by < 0 ? 'ArrowUp' : 'ArrowDown');
  assert.equal(await here(), id);
}

/** Of the dialog's preview: when each inject will come. */
async function preview() {
  await dialog().locator('table[aria-busy=false]').waitFor();
  const rows = await dialog()
    .locator('tbody tr')
    .evaluateAll((all) => all.map((one) => [...one.children].map((cell) => cell.textContent.trim())));
  return Object.fromEntries(rows.map(([now, then, title]) => [title, then === 'stays' ? now : then]));
}

/** Everything, by name. */
async function find(words) {
  await keys('Control+k');
  await page.keyboard.type(words);
  await keys('Enter');
  await page.getByRole('combobox', { name: 'Everything, by name' }).waitFor({ state: 'detached' });
}

const PLANNED = {
  [SUPPORT]: '03:05:30',
  [RESTART]: '03:06:30',
  [HANG]: '03:08:00',
  [VP]: '03:10:00',
  [PHOTOS]: '03:14:00',
  [PROVIDER]: '03:16:00',
};

test('before STARTEX there is nothing to end; Space and Enter start, Space pauses', async () => {
  assert.equal(await page.getByRole('button', { name: 'End drill' }).count(), 0);
  await keys('e');
  await page.getByText('The drill has not started').waitFor();
  await keys('Space', 'Enter');
  await page.getByRole('button', { name: /Pause/ }).waitFor();
  await alone();
  await keys('Space');
  await page.getByText('PAUSED', { exact: true }).first().waitFor();
  await come('the run sheet as it was written', PLANNED);
});

test('an inject from scratch: I, words, Enter, in less than ten seconds', async () => {
  const began = Date.now();
  await keys('i');
  await page.keyboard.type('The CEO is in the lobby and asks who leads this.');
  await keys('Enter');
  await page.getByText(/Fired: .*CEO/).waitFor();
  assert.ok(Date.now() - began < 10_000, `it took ${Date.now() - began} ms`);
  await alone();
  await find('messages and status');
  await page.getByLabel('Messages from outside').getByText('The CEO is in the lobby').waitFor();
});

test('one is moved, and moved back', async () => {
  await walkTo('vp-asks');
  await keys('Alt+ArrowRight', 'Alt+ArrowRight');
  await come('it comes a minute later', { ...PLANNED, [VP]: '03:11:00' });
  await keys('Control+z');
  await come('and as before', PLANNED);
});

test('one slides with all that follows', async () => {
  await walkTo('workers-hang');
  await keys('Alt+Shift+ArrowRight');
  await come('what follows comes later, what is before does not', {
    ...PLANNED,
    [HANG]: '03:08:30',
    [VP]: '03:10:30',
    [PHOTOS]: '03:14:30',
    [PROVIDER]: '03:16:30',
  });
  await picture('steering-slid');
  await keys('Control+z');
  await come('and as before', PLANNED);
});

test('the run sheet slides by minutes, and is fitted to a new end, as it was shown before', async () => {
  // With a row in focus it begins there.
  await walkTo('photos-missing');
  await keys('t');
  await dialog().waitFor();
  assert.deepEqual(Object.values(await preview()).slice(-3), ['03:10:00', '03:16:00', '03:18:00']);
  await keys('Escape');
  await alone();
  await find('slide the run sheet');
  await dialog().waitFor();
  await page.keyboard.type('1:30');
  const slid = await preview();
  assert.equal(slid[SUPPORT], '03:07:00');
  await keys('Enter');
  await alone();
  await come('slid as foreseen', slid);
  await keys('Control+z');
  await come('and as before', PLANNED);

  await keys('t');
  await dialog().waitFor();
  await keys('Shift+Tab', 'Enter');
  await page.keyboard.type('03:30');
  const fitted = await preview();
  assert.ok(seconds(fitted[PROVIDER]) < seconds('03:11:00'), `fitted: ${fitted[PROVIDER]}`);
  await picture('steering-fit');
  await keys('Enter');
  await alone();
  await come('fitted as foreseen', fitted);
  await keys('t', 'Shift+Tab', 'Enter');
  await dialog().getByText('It ends at 03:30').waitFor();
  await keys('Escape');
  await alone();
  await keys('Control+z');
  await come('and as before', PLANNED);
  await keys('t', 'Shift+Tab', 'Enter');
  await dialog().getByText('It ends at 03:45').waitFor();
  await keys('Escape');
  await alone();
});

test('held and released, skipped and brought back, duplicated', async () => {
  await walkTo('support-tickets');
  const it = row('support-tickets');
  await keys('h');
  await it.getByText('held').waitFor();
  await keys('h');
  await it.getByText('held').waitFor({ state: 'detached' });
  await keys('k');
  await it.getByText('skipped').waitFor();
  await until('the timeline has it no more', async () => !(SUPPORT in (await times())));
  await keys('k');
  await come('it is back', PLANNED);
  await keys('Delete');
  await it.getByText('skipped').waitFor();
  await keys('Control+z');
  await come('it is back again', PLANNED);
  await keys('d');
  const copies = page.locator('li[data-inject]').filter({ hasText: SUPPORT });
  await until('a copy', async () => (await copies.count()) === 2);
  await copies.filter({ hasText: 'yours' }).getByText('03:10').waitFor();
});

test('one of the tray gets a time: with Alt and an arrow, or typed', async () => {
  await walkTo('journalist');
  const now = seconds(await clock());
  await keys('Alt+ArrowRight');
  await until('it stands on the timeline', async () => JOURNALIST in (await times()));
  const at = seconds((await times())[JOURNALIST]);
  assert.ok(Math.abs(at - now - 300) <= 5, `five minutes from now: ${at - now} s`);

  await keys('i');
  await dialog().waitFor();
  await keys('Shift+Tab', 'ArrowLeft', 'Tab', 'Tab');
  await page.keyboard.type('T+20:00');
  await keys('Enter');
  await alone();
  await come('at the time that was typed', { [LAPTOP]: '03:20:00' });
});

test('fired early, undone: the message is struck out, and the dialog said so before', async () => {
  await walkTo('vp-asks');
  await keys('f');
  await page.getByText(`Fired: ${VP}`).waitFor();
  const message = page.getByLabel('Messages from outside').locator('article').filter({ hasText: 'I am up.' });
  await message.waitFor();
  assert.equal(await message.getByText('taken back').count(), 0);
  await keys('u');
  await dialog().getByText('Takes back').waitFor();
  await dialog().getByText('I am up. How many orders').waitFor();
  await picture('steering-undo');
  await keys('Enter');
  await alone();
  await message.getByText('taken back').waitFor();
  await row('vp-asks').getByText('undone').waitFor();
});

test('time jumps to the next inject, goes on in steps, and stands between', async () => {
  await keys('g');
  await dialog().getByText('Jump to 03:00:10?').waitFor();
  await keys('Enter');
  await alone();
  await until('ten past', async () => (await clock()) === '03:00:10');
  await page.getByText('PAUSED', { exact: true }).first().waitFor();
  await page.getByLabel('Messages from outside').getByText('retry-declined-cards').waitFor();

  await keys('g');
  const jump = dialog();
  await jump.waitFor();
  const [, to] = /Jump to (\d\d:\d\d:\d\d)\?/.exec(await jump.innerText());
  await jump.getByText(JOURNALIST).waitFor();
  await picture('steering-jump');
  await keys('Enter');
  await alone();
  await until(`the clock at ${to}`, async () => (await clock()) === to, 30_000);
  await page.getByText('PAUSED', { exact: true }).first().waitFor();

  await keys('.');
  await until('ten seconds on', async () => seconds(await clock()) === seconds(to) + 10);
  await keys('>');
  await until('a minute on', async () => seconds(await clock()) === seconds(to) + 70, 30_000);
  await page.getByText('PAUSED', { exact: true }).first().waitFor();
  await keys('+');
  await page.getByRole('button', { name: 'Speed: 2×' }).waitFor();
  await keys('-', '-');
  await page.getByRole('button', { name: 'Speed: 0.5×' }).waitFor();
  await keys('+');
});

test('the mouse: one is dragged on the timeline, with Shift all that follow, one of the tray onto it', async () => {
  const bar = (title) => page.locator(`.bar[aria-label$=": ${title}"]`);
  const drag = async (from, dx, dy = 0) => {
    const { x, y } = await from.boundingBox();
    await page.mouse.move(x + 6, y + 5);
    await page.mouse.down();
    await page.mouse.move(x + 6 + dx / 2, y + 5 + dy / 2, { steps: 3 });
    await page.mouse.move(x + 6 + dx, y + 5 + dy, { steps: 3 });
  };
  const was = await times();
  await drag(bar(PHOTOS), 40);
  const shown = await bar(PHOTOS).innerText();
  await picture('steering-drag');
  await page.mouse.up();
  await come('where it was let go', { [PHOTOS]: shown, [PROVIDER]: was[PROVIDER] });
  assert.ok(seconds(shown) > seconds(was[PHOTOS]) + 30, `${was[PHOTOS]} → ${shown}`);

  const before = await times();
  await page.keyboard.down('Shift');
  await drag(bar(PROVIDER), 30);
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await until('it slides', async () => (await times())[PROVIDER] !== before[PROVIDER]);
  const after = await times();
  const by = (title) => seconds(after[title]) - seconds(before[title]);
  assert.equal(by(LAPTOP), by(PROVIDER), 'what follows goes along');
  assert.equal(by(HANG), 0, 'what is before does not');

  const grip = row('payments-slow').locator('.grip');
  await grip.scrollIntoViewIfNeeded();
  const { x, y } = await grip.boundingBox();
  const lane = await bar(LAPTOP).boundingBox();
  await page.mouse.move(x + 20, y + 5);
  await page.mouse.down();
  await page.mouse.move(x + 200, y + 30, { steps: 3 });
  await page.mouse.move(lane.x + 120, lane.y + 5, { steps: 3 });
  const aimed = await page.locator('.let-go b').innerText();
  await picture('steering-tray');
  await page.mouse.up();
  await come('where it was let go', { [PAYMENTS]: aimed });
});

test('REAL EMERGENCY: one key from inside a field, one letter to go on', async () => {
  await keys('n');
  await page.keyboard.type('They wonder whether');
  await keys('Shift+Escape');
  await page.getByRole('alertdialog', { name: 'REAL EMERGENCY' }).waitFor();
  await alone();
  await picture('steering-emergency');
  assert.equal(await dialog().count(), 0, 'nothing stands in front of it');
  const stood = await clock();
  await keys('Enter', 'Space', 'e');
  await page.getByText('for good?').waitFor();
  await keys('Enter');
  await page.getByText('for good?').waitFor({ state: 'detached' });
  await keys('g');
  // It was called in a pause, and leads back to it.
  await page.getByRole('button', { name: /Resume/ }).waitFor();
  assert.equal(await clock(), stood, 'the clock stood');
  await keys('Space');
  await page.getByRole('button', { name: /Pause/ }).waitFor();
  await keys('!');
  await page.getByRole('alertdialog', { name: 'REAL EMERGENCY' }).waitFor();
  await keys('g');
  await page.getByRole('button', { name: /Pause/ }).waitFor();
  assert.deepEqual(troubles, []);
});
