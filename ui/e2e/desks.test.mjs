// Stories of participants at their own desks: two of them and the console at once, in a real browser.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { PICTURES, ROOT, TARGET, freshFolder, until } from './webdriver.mjs';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const LAPTOP = { viewport: { width: 1440, height: 900 } };
const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
};

let browser;
let server;
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

/** Starts the program; its address for the facilitator. */
async function serve(folder) {
  server = spawn(join(TARGET, 'debug/3am'), ['serve'], {
    env: { ...process.env, THREE_AM_DATA: folder, THREE_AM_SCENARIOS: join(ROOT, 'scenarios') },
  });
  let said = '';
  server.stdout.on('data', (data) => (said += data));
  return until('the address', () => /http:\/\/\S+token=\w+/.exec(said)?.[0]);
}

/** Turns joining on for this machine alone; what is typed into a browser, and the code. */
async function turnOn(console_) {
  await console_.keyboard.press('j');
  await console_.getByText('only this machine').click();
  await button(console_, /Turn joining on/).click();
  const words = await until('the code', async () =>
    /open\s+(\S+:\d+)\s+and type\s+([A-Z]{6})/.exec(await console_.innerText('dialog')),
  );
  return words.slice(1);
}

async function picture(page, name) {
  if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

/** A page in a browser of its own, whose troubles are told. */
async function open(address, options, who) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on('pageerror', (error) => troubles.push(`${who}: ${error}`));
  page.on('request', (request) => {
    const { hostname } = new URL(request.url());
    if (hostname && hostname !== '127.0.0.1') troubles.push(`${who} asked ${request.url()}`);
  });
  await page.goto(address);
  return page;
}

const button = (page, name) => page.getByRole('button', { name });
const nav = (page, name) => page.getByRole('navigation', { name: 'Desk' }).getByRole('button', { name });

async function sideways(page, what) {
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.ok(wide <= 0, `${what}: ${wide} px stick out sideways`);
}

test('a laptop, a phone and the console: join, look, act, lose the network and come back', async () => {
  const folder = freshFolder();
  let address = await serve(folder);

  // The facilitator makes a drill and turns joining on, for this machine alone.
  let console_ = await open(address, LAPTOP, 'the console');
  await button(console_, /The 3 AM outage/).click();
  await console_.getByRole('combobox', { name: 'Team' }).fill('Desk team');
  await console_.getByRole('combobox', { name: 'People for On-Call Engineer' }).fill('Ada');
  await button(console_, 'Open drill').click();
  await button(console_, /STARTEX/).waitFor();
  let [host, code] = await turnOn(console_);
  await picture(console_, 'desks-joining');

  let room = await console_.context().newPage();
  await room.setViewportSize({ width: 1920, height: 1080 });
  await room.goto(new URL('/room.html', address).href);
  await room.getByText(code).first().waitFor();
  await picture(room, 'desks-room');

  // A wrong code is told, and then Ada joins under the name that stands on the board.
  const ada = await open(`http://${host}/`, LAPTOP, 'Ada');
  await ada.getByLabel('Code').fill('QQQQQQ');
  await ada.getByLabel('Your name').fill('Ada');
  await button(ada, 'Join').click();
  await ada.getByText('That is not the code.').waitFor();
  await ada.getByLabel('Code').fill(code.toLowerCase());
  await button(ada, 'Join').click();
  await ada.getByText('Waiting for STARTEX').waitFor();
  await ada.getByText('On-Call Engineer').first().waitFor();

  // The phone scans the code, and its owner takes a role.
  const bo = await open(`http://${host}/#${code}`, PHONE, 'Bo');
  await bo.getByLabel('Your name').fill('ADA');
  assert.ok(!bo.url().includes(code), 'the code does not stay in the address');
  await button(bo, 'Join').click();
  await bo.getByText('Ada is here already.').waitFor();
  await bo.getByLabel('Your name').fill('Bo <b>');
  await button(bo, 'Join').click();
  await picture(bo, 'desks-phone-roles');
  await button(bo, /Bridge Engineer/).click();
  await bo.getByText('Waiting for STARTEX').waitFor();

  await console_.bringToFront();
  await console_.getByText('Bo <b>').first().waitFor();
  await console_.keyboard.press('Escape');
  await button(console_, /STARTEX/).click();
  await button(console_, 'Start the drill').click();
  await button(console_, /^Speed/).click();
  await console_.getByRole('menuitemradio', { name: /^60×/ }).click();
  await button(ada, /^Acknowledge/)
    .first()
    .waitFor();
  await button(console_, /^Speed/).click();
  await console_.getByRole('menuitemradio', { name: /^1×/ }).click();

  // Ada looks: each page shows the system, and the facilitator reads what she opened.
  await button(ada, /^Acknowledge/)
    .first()
    .click();
  await nav(ada, 'Dashboards').click();
  await ada.getByText('API errors').first().waitFor();
  await nav(ada, 'Database').click();
  await ada.getByText('Connections by client').waitFor();
  await nav(ada, 'Web console').click();
  await ada.getByText('Something went wrong').first().waitFor();
  await picture(ada, 'desks-web-console');
  await nav(ada, 'Logs').click();
  await ada.getByLabel('Search the logs').fill('PoolTimeout');
  await button(ada, 'Search').click();
  await ada
    .getByText(/PoolTimeout/)
    .first()
    .waitFor();
  await picture(ada, 'desks-logs');
  await sideways(ada, 'the logs on a laptop');
  await button(console_, 'Looks').click();
  await console_.getByText('logs: “PoolTimeout”').first().waitFor();
  await console_.getByRole('button', { name: 'All', exact: true }).click();
  await console_.getByText('acknowledged').first().waitFor();

  // She acts: what it does and how long it takes stands there before the button.
  await ada.getByPlaceholder(/a part, or what to do/).fill('roll back django');
  await ada
    .getByRole('button', { name: /^Roll back/ })
    .first()
    .click();
  await ada
    .getByText(/v214 → v213/)
    .first()
    .waitFor();
  await picture(ada, 'desks-act');
  await ada
    .getByRole('dialog')
    .getByRole('button', { name: /roll back/i })
    .click();
  await console_.getByText('rolled back').first().waitFor();

  // Bo sees it on the phone, declares, and sends an update that the room screen shows.
  for (const entry of ['Look', 'Act', 'Room', 'Work', 'More']) {
    await button(bo, new RegExp(`^${entry}`))
      .last()
      .tap();
    await bo.waitForTimeout(150);
    await sideways(bo, `${entry} on the phone`);
    await picture(bo, `desks-phone-${entry.toLowerCase()}`);
    await bo.keyboard.press('Escape');
  }
  await button(bo, /^Work/).last().tap();
  await button(bo, /^Incident/)
    .first()
    .tap();
  await button(bo, 'SEV-1').tap();
  await bo.getByLabel(/Who is affected/).fill('Nobody can pay');
  await bo.getByLabel(/What we do/).fill('We roll the API back');
  await button(bo, 'Send update').tap();
  await picture(bo, 'desks-phone-incident');
  await room.getByText('Nobody can pay').first().waitFor();
  await ada.getByText('SEV-1').first().waitFor();

  // The assistant: the facilitator sees the question with what would be said, and which of it is wrong.
  await nav(ada, 'Assistant').click();
  await ada.getByPlaceholder(/Ask the assistant/).fill('Would a restart of the database fix it?');
  await button(ada, 'Ask').click();
  await console_.bringToFront();
  await console_.getByText('Ada asks the assistant.', { exact: true }).waitFor();
  await console_.getByRole('tab', { name: /Assistant/ }).click();
  await picture(console_, 'desks-question');
  await button(console_, /^Answer/)
    .first()
    .click();
  await console_.getByRole('dialog').getByText(/wrong/i).first().waitFor();
  await picture(console_, 'desks-answer');
  await console_.getByRole('dialog').getByRole('textbox').fill('Look at who holds the connections first.');
  await console_.keyboard.press('Enter');
  await ada.getByText('Look at who holds the connections first.').waitFor();
  assert.ok(!/The server is well/.test(await ada.innerText('body')), 'no note of the facilitator at a desk');

  // The program is killed and started again: it is said, and everybody is where they were.
  server.kill('SIGKILL');
  await ada
    .getByText(/No connection/)
    .first()
    .waitFor();
  await picture(ada, 'desks-lost');
  address = await serve(folder);
  console_ = await open(address, LAPTOP, 'the console');
  await button(console_, 'Go on').click();
  await button(console_, /Resume/).waitFor();
  const [again, other] = await turnOn(console_);
  assert.equal(again, host, 'the address stays the same');
  assert.notEqual(other, code);
  await ada.getByText('PAUSED', { exact: true }).first().waitFor();
  await until('the bar to go', async () => !/No connection/.test(await ada.innerText('#app')));
  await ada.getByText('Look at who holds the connections first.').waitFor();
  await bo.getByText('PAUSED', { exact: true }).first().waitFor();
  await console_.getByRole('dialog').getByText('2 desks connected').waitFor();
  await ada.reload();
  await ada.getByText('On-Call Engineer').first().waitFor();
  await picture(ada, 'desks-paused');
  await picture(bo, 'desks-phone-paused');
  await console_.keyboard.press('Escape');
  room = await console_.context().newPage();
  await room.goto(new URL('/room.html', address).href);
  await room.getByText(other).first().waitFor();
  code = other;
  await console_.bringToFront();

  // After ENDEX each desk is asked three questions; one answers with a name, one without.
  await console_.keyboard.press('e');
  await console_.getByRole('button', { name: 'ENDEX', exact: true }).click();
  await ada.getByLabel(/What helped/).fill('The deploy list.');
  await button(ada, 'Send').click();
  await ada.getByText(/Thank you/).waitFor();
  await bo.getByLabel(/What hindered/).fill('Two people asked for the same thing.');
  await bo.getByLabel(/Without my name/).check();
  await picture(bo, 'desks-phone-survey');
  await button(bo, 'Send').click();
  await bo.getByText(/Thank you/).waitFor();
  await console_
    .getByText(/2 answers/)
    .first()
    .waitFor();

  // Removed, told so, and joining closed for everybody.
  await console_.keyboard.press('j');
  await picture(console_, 'desks-people');
  const row = console_.getByRole('dialog').getByText('Bo <b>').first();
  await row.waitFor();
  await console_
    .getByRole('dialog')
    .getByRole('button', { name: /Remove Bo/ })
    .click();
  await console_
    .getByRole('dialog')
    .getByRole('button', { name: /^Remove/ })
    .last()
    .click();
  await bo.getByText(/seat is gone/).waitFor();
  await picture(bo, 'desks-phone-removed');
  await button(console_, /Close joining/).click();
  await button(console_, /Close joining|Drop/)
    .last()
    .click();
  await ada.getByText(/closed joining/).waitFor();
  await until('the room forgets the code', async () => !(await room.innerText('body')).includes(code));
  assert.deepEqual(troubles, []);
});
