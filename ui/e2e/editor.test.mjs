// A story of the scenario editor in a real browser: what is written stands in the files, and their comments stay.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
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

let browser;
let server;
let address;
let scenarios;

before(async () => {
  browser = await chromium.launch({
    executablePath: CHROMIUM.find((path) => existsSync(path)),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const folder = freshFolder();
  // The editor writes: into a copy.
  scenarios = join(folder, 'scenarios');
  cpSync(join(ROOT, 'scenarios'), scenarios, { recursive: true });
  server = spawn(join(TARGET, 'debug/3am'), ['serve'], {
    env: { ...process.env, THREE_AM_DATA: folder, THREE_AM_SCENARIOS: scenarios },
  });
  let said = '';
  server.stdout.on('data', (data) => (said += data));
  address = await until('the address', () => /http:\/\/\S+token=\w+/.exec(said)?.[0]);
});

after(async () => {
  await browser?.close();
  server?.kill();
});

async function picture(page, name) {
  if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

test('a scenario is written: forms, mistakes, undo, text, and a rehearsal', async () => {
  const context = await browser.newContext({ viewport: SIZES[0] });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const troubles = [];
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  const path = join(scenarios, '3am-outage/scenario.toml');
  const original = readFileSync(path, 'utf8');
  const onDisk = (what, is) => until(what, () => is(readFileSync(path, 'utf8')));
  const parts = page.getByRole('navigation', { name: 'Parts of the scenario' });
  const form = page.getByRole('complementary', { name: 'What is chosen' });
  const field = (name) => form.getByRole('textbox', { name, exact: true });
  const head = page.getByRole('banner');

  await page.goto(address);
  const card = page.getByRole('article').filter({ hasText: 'The 3 AM outage' });
  await card.getByRole('button', { name: /^Edit/ }).click();
  await page.getByRole('heading', { name: 'The 3 AM outage' }).waitFor();
  await page.getByRole('button', { name: 'Checks clean' }).waitFor();

  // A title: in the file at once, and everything else in it as it was.
  await parts.getByRole('button', { name: /^Story/ }).click();
  await page.locator('main').getByRole('button', { name: /^Head/i }).click();
  await field('Title').fill('The 3 AM outage, again');
  await onDisk('the title', (text) => text.startsWith('title   = "The 3 AM outage, again"\n'));
  const written = readFileSync(path, 'utf8');
  assert.equal(written, original.replace('"The 3 AM outage"', '"The 3 AM outage, again"'));
  assert.match(written, /# ── the run sheet ─+/, 'comments stay');
  await page.getByText('Saved', { exact: true }).waitFor();

  // It is played by itself, with the good team.
  await parts.getByRole('button', { name: /^Run sheet/ }).click();
  await page.getByText(/Users were hit from 03:/).waitFor({ timeout: 60_000 });
  await picture(page, 'editor-rehearsed');

  // A mistake is named beside the field and in the list of all, which leads back to it.
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Everything, by name' }).fill('checkout is stuck');
  await page.keyboard.press('Enter');
  await form.getByRole('heading', { name: 'Support: checkout is stuck' }).waitFor();
  await field('On the clock').fill('soon');
  await form.getByText('"soon" is not a duration').waitFor();
  await page.getByRole('button', { name: '1 mistake', exact: true }).click();
  await picture(page, 'editor-mistake');
  await page
    .locator('main')
    .getByRole('button', { name: /is not a duration/ })
    .click();
  await until('the field to have the focus', () =>
    field('On the clock').evaluate((box) => box === document.activeElement),
  );

  // Undo, twice: as it was, byte for byte.
  await page.keyboard.press('Control+z');
  await page.getByRole('button', { name: 'Checks clean' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  await onDisk('the file as it was', (text) => text === original);

  // A new expectation where there was a gap, and away with it again.
  await parts.getByRole('button', { name: /^Expectations/ }).click();
  await page.getByRole('button', { name: 'Add an expectation: learn, On-Call Engineer' }).click();
  await until('the title to have the focus', () =>
    field('Title').evaluate((box) => box === document.activeElement),
  );
  await page.keyboard.type('Say what you would look at first next time');
  await onDisk('the expectation', (text) => text.includes('Say what you would look at first next time'));
  await form.getByRole('button', { name: 'Remove' }).click();
  await page.getByText(/^Removed “Say what you would look at/).waitFor();
  await onDisk('the file as it was', (text) => text === original);

  // As text: a mistake in it is marked, and takes the forms away until it is mended.
  await parts.getByRole('button', { name: /^scenario.toml/ }).click();
  const text = page.getByRole('textbox', { name: 'Scenario, as text' });
  await text.fill(`x = \n${original}`);
  await page.getByText('does not read as TOML').waitFor();
  await page.getByText('a value is missing').waitFor();
  await text.fill(original);
  await page.getByRole('button', { name: 'Checks clean' }).waitFor();

  // Loaded again: the same place. Narrow and wide: nothing sticks out sideways.
  await page.reload();
  await page.getByRole('heading', { name: 'The 3 AM outage' }).waitFor();
  for (const size of SIZES) {
    await page.setViewportSize(size);
    const narrow = size.width < 900;
    for (const [part, name] of [
      ['story', /^Story/],
      ['expect', /^Expectations/],
      ['briefing', /^Briefing/],
      ['text', /^scenario.toml/],
    ]) {
      if (narrow) await page.getByRole('combobox', { name: 'Part of the scenario' }).selectOption(part);
      else await parts.getByRole('button', { name }).click();
      await page.waitForTimeout(200);
      const wide = await page.evaluate(() =>
        Math.max(
          ...['html', '.scenario-editor', 'main'].map((selector) => {
            const box = document.querySelector(selector);
            return box.scrollWidth - box.clientWidth;
          }),
        ),
      );
      assert.ok(wide <= 0, `nothing of ${part} sticks out sideways at ${size.width}: ${wide} px`);
      await picture(page, `editor-${part}-${size.width}`);
    }
  }
  await head.getByRole('button', { name: '← Library' }).click();
  await page.getByRole('heading', { name: 'Drills' }).waitFor();
  assert.equal(readFileSync(path, 'utf8'), original);
  assert.deepEqual(troubles, []);
  await context.close();
});
