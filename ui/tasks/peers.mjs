// Other people's simulators and typesetters, from PyPI, for the tests and the benchmark.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RUST, TARGET, quiet, say } from './steps.mjs';

export const PEERS = join(RUST, 'edge/cli/tests/peers');
export const TYPESETTERS = join(RUST, 'core/report/peers');

const SIMULATORS = { folder: PEERS, home: 'peers', imports: 'ciw, simpy', names: 'Ciw and SimPy' };

/** A Python with the typesetters that our PDF is held against. */
export const typesetterPython = () =>
  peerPython({
    folder: TYPESETTERS,
    home: 'typesetters',
    imports: 'typst, weasyprint',
    names: 'Typst and WeasyPrint',
  });

/**
 * A Python with what ours is held against, made beside the build where none is yet.
 * @returns {string | undefined} its path; undefined, with the reason said, where none can be had
 */
export function peerPython({ folder, home: name, imports, names } = SIMULATORS) {
  if (folder === PEERS && process.env.THREE_AM_PYTHON) return process.env.THREE_AM_PYTHON;
  const wanted = readFileSync(join(folder, 'requirements.txt'), 'utf8');
  const home = join(TARGET, name);
  const stamp = join(home, '.three-am-peers');
  const windows = process.platform === 'win32';
  const python = join(home, windows ? 'Scripts/python.exe' : 'bin/python');
  const works = () => quiet(python, ['-c', `import ${imports}`]).status === 0;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && works()) return python;
  say(`Installing ${names} (PyPI) into a Python environment of their own.`);
  const lacks = (done, what) => {
    if (done.status === 0) return false;
    const words = [done.error?.message, done.stdout, done.stderr].filter(Boolean).join('\n');
    say(`${what}: ${words.trim().split('\n').at(-1) || 'no reason given'}`);
    return true;
  };
  const system = windows ? 'python' : 'python3';
  const make = quiet(system, ['-m', 'venv', '--clear', home]);
  if (lacks(make, 'Python 3 with venv and pip is missing (Debian: python3-venv)')) return undefined;
  const fetch = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r'];
  const install = quiet(python, [...fetch, join(folder, 'requirements.txt')]);
  if (lacks(install, 'They cannot be installed')) return undefined;
  writeFileSync(stamp, wanted);
  return python;
}
