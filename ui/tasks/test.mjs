// npm test: every check, fast ones first. `npm test -- rust stories` runs only those named.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { peerPython } from './peers.mjs';
import {
  ROOT,
  TARGET,
  WINDOW_PACKAGES,
  cargo,
  fail,
  needModules,
  needPackages,
  needPages,
  needToolchains,
  quiet,
  run,
  say,
  task,
} from './steps.mjs';

const TEST_PACKAGES = [
  ...WINDOW_PACKAGES,
  'webkit2gtk-driver',
  'xvfb',
  'openbox',
  'xserver-xorg-core',
  'xserver-xorg-video-dummy',
  'x11-utils',
  'x11-xserver-utils',
  'xdotool',
  'dbus',
  'imagemagick',
  'poppler-utils',
  'qpdf',
];

// The same packages and features in every step, so that nothing is compiled twice over.
const ALL = ['--workspace', '--features', 'custom-protocol'];
/** A browser, where none is there: Debian calls it chromium, Ubuntu chromium-browser. */
function browser() {
  const there = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  if (there.some((path) => existsSync(path))) return [];
  const ubuntu = /^ID=ubuntu$/m.test(quiet('cat', ['/etc/os-release']).stdout ?? '');
  return [ubuntu ? 'chromium-browser' : 'chromium'];
}

const UI = join(ROOT, 'ui');
/** In a browser, then in the real window. */
const STORIES = [
  'browser',
  'lost',
  'steering',
  'watching',
  'desks',
  'editor',
  'access',
  'window',
  'keyboard',
  'displays',
];
const npm = (...args) => run('npm', ['run', '--silent', ...args]);

const steps = {
  format() {
    cargo(['fmt', '--all', '--check']);
    run('npx', ['prettier', '--check', '--log-level', 'warn', '.'], { cwd: UI });
  },
  ui() {
    npm('ui:check');
    run('npx', ['eslint', '.'], { cwd: UI });
    npm('ui:test');
  },
  lint() {
    cargo(['clippy', ...ALL, '--all-targets', '--quiet', '--', '-D', 'warnings']);
  },
  async licences() {
    const { check } = await import('./carried.mjs');
    check();
  },
  rust() {
    cargo(['test', ...ALL, '--quiet']);
  },
  ciw,
  rehearse,
  stories() {
    cargo(['build', ...ALL, '--quiet']);
    for (const story of STORIES) {
      run('node', ['--test', '--test-concurrency=1', `ui/e2e/${story}.test.mjs`]);
    }
  },
};

/** An independent simulator agrees with ours; it needs Python. */
function ciw() {
  const python = peerPython();
  if (!python) {
    say('So this is not compared with Ciw here.');
    return false;
  }
  const env = { ...process.env, THREE_AM_PYTHON: python };
  cargo(['test', ...ALL, '--quiet', '--test', 'ciw', '--', '--nocapture'], { env });
  return true;
}

/** Every system checks clean. Every scenario checks clean and is played by each of its teams, twice, to the same bytes. */
async function rehearse() {
  cargo(['build', ...ALL, '--quiet']);
  const program = join(TARGET, 'debug/3am');
  const out = mkdtempSync(join(tmpdir(), 'three-am-rehearse-'));
  const scenarios = readdirSync(join(ROOT, 'scenarios')).filter((id) =>
    existsSync(join(ROOT, 'scenarios', id, 'scenario.toml')),
  );
  const systems = join(ROOT, 'scenarios/systems');
  for (const id of readdirSync(systems)) run(program, ['check', join(systems, id)]);
  for (const id of scenarios) {
    const folder = join(ROOT, 'scenarios', id);
    run(program, ['check', folder]);
    const teams = readdirSync(join(folder, 'teams')).map((name) => name.replace(/\.toml$/, ''));
    if (teams.length < 3) fail(`${id} has ${teams.length} teams; three are needed.`);
    for (const team of teams) {
      const folders = ['a', 'b'].map((run) => join(out, `${id}-${team}-${run}`));
      await Promise.all(folders.map((to) => play(program, folder, team, to)));
      for (const name of readdirSync(folders[0])) {
        const [a, b] = folders.map((to) => readFileSync(join(to, name)));
        if (!a.equals(b)) fail(`${id} by ${team}: two runs wrote different ${name}`);
      }
      say(`${id} by ${team}: played twice, the same bytes.`);
    }
  }
  rmSync(out, { recursive: true, force: true });
}

/** Plays one team beside whatever else is played, and fails if a step of its script was left out. */
async function play(program, folder, team, to) {
  const args = ['rehearse', folder, '--team', team, '--out', to];
  const played = await promisify(execFile)(program, args, { cwd: ROOT }).catch((error) => error);
  const said = `${folder} by ${team}:\n${played.stdout}${played.stderr}`;
  if (played instanceof Error || /not carried out/.test(played.stdout)) fail(said);
}

await task(async () => {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !(name in steps));
  if (unknown.length) {
    fail(`No step is called ${unknown.join(', ')}. There are: ${Object.keys(steps).join(', ')}.`);
  }
  const began = Date.now();
  needToolchains();
  needPackages([...TEST_PACKAGES, ...browser()], 'that the tests need');
  needModules();
  needPages();
  let passed = 0;
  const skipped = [];
  for (const [name, step] of Object.entries(steps)) {
    if (asked.length && !asked.includes(name)) continue;
    const from = Date.now();
    say(`\n── ${name}`);
    if ((await step()) === false) {
      skipped.push(name);
      say(`── ${name}: skipped`);
      continue;
    }
    passed += 1;
    say(`── ${name}: passed in ${Math.round((Date.now() - from) / 1000)} s`);
  }
  if (skipped.length) say(`\nSkipped for the reason said there: ${skipped.join(', ')}.`);
  say(`\nAll ${skipped.length ? 'other ' : ''}steps passed in ${Math.round((Date.now() - began) / 1000)} s.`);
  say(`steps: ${passed} passed, 0 failed`);
});
