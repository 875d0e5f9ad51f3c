// What start and test share: running commands, installing what is missing, building.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const RUST = join(ROOT, 'src-tauri');
export const TARGET = process.env.CARGO_TARGET_DIR ?? join(RUST, 'target');

export function say(line) {
  process.stdout.write(`${line}\n`);
}

/** Runs a command with its output on ours; stops the whole task when it fails. */
export function run(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', ...options });
  if (done.error) fail(`${command} could not be run: ${done.error.message}`);
  if (done.status !== 0) {
    fail(`${command} ${args.join(' ')} ended with ${done.status ?? done.signal}`);
  }
}

export function quiet(command, args, options = {}) {
  return spawnSync(command, args, { cwd: ROOT, encoding: 'utf8', ...options });
}

export class TaskFailed extends Error {}

export function fail(message) {
  throw new TaskFailed(message);
}

export function have(command) {
  return quiet('sh', ['-c', `command -v ${command}`]).status === 0;
}

/** Rust and Node, which we do not install. */
export function needToolchains() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`Node ${process.versions.node} is too old; 20.19 or newer is needed.`);
  }
  if (!have('cargo')) fail('Rust is missing. Install it with rustup, then run this again.');
}

/** Debian packages that are not installed, of those named. */
function missingPackages(names) {
  const listed = quiet('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Abbrev}\n', ...names]);
  const there = new Set(
    listed.stdout
      .split('\n')
      .filter((line) => / ii/.test(line))
      .map((line) => line.split(' ')[0]),
  );
  return names.filter((name) => !there.has(name));
}

/** Installs system packages through apt, saying so first. */
export function needPackages(names, why) {
  if (process.platform !== 'linux') return;
  if (!have('dpkg-query')) {
    say(`This is no Debian or Ubuntu. Make sure that these (or your system's names for them)`);
    say(`are installed, ${why}: ${names.join(' ')}`);
    return;
  }
  const missing = missingPackages(names);
  if (missing.length === 0) return;
  const root = process.getuid?.() === 0;
  if (!root && !have('sudo')) {
    fail(`Missing ${why}. As root: apt-get install ${missing.join(' ')}`);
  }
  say(`Installing system packages ${why}${root ? '' : ' (sudo asks for your password)'}:`);
  say(`  ${missing.join(' ')}`);
  const apt = (...args) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const [command, rest] = root ? ['apt-get', args] : ['sudo', ['apt-get', ...args]];
    run(command, rest, { env, stdio: ['inherit', 'ignore', 'inherit'] });
  };
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', ...missing);
}

export const WINDOW_PACKAGES = ['pkg-config', 'build-essential', 'libwebkit2gtk-4.1-dev'];

/** npm packages, when the lock file says others than are there. */
export function needModules() {
  const lock = join(ROOT, 'package-lock.json');
  const stamp = join(ROOT, 'node_modules/.three-am-lock');
  const wanted = createHash('sha256').update(readFileSync(lock)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('Installing npm packages.');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, wanted);
}

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** The pages, when their sources are newer. */
export function needPages() {
  const built = join(ROOT, 'ui/dist/console.html');
  const sources = ['src', 'console.html', 'room.html', 'desk.html', 'vite.config.ts'].map((name) =>
    join(ROOT, 'ui', name),
  );
  const now = Math.max(...sources.map(newest), newest(join(ROOT, 'package-lock.json')));
  if (existsSync(built) && statSync(built).mtimeMs > now) return;
  say('Building the pages.');
  mkdirSync(join(ROOT, 'ui/dist'), { recursive: true });
  run('npm', ['run', '--silent', 'ui:build', '--', '--logLevel', 'warn']);
}

export function cargo(args, options = {}) {
  run('cargo', args, { cwd: RUST, ...options });
}

/** Runs a task; a failed step is one line, not a stack. */
export async function task(body) {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof TaskFailed)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    process.exitCode = 1;
  }
}
