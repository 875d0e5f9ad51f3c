// Stories of the facilitator who watches: what needs them, who holds what, what was looked at, and what they note.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { chromium } from 'playwright-core';
import { PICTURES, ROOT, TARGET, freshFolder, until } from './webdriver.mjs';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
  { width: 390, height: 844 },
];

let browser;
let server;
let page;
const troubles = [];

before(async () => {
  browser = await chromium.launch({
    executablePath: CHROMIUM.find((path) => existsSync(path)),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
});

after(async () => {
  await browser?.close();
  server?.kill();
});

/** A drill of its own for every story, with the Documentation Lead's role empty, before STARTEX. */
beforeEach(async () => {
  server?.kill();
  await page?.context().close();
  server = spawn(join(TARGET, 'debug/3am'), ['serve'], {
    env: { ...process.env, THREE_AM_DATA: freshFolder(), THREE_AM_SCENARIOS: join(ROOT, 'scenarios') },
  });
  let said = '';
  server.stdout.on('data', (data) => (said += data));
  const address = await until('the address', () => /http:\/\/\S+token=\w+/.exec(said)?.[0]);
  const context = await browser.newContext({ viewport: SIZES[0] });
  page = await context.newPage();
  page.on('pageerror', (error) => troubles.push(String(error)));
  await page.goto(address);
  await button(/The 3 AM outage/).click();
  await page.getByRole('combobox', { name: 'Team' }).fill('Watched team');
  for (const [role, person] of [
    ['On-Call Engineer', 'Ada'],
    ['Backend Engineer', 'Ben'],
    ['Frontend Engineer', 'Cleo'],
    ['Bridge Engineer', 'Dan'],
  ])
    await page.getByRole('combobox', { name: `People for ${role}` }).fill(person);
  await button('Open drill').click();
  await region('Role board').waitFor();
});

const button = (name) => page.getByRole('button', { name });
const dialog = () => page.getByRole('dialog');
const region = (name) => page.getByRole('region', { name });
const need = (words) => region('Needs you').getByRole('listitem').filter({ hasText: words });
const role = (short) => region('Role board').getByRole('listitem').filter({ hasText: short });
/** Also behind a dialog. */
const clock = () => page.locator('[role=timer] .time').innerText();
const key = (name) => page.keyboard.press(name);

async function picture(name) {
  if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

async function start() {
  await button(/STARTEX/).click();
  await button('Start the drill').click();
  await button(/Pause/).waitFor();
}

/** Space does what stands on the button, so nothing may follow before the button says the other. */
async function pause() {
  await button(/Pause/).waitFor();
  await key(' ');
  await button(/Resume/).waitFor();
}

async function resume() {
  await button(/Resume/).waitFor();
  await key(' ');
  await button(/Pause/).waitFor();
}

async function speed(factor) {
  await button(/^Speed/).click();
  await page.getByRole('menuitemradio', { name: new RegExp(`^${factor}×`) }).click();
}

/** The figure that stands beside a need; its key answers it. */
const figureOf = async (row) => (await row.locator('.figure [aria-hidden]').innerText()).trim();
const figure = (words) => figureOf(need(words));

/** Answers by key, or by hand while nine others have the figures: how many there are is up to the machine's speed. */
async function answer(row) {
  const shown = await figureOf(row);
  if (shown !== '·') await key(shown);
  else await row.getByRole('button').first().click();
}

async function log(who, typed) {
  await key('a');
  await key(who);
  await dialog().getByRole('combobox').fill(typed);
  await key('Enter');
}

/** From the middle of one to the middle of the other, which may be there only while something is carried. */
async function carry(from, to) {
  const middle = async (one) => {
    const { x, y, width, height } = await one.boundingBox();
    return [x + width / 2, y + height / 2];
  };
  await page.mouse.move(...(await middle(from)));
  await page.mouse.down();
  const [x, y] = await middle(from);
  await page.mouse.move(x + 12, y + 12, { steps: 4 });
  await page.mouse.move(...(await middle(to)), { steps: 6 });
}

test('what needs the facilitator is answered by its key, set aside, and comes back', async () => {
  // An empty role needs somebody before the drill begins.
  await need('Docs is empty').waitFor();
  await key(await figure('Docs is empty'));
  await page.keyboard.type('Zoe');
  await key('Enter');
  await role('Docs').getByText('Zoe').waitFor();
  await need('Docs is empty').waitFor({ state: 'detached' });

  // Silent roles: the act is logged for them, and one is set aside meanwhile.
  await start();
  await speed(60);
  await need('Backend has been silent').waitFor();
  await need('Frontend has been silent').waitFor();
  await pause();
  await picture('watching-needs');
  const frontend = await figure('Frontend has been silent');
  const [backend, ...others] = await Promise.all(
    ['Backend has been silent', 'On-Call has been silent'].map(figure),
  );
  await key(frontend === '1' ? '0' : `Shift+Digit${frontend}`);
  await page.getByText(/Set aside: Frontend has been silent/).waitFor();
  await page.getByText(/It comes back at 03:\d\d:\d\d/).waitFor();
  await need('Frontend has been silent').waitFor({ state: 'detached' });
  assert.deepEqual(
    [await figure('Backend has been silent'), await figure('On-Call has been silent')],
    [backend, ...others],
    'figures stay when a need goes',
  );
  await key(backend);
  await dialog().getByText('Backend', { exact: true }).waitFor();
  await dialog().getByRole('combobox').fill('looks at the database');
  await key('Enter');
  await need('Backend has been silent').waitFor({ state: 'detached' });
  await resume();
  await need('Frontend has been silent').waitFor({ timeout: 20_000 });
  assert.deepEqual(troubles, []);
});

test('an update that is overdue is logged, and a hint that is ready is given', async () => {
  await start();
  await log('4', 'sev 1');
  await speed(60);
  await need(/Status update (due|overdue)/).waitFor();
  await pause();
  await answer(need(/Status update (due|overdue)/));
  await dialog().getByText('Status update', { exact: true }).waitFor();
  await dialog()
    .getByLabel(/What the team does/)
    .fill('We look at the last release.');
  await picture('watching-update');
  await dialog()
    .getByRole('button', { name: /Log it/ })
    .click();
  await need(/Status update (due|overdue)/).waitFor({ state: 'detached' });
  await region('Looking up').getByText('We look at the last release.').first().waitFor();

  await resume();
  const row = region('Needs you')
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: /Give the hint/ }) })
    .first();
  await row.waitFor();
  await pause();
  await answer(row);
  await dialog().getByText('Give the next hint?').waitFor();
  const says = await dialog().locator('blockquote').innerText();
  await dialog().getByRole('button', { name: 'Give it' }).click();
  await region('Looking up').getByText(says).first().waitFor();
  assert.deepEqual(troubles, []);
});

test('roles are given by hand and by key, shared, moved and handed over', async () => {
  // By key: the figure of the role, a name, Enter.
  await key('r');
  await key('5');
  await page.keyboard.type('Zoe');
  await key('Enter');
  await role('Docs').getByText('Zoe').waitFor();

  // By hand: carried to another role, let go with Escape, moved, undone, shared.
  const zoe = () => role('Docs').locator('[data-person="Zoe"]');
  const place = (short, as) => role(short).locator(`[data-drop][data-as="${as}"]`);
  await carry(zoe(), place('Frontend', 'move'));
  await picture('watching-carried');
  await key('Escape');
  await page.mouse.up();
  assert.equal(await role('Frontend').getByText('Zoe').count(), 0, 'Escape lets go');
  assert.equal(await dialog().count(), 0);
  await carry(zoe(), place('Frontend', 'move'));
  await page.mouse.up();
  await role('Frontend').getByText('Zoe').waitFor();
  await role('Docs').getByText('held by nobody').waitFor();
  await page
    .locator('.toast', { hasText: 'Zoe has Frontend now' })
    .getByRole('button', { name: 'Undo' })
    .click();
  await zoe().waitFor();
  await until('Frontend without Zoe', async () => (await role('Frontend').getByText('Zoe').count()) === 0);
  await carry(zoe(), place('Frontend', 'share'));
  await page.mouse.up();
  await role('Frontend').getByText('Zoe').waitFor();
  await zoe().waitFor();

  // A click on a name is a click on the role.
  await zoe().click();
  await dialog().getByText('Documentation Lead').waitFor();
  await key('Escape');

  // Handed over with a note, from the keyboard alone.
  await start();
  await key('r');
  await page.keyboard.type('bridge');
  await key('Enter');
  await page.keyboard.type('hand');
  await key('Enter');
  await page.keyboard.type('Yuri');
  await key('Enter');
  await page.keyboard.type('Support waits for an answer.');
  await picture('watching-hand-over');
  await key('Enter');
  await role('Bridge').getByText('Yuri').waitFor();
  await region('Looking up').getByText('Bridge: Dan to Yuri').waitFor();

  // Moved by key: out of the one, into the other.
  await key('r');
  await key('2');
  await page.keyboard.type('move ada');
  await key('Enter');
  await role('Backend').getByText('Ada').waitFor();
  await role('On-Call').getByText('held by nobody').waitFor();
  assert.deepEqual(troubles, []);
});

test('what was looked at stands in the map, and a note at its moment', async () => {
  await start();
  await speed(60);
  await until('two minutes', async () => (await clock()) > '03:02:00');
  await pause();
  await key('m');
  const row = (name) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
  await page.getByText('Nobody has looked at anything yet').waitFor();
  await page.getByText('Broken, and nobody has looked').waitFor();
  await log('2', 'looks at the database');
  await row(/^Database/)
    .first()
    .getByText(/Backend \(Ben\): 1 look, at 03:\d\d:\d\d/)
    .waitFor();
  await log('1', 'looks at recent deploys');
  await key('Enter');
  await row(/^Deploys/)
    .getByText(/On-Call \(Ada\): 1 look/)
    .waitFor();
  assert.equal(
    await row(/^Traces/)
      .getByText('nobody')
      .count(),
    1,
  );
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.waitForTimeout(200);
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.ok(wide <= 0, `nothing of the map sticks out sideways at ${size.width}: ${wide} px`);
    await picture(`watching-coverage-${size.width}`);
  }
  await page.setViewportSize(SIZES[0]);
  await key('m');

  // The feed, of one role and with a word.
  await button('All').first().click();
  const feed = page.getByRole('list', { name: 'Actions' });
  await feed.getByText('database').waitFor();
  await page.getByRole('combobox', { name: 'Of whom' }).selectOption('On-Call');
  await feed.getByText('deploys').waitFor();
  assert.equal(await feed.getByText('database').count(), 0);
  await page.getByRole('searchbox', { name: 'With these words' }).fill('no such word');
  await page.getByText('Nothing like this.').waitFor();
  await page.getByRole('searchbox', { name: 'With these words' }).fill('');
  await page.getByRole('combobox', { name: 'Of whom' }).selectOption('Everybody');
  await feed.getByRole('button', { name: /database/ }).click();
  await feed.getByText(/T\+\d:\d\d/).waitFor();

  // A note is of the moment at which it was begun, although the clock runs on; observers have theirs.
  await key('Escape');
  await page.getByRole('heading', { name: 'Needs you' }).click();
  await resume();
  await key('n');
  const stamp = await dialog().locator('output').innerText();
  await until('the clock to run on', async () => {
    const now = await clock();
    return now.localeCompare(stamp) > 0 && Number(now.slice(3, 5)) >= Number(stamp.slice(3, 5)) + 2;
  });
  assert.equal(await dialog().locator('output').innerText(), stamp);
  await page.keyboard.type('They read the deploy list first.');
  await key('Alt+g');
  await picture('watching-note');
  await key('Enter');
  await page.getByText(`Noted for ${stamp}.`).waitFor();
  await key('n');
  await page.keyboard.type('Two people asked the same thing.');
  await key('Alt+b');
  await button(/ten seconds earlier/).click();
  await dialog().getByLabel('Seen by').fill('Yuri');
  const earlier = await dialog().locator('output').innerText();
  await key('Enter');
  await dialog().waitFor({ state: 'detached' });
  await key('o');
  const notes = page.getByRole('list', { name: 'Notes' }).getByRole('listitem');
  await until('both notes', async () => (await notes.count()) === 2);
  assert.match(await notes.filter({ hasText: 'deploy list' }).innerText(), new RegExp(stamp));
  assert.match(await notes.filter({ hasText: 'same thing' }).innerText(), new RegExp(`${earlier}[^]*Yuri`));
  await picture('watching-notes');
  await page.getByRole('combobox', { name: 'By whom' }).selectOption('Yuri');
  assert.equal(await notes.count(), 1);
  await key('n');
  assert.equal(await dialog().locator('datalist option').count(), 1, 'the observer is remembered');
  await key('Escape');
  assert.deepEqual(troubles, []);
});
