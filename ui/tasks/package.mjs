// npm run package: the program as packages for this system, with scenarios, icon and file type.
// `npm run package -- deb` makes only that one.
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  ROOT,
  RUST,
  TARGET,
  WINDOW_PACKAGES,
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

const BUNDLES = join(TARGET, 'release/bundle');
/** What each system can make; `appimage` fetches its tools from outside, and may fail alone. */
const KINDS = { linux: ['deb', 'rpm', 'appimage'], darwin: ['app', 'dmg'], win32: ['nsis'] };
const MAY_FAIL = ['appimage'];
const ENDINGS = { deb: '.deb', rpm: '.rpm', appimage: '.AppImage', app: '.app', dmg: '.dmg', nsis: '.exe' };
/** The bundler's own name for the folder of a kind. */
const FOLDERS = { app: 'macos' };

const tauri = join(ROOT, 'node_modules/@tauri-apps/cli/tauri.js');
const folderOf = (kind) => join(BUNDLES, FOLDERS[kind] ?? kind);

/** Bytes of a file, or of all in a folder. */
function size(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + size(join(path, name)), 0);
}

function made(kind) {
  const folder = folderOf(kind);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter((name) => name.endsWith(ENDINGS[kind])).map((name) => join(folder, name));
}

/** What is written for packages only, and so stands in no configuration. */
function carried() {
  const texts = relative(RUST, join(TARGET, 'licences.txt'));
  return ['--config', JSON.stringify({ bundle: { resources: { [texts]: 'licences.txt' } } })];
}

/** Makes one kind out of the program that was built; says why where it may fail and does. */
function bundle(kind) {
  for (const before of made(kind)) rmSync(before, { recursive: true });
  say(`Making ${kind}.`);
  const args = [tauri, 'bundle', '--bundles', kind, ...carried()];
  if (!MAY_FAIL.includes(kind)) {
    run('node', args, { stdio: ['ignore', 'ignore', 'inherit'] });
    return;
  }
  const done = quiet('node', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  if (done.status === 0) return;
  const said = `${done.stdout}\n${done.stderr}`.trim().split('\n').at(-1)?.trim();
  say(`No ${kind}: ${said || `the bundler ended with ${done.status}`}`);
}

await task(async () => {
  const possible = KINDS[process.platform] ?? [];
  const asked = process.argv.slice(2);
  const unknown = asked.filter((kind) => !possible.includes(kind));
  if (unknown.length) fail(`Not made here: ${unknown.join(', ')}. There are: ${possible.join(', ')}.`);
  const kinds = asked.length ? asked : possible;
  needToolchains();
  needPackages(WINDOW_PACKAGES, 'for the window');
  needModules();
  say('Building the pages and the program for release. This takes minutes.');
  needPages();
  const { writeTexts } = await import('./carried.mjs');
  writeTexts();
  // The workspace's usual members leave the window out.
  run('node', [tauri, 'build', '--no-bundle', ...carried(), '--', '-p', 'three-am', '--quiet'], {
    cwd: RUST,
  });
  kinds.forEach(bundle);
  const all = kinds.flatMap(made);
  if (all.length === 0) fail('Nothing was made.');
  say('\nMade:');
  for (const path of all) {
    say(`  ${relative(ROOT, path)}  ${(size(path) / 1e6).toFixed(1)} MB`);
  }
});
