// What others wrote that the program carries, as the About dialog lists it, and whether we may carry it.
// It needs npm packages: tasks import it when those are installed.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'smol-toml';
import satisfies from 'spdx-satisfies';
import { ROOT, RUST, TARGET, fail, quiet, say } from './steps.mjs';

const LIST = join(ROOT, 'ui/src/console/about/licences.json');
/** Which licences are allowed stands where cargo-deny looks for it. */
const RULES = join(RUST, 'deny.toml');
/** Written by the build of the pages. */
const PAGES = join(ROOT, 'ui/dist/.vite/licences.json');
const TYPEFACES = join(RUST, 'core/report/fonts');
/** Whose crates come with it: the window and the command. */
const PROGRAMS = ['three-am', 'cli'];
const TEXTS = /^(licen[cs]e|copying|copyright|notice|unlicense)/i;
/** Licences that ask for nothing to be told, but that the source can be had. */
const SOURCE = 'MPL-2.0';

const rules = () => parse(readFileSync(RULES, 'utf8'));
const read = (path) => readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trim();
const key = ({ name, version, kind }) => `${name.toLowerCase().replace(/^@/, '')} ${version} ${kind}`;
const byName = (a, b) => (key(a) < key(b) ? -1 : 1);

/** Texts of a licence that lie in a folder. */
function texts(folder) {
  const names = readdirSync(folder, { withFileTypes: true });
  return names
    .filter((one) => one.isFile() && TEXTS.test(one.name))
    .map(({ name }) => read(join(folder, name)));
}

/** Crates that are linked into the programs on one kind of machine: macros and what builds them stay behind. */
function linked(target) {
  const args = ['metadata', '--locked', '--format-version', '1', '--filter-platform', target];
  const told = quiet('cargo', args, { cwd: RUST, maxBuffer: 1 << 28 });
  if (told.status !== 0) fail(`cargo ${args.join(' ')}: ${told.stderr}`);
  const { packages, resolve } = JSON.parse(told.stdout);
  const known = new Map(packages.map((one) => [one.id, one]));
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const isMacro = (id) => known.get(id).targets.some(({ kind }) => kind.includes('proc-macro'));
  const found = new Set();
  const todo = packages.filter(({ source, name }) => !source && PROGRAMS.includes(name)).map(({ id }) => id);
  while (todo.length) {
    const id = todo.pop();
    if (found.has(id) || isMacro(id)) continue;
    found.add(id);
    const used = nodes.get(id).deps.filter(({ dep_kinds }) => dep_kinds.some(({ kind }) => kind === null));
    todo.push(...used.map(({ pkg }) => pkg));
  }
  return [...found].map((id) => known.get(id)).filter(({ source }) => source);
}

function crates() {
  const all = new Map();
  for (const target of rules().graph.targets) {
    for (const { id, name, version, license, repository, manifest_path } of linked(target)) {
      // Before 2018 a slash stood for "or".
      const licence = license?.replace(/ ?\/ ?/g, ' OR ') ?? '';
      all.set(id, { kind: 'crate', name, version, licence, repository, folder: dirname(manifest_path) });
    }
  }
  return [...all.values()];
}

/** What is in the pages: code as the build tells it, and the packages of typefaces. */
function pages() {
  if (!existsSync(PAGES)) fail('The pages are not built: npm run ui:build.');
  const code = JSON.parse(readFileSync(PAGES, 'utf8')).map(({ name, version, identifier }) => {
    return { kind: 'npm', name, version, licence: identifier, folder: join(ROOT, 'node_modules', name) };
  });
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const faces = Object.keys(dependencies).filter((name) => name.startsWith('@fontsource'));
  const typefaces = faces.map((name) => {
    const folder = join(ROOT, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return { kind: 'npm', name, version, licence: license, folder };
  });
  return [...code, ...typefaces];
}

/** Typefaces of the PDF, by the texts of their licence. */
function ofThePdf() {
  const names = readdirSync(TYPEFACES).map((name) => /^OFL-(.*)\.txt$/.exec(name)?.[1]);
  return names.filter(Boolean).map((name) => {
    const text = read(join(TYPEFACES, `OFL-${name}.txt`));
    return { kind: 'typeface', name, version: '', licence: 'OFL-1.1', texts: [text] };
  });
}

const all = () => [...crates(), ...pages(), ...ofThePdf()].sort(byName);

/** The list as it is shown: one line for each, so that a change can be read. */
function listed(things) {
  const rows = things.map(({ kind, name, version, licence }) =>
    JSON.stringify({ kind, name, version, licence }),
  );
  return `[\n${rows.map((row) => `  ${row}`).join(',\n')}\n]\n`;
}

function isAllowed(licence, allowed) {
  try {
    return satisfies(licence, allowed);
  } catch {
    return false;
  }
}

/** Fails when something may not be carried. */
function judge(things) {
  const { allow } = rules().licenses;
  // Typefaces are no code: theirs is allowed for them alone.
  const may = ({ kind, name }) =>
    kind === 'typeface' || name.startsWith('@fontsource') ? ['OFL-1.1'] : allow;
  const refused = things.filter((one) => !isAllowed(one.licence, may(one)));
  if (refused.length === 0) return;
  const rows = refused.map(({ name, version, licence }) => `  ${name} ${version}: ${licence || 'none told'}`);
  fail(`Not among the licences that ${RULES} allows:\n${rows.join('\n')}`);
}

/** All names, licences and texts in one file, for packages. */
export function writeTexts() {
  const things = all();
  judge(things);
  const under = new Map();
  const bare = [];
  for (const one of things) {
    const own = one.texts ?? texts(one.folder);
    if (own.length === 0) bare.push(one);
    for (const text of own) under.set(text, [...(under.get(text) ?? []), one]);
  }
  const named = ({ name, version }) => `${name} ${version}`.trim();
  const row = (one) => {
    const source = one.licence.includes(SOURCE) && one.repository ? `, source: ${one.repository}` : '';
    return `${named(one)}: ${one.licence}${source}`;
  };
  const parts = [
    'Three AM is under the Apache License 2.0 (see LICENSE). It carries what follows.',
    things.map(row).join('\n'),
    `Without a text of their own: ${bare.map(named).join(', ')}.`,
    ...[...under].map(([text, whose]) => `For ${whose.map(named).join(', ')}:\n\n${text}`),
  ];
  const to = join(TARGET, 'licences.txt');
  mkdirSync(TARGET, { recursive: true });
  writeFileSync(to, `${parts.join(`\n\n${'─'.repeat(72)}\n\n`)}\n`);
  return to;
}

/** Fails when the list is not what is built, or something may not be carried. */
export function check() {
  const things = all();
  judge(things);
  if (listed(things) !== readFileSync(LIST, 'utf8')) {
    fail('What the program carries has changed: `npm run licences` writes the list anew.');
  }
  say(`${things.length} things of others, all under licences that are allowed.`);
}

/** Writes the list anew. */
export function write() {
  const things = all();
  judge(things);
  mkdirSync(dirname(LIST), { recursive: true });
  writeFileSync(LIST, listed(things));
  say(`${LIST}: ${things.length} things of others.`);
}
