// npm start: from a bare checkout to the open console.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import {
  RUST,
  TARGET,
  WINDOW_PACKAGES,
  cargo,
  needModules,
  needPackages,
  needPages,
  needToolchains,
  say,
  task,
} from './steps.mjs';

const linux = process.platform === 'linux';
const display = !linux || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** Hands the terminal to the program, and its end to ours. */
function become(program, args) {
  const child = spawn(program, args, { stdio: 'inherit', cwd: join(RUST, '..') });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

await task(() => {
  needToolchains();
  if (display) {
    needPackages(WINDOW_PACKAGES, 'for the window');
    needModules();
    needPages();
    cargo(['build', '-p', 'three-am', '--features', 'custom-protocol']);
    become(join(TARGET, 'debug/three-am'), []);
    return;
  }
  say('There is no display here, so no window can be opened.');
  say('The same console is served to a browser on this machine instead.');
  needPackages(['build-essential'], 'to compile');
  needModules();
  needPages();
  cargo(['build', '-p', 'cli']);
  say('To play a drill unattended:');
  say('  src-tauri/target/debug/3am rehearse scenarios/3am-outage --team good --out out');
  become(join(TARGET, 'debug/3am'), ['serve']);
});
