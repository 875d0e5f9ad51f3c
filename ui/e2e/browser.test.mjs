// Stories in a real browser: the same console, served on loopback behind a one-time token.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
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

before(async () => {
  const { existsSync } = await import('node:fs');
  browser = await chromium.launch({
    executablePath: CHROMIUM.find((path) => existsSync(path)),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const folder = freshFolder();
  server = spawn(join(TARGET, 'debug/3am'), ['serve'], {
    env: {
      ...process.env,
      THREE_AM_DATA: folder,
      THREE_AM_SCENARIOS: join(ROOT, 'scenarios'),
    },
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

test('without the token there is nothing to see or say', async () => {
  const { origin } = new URL(address);
  const wrong = await fetch(`${origin}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ token: 'f'.repeat(32) }),
  });
  assert.equal(wrong.status, 403);
  assert.match(await wrong.text(), /not the token/);
  const uninvited = await fetch(`${origin}/drill`, { method: 'POST', headers: { origin }, body: 'x' });
  assert.equal(uninvited.status, 403);
  const elsewhere = await fetch(`${origin}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'http://elsewhere.example' },
    body: JSON.stringify({ token: new URL(address).searchParams.get('token') }),
  });
  assert.equal(elsewhere.status, 403);
  const page = await fetch(origin);
  assert.match(page.headers.get('content-security-policy'), /default-src 'self'/);
});

test('the console in a browser: a drill, the room beside it, the export', async () => {
  const context = await browser.newContext({ viewport: SIZES[0] });
  const page = await context.newPage();
  const troubles = [];
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  page.on('request', (request) => {
    const { hostname } = new URL(request.url());
    if (hostname && hostname !== '127.0.0.1') troubles.push(`asked ${request.url()}`);
  });
  await page.goto(address);
  await page.getByRole('button', { name: /The 3 AM outage/ }).click();
  assert.ok(!page.url().includes('token'), 'the token does not stay in the address');
  await page.getByRole('combobox', { name: 'Team' }).fill('Browser team');
  await page.getByRole('combobox', { name: 'People for On-Call Engineer' }).fill('Ada');
  await page.getByRole('button', { name: 'Open drill' }).click();
  await page.getByRole('button', { name: /STARTEX/ }).click();
  await page.getByRole('button', { name: 'Start the drill' }).click();
  await page.getByRole('button', { name: /^Speed/ }).click();
  await page.getByRole('menuitemradio', { name: /^60×/ }).click();

  const room = await context.newPage();
  await room.setViewportSize(SIZES[1]);
  await room.goto(new URL('/room.html', address).href);
  await room
    .getByText(/requests with 5xx/)
    .first()
    .waitFor();
  await picture(room, 'browser-room');
  assert.ok(!/leaks a connection/i.test(await room.innerText('body')), 'no spoiler in the room');

  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.waitForTimeout(300);
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.ok(wide <= 0, `nothing sticks out sideways at ${size.width}: ${wide} px`);
    await picture(page, `browser-console-${size.width}`);
  }
  await page.setViewportSize(SIZES[0]);
  await page.getByRole('button', { name: /Pause/ }).click();
  await page.getByText('PAUSED', { exact: true }).first().waitFor();

  // Beside the system map there is little room for the traces: the wheel brings the rows up.
  await page.getByRole('tab', { name: 'Traces' }).click();
  await page.locator('.entry').first().waitFor();
  const { x, y, width, height } = await page.locator('.traces .side').boundingBox();
  const middle = [x + width / 2, y + height / 2];
  await page.mouse.move(...middle);
  await page.mouse.wheel(0, 120);
  await until('a trace under the pointer', () =>
    page.evaluate(([x, y]) => Boolean(document.elementFromPoint(x, y)?.closest('.entry')), middle),
  );

  // Reloading brings the same drill back, without the token.
  await page.reload();
  await page.getByText('PAUSED', { exact: true }).first().waitFor();

  await page.getByRole('button', { name: 'End drill' }).click();
  await page.getByRole('button', { name: 'ENDEX', exact: true }).click();
  await page.getByText('A draft stands').waitFor();
  await page.getByRole('button', { name: 'Markdown', exact: true }).click();
  await page.getByText(/postmortem-.*\.md/).waitFor();
  await picture(page, 'browser-ended');

  // The postmortem is written: what was typed is there after the page was loaded again.
  await page.keyboard.press('w');
  await page.getByRole('button', { name: /Summary/ }).click();
  const summary = page.getByRole('textbox', { name: 'Summary' });
  await summary.fill('Written **afterwards**, by people.');
  await page.getByText('afterwards', { exact: true }).waitFor();
  await page.getByText(/^Saved \d\d:\d\d/).waitFor();
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.waitForTimeout(200);
    await picture(page, `browser-postmortem-${size.width}`);
  }
  await page.setViewportSize(SIZES[0]);
  await page.reload();
  await page.getByRole('button', { name: /Write the postmortem/ }).click();
  await page.getByRole('button', { name: /Summary/ }).click();
  assert.equal(await summary.inputValue(), 'Written **afterwards**, by people.');
  await page.keyboard.press('Escape');
  // The hot wash: the room follows every step, and learns the truth when it is shown, not before.
  await page.keyboard.press('b');
  await page.getByRole('slider', { name: 'Position in the drill' }).waitFor();
  const follows = (what, is) => until(what, async () => is(await room.getByRole('timer').innerText()));
  await follows('the room at the beginning', (at) => at === '03:00:00');
  await page.keyboard.press('Shift+ArrowRight');
  await follows('the room a minute on', (at) => at === '03:01:00');
  await page.keyboard.press(' ');
  await follows('the room to play', (at) => at > '03:01:05');
  await page.keyboard.press(' ');
  await page.keyboard.press('End');
  await follows('the room at the end', (at) => at > '03:02:00');
  assert.ok(!/leaks a connection|really was|Injects/i.test(await room.innerText('body')), 'no truth yet');
  await picture(room, 'browser-hot-wash-room');
  await page.getByRole('button', { name: 'Show the truth' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Show the truth' }).click();
  await room.getByText('What it really was').waitFor();
  await picture(room, 'browser-hot-wash-told');
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.waitForTimeout(200);
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.ok(wide <= 0, `nothing of the hot wash sticks out sideways at ${size.width}: ${wide} px`);
    await picture(page, `browser-hot-wash-${size.width}`);
  }
  await page.keyboard.press('b');
  await room.getByText('ENDEX').waitFor();
  // The whole drill as a file, and that file back in: it is the same. Another is refused in words.
  await page.getByRole('button', { name: 'Drill file (.3am)' }).click();
  const file = await page.getByText(/drill-.*\.3am/).innerText();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('button', { name: 'Open a drill file' }).waitFor();
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByText('The drill is there already, the same.').waitFor();
  await picture(page, 'browser-taken-in');
  const other = { name: 'diary.3am', mimeType: '', buffer: Buffer.from('Dear diary') };
  await page.locator('input[type=file]').setInputFiles(other);
  await page.getByRole('alert').getByText('it is no drill file').waitFor();
  assert.deepEqual(troubles, []);
  await context.close();
});
