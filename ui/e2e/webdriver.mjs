// A small WebDriver client, the display it runs on, and the program under test.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runs } from '../tasks/processes.mjs';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

export const ROOT = new URL('../..', import.meta.url).pathname;
export const TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, 'src-tauri/target');
/** Where pictures of a failed (or any, with THREE_AM_PICTURES) story go. */
export const PICTURES = process.env.THREE_AM_PICTURES;

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
    server.on('error', reject);
  });
}

/** Starts an X server without a screen, and a window manager in it. */
export async function openDisplay(size = '1440x900') {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise((resolve, reject) => {
    let text = '';
    server.stdio[3].on('data', (data) => {
      text += data;
      if (text.includes('\n')) resolve(text.trim());
    });
    server.on('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
  });
  const display = `:${number}`;
  const manager = spawn('openbox', [], {
    stdio: 'ignore',
    env: { ...process.env, DISPLAY: display },
  });
  return {
    display,
    close() {
      manager.kill();
      server.kill();
    },
  };
}

/** A data folder of its own for every story. */
export function freshFolder() {
  return mkdtempSync(join(tmpdir(), 'three-am-story-'));
}

/** Waits until something is true, and says what was waited for when it never is. */
export async function until(what, test, ms = 15_000) {
  const end = Date.now() + ms;
  let last;
  while (Date.now() < end) {
    try {
      const value = await test();
      if (value) return value;
    } catch (error) {
      last = error;
    }
    await sleep(50);
  }
  throw new Error(`Never came: ${what}${last ? ` (${last.message})` : ''}`);
}

/** The program, as it was built for the stories. */
export const PROGRAM = join(TARGET, 'debug/three-am');

/** What a program is started with, so that nothing of this machine's person is read or written. */
export function surroundings(display, folder) {
  return {
    ...process.env,
    DISPLAY: display,
    // Without a GPU, layers are only more work; what is seen is the same.
    WEBKIT_DISABLE_COMPOSITING_MODE: '1',
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    THREE_AM_DATA: join(folder, 'three-am'),
    THREE_AM_SCENARIOS: join(ROOT, 'scenarios'),
  };
}

/** The program in a real window, driven over WebDriver. */
export class Program {
  static async open({ display, folder, program, args = [], env = {} }) {
    const port = await freePort();
    const driver = spawn('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...surroundings(display, folder),
        TAURI_WEBVIEW_AUTOMATION: 'true',
        TAURI_AUTOMATION: 'true',
        ...env,
      },
    });
    const self = new Program();
    self.driver = driver;
    self.display = display;
    self.folder = folder;
    self.base = `http://127.0.0.1:${port}`;
    await until('the driver answers', async () => (await fetch(`${self.base}/status`)).ok);
    const binary = program ?? PROGRAM;
    const capabilities = {
      alwaysMatch: {
        timeouts: { script: 10_000, pageLoad: 20_000 },
        'webkitgtk:browserOptions': { binary, args },
      },
    };
    const made = await self.send('POST', '/session', { capabilities });
    if (made.capabilities.browserName !== 'wry') {
      throw new Error(`That is ${made.capabilities.browserName}, not the program at ${binary}`);
    }
    self.session = `/session/${made.sessionId}`;
    return self;
  }

  async send(method, path, body) {
    const answer = await fetch(`${this.base}${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  }

  post(path, body = {}) {
    return this.send('POST', this.session + path, body);
  }

  get(path) {
    return this.send('GET', this.session + path);
  }

  script(script, ...args) {
    return this.post('/execute/sync', { script, args });
  }

  /** The element with this ARIA role and name (exact, or matching), once it is there. */
  byRole(role, name, ms) {
    const wanted = name instanceof RegExp ? { source: name.source } : { text: name };
    return until(`${role} “${name}”`, () => this.script(FIND, role, wanted), ms);
  }

  async click(role, name, ms) {
    const element = await this.byRole(role, name, ms);
    await this.post(`/element/${element[ELEMENT]}/click`);
  }

  async type(role, name, text) {
    const element = await this.byRole(role, name);
    await this.post(`/element/${element[ELEMENT]}/clear`);
    await this.post(`/element/${element[ELEMENT]}/value`, { text });
  }

  async keys(...keys) {
    const actions = keys.flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]);
    await this.post('/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  text() {
    return this.script('return document.body.innerText');
  }

  sees(pattern, ms) {
    return until(`the page says ${pattern}`, async () => pattern.test(await this.text()), ms);
  }

  windows() {
    return this.get('/window/handles');
  }

  go(handle) {
    return this.post('/window', { handle });
  }

  async picture(name) {
    if (!PICTURES) return;
    // Of the display, as a person sees it; the driver's own picture never comes without a compositor.
    await sleep(300);
    mkdirSync(PICTURES, { recursive: true });
    spawnSync('import', ['-display', this.display, '-window', 'root', join(PICTURES, `${name}.png`)]);
  }

  /** Ends the session, and with it the program: what it holds is free when this returns. */
  async close() {
    const pids = running(this.folder);
    const ended = () => !pids.some(runs);
    await this.send('DELETE', this.session).catch(() => {});
    // The driver now and then answers without having ended it.
    await until('its end', ended, 2_000).catch(() =>
      pids.filter(runs).forEach((pid) => process.kill(pid, 'SIGTERM')),
    );
    this.driver.kill();
    await until('the program has ended', ended);
  }
}

/** The processes of the program with this data folder. */
function running(folder) {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const named = readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('three-am');
      return named && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(folder);
    } catch {
      // Gone meanwhile, or not ours to read.
      return false;
    }
  });
}

/** Runs in the page: finds by role and accessible name, hidden things left out. */
const FIND = `
  const [role, wanted] = arguments;
  const implied = { button: 'button,summary', textbox: 'input:not([type]),input[type=text],input[type=search],textarea',
    searchbox: 'input[type=search]', combobox: 'select,input[list]', spinbutton: 'input[type=number]',
    link: 'a[href]', heading: 'h1,h2,h3,h4', dialog: 'dialog', checkbox: 'input[type=checkbox]',
    radio: 'input[type=radio]', option: 'option', tab: '', listitem: 'li' };
  const selector = ['[role="' + role + '"]', implied[role]].filter(Boolean).join(',');
  const squash = (text) => text.replace(/\\s+/g, ' ').trim();
  const name = (el) => {
    const by = el.getAttribute('aria-labelledby');
    if (by) return squash(by.split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' '));
    if (el.getAttribute('aria-label')) return squash(el.getAttribute('aria-label'));
    if (el.labels?.length) return squash([...el.labels].map((l) => l.textContent).join(' '));
    return squash(el.textContent || el.placeholder || el.title || '');
  };
  const fits = (text) => wanted.source ? new RegExp(wanted.source).test(text) : text === wanted.text;
  for (const el of document.querySelectorAll(selector)) {
    if (!el.checkVisibility({ visibilityProperty: true })) continue;
    if (fits(name(el))) { el.scrollIntoView({ block: 'nearest' }); return el; }
  }
  return null;
`;

export { ELEMENT };
