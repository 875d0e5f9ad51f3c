// How fast a postmortem becomes a PDF, beside other typesetters that get the same document.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { goal, median, output, times, told } from './figures.mjs';
import { TYPESETTERS, typesetterPython } from './peers.mjs';
import { RUST, TARGET, cargo, quiet, say } from './steps.mjs';

const PROGRAM = join(TARGET, 'release/examples/postmortem');
const FONTS = join(RUST, 'core/report/fonts');
/** Timeline rows, and how many turns ours and Typst take. */
const SIZES = [
  { rows: 1000, turns: 9 },
  { rows: 10_000, turns: 5 },
];
/** The others are slow, and measured at the smaller size alone. */
const OTHERS_TURNS = 3;
const WANTED = 2.5;

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome'];
const words = ({ rows }) => `${rows.toLocaleString('en')} rows`;

/** One run of one typesetter, and the file that came of it. */
function typeset(typesetter, folder) {
  const pdf = join(folder, `${typesetter.name}.pdf`);
  const run = typesetter.run(folder, pdf);
  return { ...run, ...told(PROGRAM, ['tell', pdf]) };
}

function typesetters(python) {
  const measured = (...args) => told(python, [join(TYPESETTERS, 'measure.py'), ...args]);
  const ours = {
    name: 'ours',
    run: (folder, pdf) => measured('run', PROGRAM, 'pdf', join(folder, 'content.json'), pdf),
  };
  const typst = {
    name: 'Typst',
    version: output(python, ['-c', `import importlib.metadata as m; print(m.version('typst'))`]).trim(),
    run: (folder, pdf) => measured('typst', join(folder, 'content.typ'), FONTS, pdf),
  };
  const weasyprint = {
    name: 'WeasyPrint',
    run: (folder, pdf) =>
      measured('run', python, '-m', 'weasyprint', '--pdf-tags', join(folder, 'content.html'), pdf),
  };
  const browser = BROWSERS.find((name) => quiet(name, ['--version']).status === 0);
  const quietly = ['--headless', '--no-sandbox', '--disable-gpu', '--no-pdf-header-footer'];
  const chromium = browser && {
    name: 'Chromium',
    run: (folder, pdf) =>
      measured('run', browser, ...quietly, `--print-to-pdf=${pdf}`, join(folder, 'content.html')),
  };
  if (!chromium) say('No Chromium is installed here, so it is left out.');
  return { ours, typst, others: [weasyprint, chromium].filter(Boolean) };
}

/** Medians of what runs say. */
function medians(runs) {
  const of = (figure) => median(runs.map((run) => run[figure]));
  const { pages, tagged, bytes } = runs[0];
  return { took: of('took_s'), cpu: of('cpu_s'), peak: of('peak_mb'), pages, tagged, bytes };
}

const figures = ({ took, cpu, peak, pages, tagged, bytes }) =>
  `${(took * 1000).toFixed(0)} ms (${cpu.toFixed(2)} s of CPU), ${peak.toFixed(0)} MB, ` +
  `${(bytes / 1024).toLocaleString('en', { maximumFractionDigits: 0 })} KB, ${pages} pages, ` +
  (tagged ? 'tagged' : 'not tagged');

const faster = (ratio) => `ours is ${ratio.toFixed(1)} times as fast`;

/** Ours and Typst in turns; the ratio is the median of each turn's own. */
function pair(size, folder, { ours, typst }) {
  say(`Measuring: ${words(size)}, ours and Typst in turns.`);
  const turns = times(size.turns, () => [ours, typst].map((one) => typeset(one, folder)));
  const [us, them] = [0, 1].map((at) => medians(turns.map((turn) => turn[at])));
  const ratio = median(turns.map(([a, b]) => b.took_s / a.took_s));
  return [
    [`a postmortem with ${words(size)}: ours`, figures(us), goal(us.tagged, 'tagged')],
    [
      `… Typst ${typst.version}, the compile call alone`,
      `${figures(them)}: ${faster(ratio)}`,
      [
        goal(ratio >= WANTED, `≥ ${WANTED} times`),
        goal(us.bytes <= them.bytes, 'file no larger'),
        goal(us.peak <= them.peak, 'memory no higher'),
      ].join('; '),
    ],
  ];
}

export function postmortemRows() {
  const python = typesetterPython();
  say('Building the postmortem for release.');
  cargo(['build', '--quiet', '--release', '-p', 'report', '--example', 'postmortem']);
  const home = mkdtempSync(join(tmpdir(), 'three-am-bench-'));
  try {
    const contents = SIZES.map((size) => {
      const folder = join(home, String(size.rows));
      output(PROGRAM, ['content', String(size.rows), folder]);
      cpSync(FONTS, join(folder, 'fonts'), { recursive: true });
      return folder;
    });
    if (!python) {
      say('So ours is timed alone, without its memory.');
      return SIZES.map((size, at) => alone(size, contents[at]));
    }
    const all = typesetters(python);
    const rows = SIZES.map((size, at) => pair(size, contents[at], all));
    say(`Measuring: ${words(SIZES[0])}, ${all.others.map(({ name }) => name).join(' and ')}.`);
    const others = all.others.map((one) => {
      const runs = times(OTHERS_TURNS, () => [all.ours, one].map((who) => typeset(who, contents[0])));
      const ratio = median(runs.map(([a, b]) => b.took_s / a.took_s));
      const them = medians(runs.map((run) => run[1]));
      return [`… ${one.name}`, `${figures(them)}: ${faster(ratio)}`, ''];
    });
    return [...rows[0], ...others, ...rows.slice(1).flat()];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function alone(size, folder) {
  const took = times(size.turns, () => {
    const began = performance.now();
    output(PROGRAM, ['pdf', join(folder, 'content.json'), join(folder, 'ours.pdf')]);
    return performance.now() - began;
  });
  return [`a postmortem with ${words(size)}: ours`, `${median(took).toFixed(0)} ms`, ''];
}
