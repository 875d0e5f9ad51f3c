// Whether a page as it stands is accessible: axe-core, with what it leaves open measured by hand.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

// The page forbids scripts that are not its own; what a debugger evaluates is not held to that.
const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const RULES = {
  // Experimental, and worth it: who speaks to a control says what is written on it.
  'label-content-name-mismatch': { enabled: true },
};
/** What depends on the theme. All else is the same in both, and is looked at once. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block'];
/**
 * Left open by axe, and fine: a glyph on a button is no word, a bar of a histogram is a stop for nobody, and the
 * head of a group of rows has no cell in its own row.
 */
const LEFT_OPEN = ['label-content-name-mismatch', 'target-size', 'th-has-data-cells'];
/**
 * Not asked of these, for the same is reached in another way on the same page. Links in a log line stand in lines as
 * they are written, 19 px apart (26 with a finger): `req:` in the search field, and the tab Traces. Bars of a played
 * night are as long as what they stand for: each inject is in the run sheet above it.
 */
const DENSE = { rule: 'target-size', within: '[data-line], .lanes' };

/** Elements that are named for each rule; more are alike. */
const MOST = 8;

/**
 * Throws a list of what is wrong with the page, in the dark theme and in the light one. Where a dialog stands before it
 * the dialog alone is looked at; `within`: only what is in there, where all around it was looked at before.
 */
export async function accessible(page, where, within) {
  const wrong = await findings(page, within);
  if (wrong.length > 0) throw new Error(`${where}:\n${told(wrong)}`);
}

/** The same as a list, a line for each element. */
async function findings(page, within) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SOURCE);
  const asked = {
    tags: TAGS,
    rules: RULES,
    of_colour: OF_COLOUR,
    left_open: LEFT_OPEN,
    dense: DENSE,
    within,
  };
  return page.evaluate(inPage, asked);
}

function told(wrong) {
  const lines = [];
  for (const rule of new Set(wrong.map((one) => one.rule))) {
    const all = wrong.filter((one) => one.rule === rule);
    lines.push(`  ${rule}: ${all[0].help}`);
    for (const { at, theme, why } of all.slice(0, MOST)) lines.push(`    ${at} (${theme})`, `      ${why}`);
    if (all.length > MOST) lines.push(`    … and ${all.length - MOST} more`);
  }
  return lines.join('\n');
}

/** Runs in the page. */
async function inPage({ tags, rules, of_colour, left_open, dense, within }) {
  const pen = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });

  /** Any colour of CSS as red, green, blue (0 to 255) and opacity. */
  function rgba(colour) {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  }
  const over = ([r, g, b, a], [x, y, z]) => [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a)];

  function light(rgb) {
    const [r, g, b] = rgb.map((c) => (c <= 10.3 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }
  function contrast(one, other) {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  }

  /**
   * Where axe cannot tell what is behind words, because something lies over a part of it or it is a gradient: the
   * words against the grounds of all they stand in, every colour of a gradient taken. What is wrong, or null.
   */
  function measured(el) {
    // Drawn anew since axe looked.
    if (!el.isConnected) return null;
    const path = [];
    for (let at = el; at; at = at.parentElement) path.unshift(getComputedStyle(at));
    let grounds = [[255, 255, 255]];
    let opacity = 1;
    for (const style of path) {
      opacity *= Number(style.opacity);
      const flat = rgba(style.backgroundColor);
      if (flat[3] > 0) grounds = grounds.map((ground) => over(flat, ground));
      const stops = style.backgroundImage.match(/(?:rgba?|color|oklab|oklch)\([^()]*\)/g) ?? [];
      if (stops.length > 0)
        grounds = stops.flatMap((stop) => grounds.map((ground) => over(rgba(stop), ground)));
    }
    const style = path.at(-1);
    const ink = rgba(style.color);
    // Words that are drawn by somebody else in the same place.
    if (ink[3] === 0) return null;
    const size = parseFloat(style.fontSize);
    const wanted = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    const least = Math.min(
      ...grounds.map((ground) => contrast(over([...ink.slice(0, 3), ink[3] * opacity], ground), ground)),
    );
    return least >= wanted ? null : `Measured by hand: contrast ${least.toFixed(2)} of ${wanted}.`;
  }

  /** What is written on it, without key hints and what is hidden from a reader; and that is in its name? */
  function named(el) {
    const copy = el.cloneNode(true);
    for (const aside of copy.querySelectorAll('kbd, [aria-hidden="true"]')) aside.remove();
    const plain = (text) =>
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim();
    return plain(el.getAttribute('aria-label') ?? '').includes(plain(copy.textContent));
  }

  /** Twice, for what looks at its own size; a page in the background may not be drawn at all. */
  const frame = () =>
    new Promise((go) => {
      requestAnimationFrame(go);
      setTimeout(go, 300);
    });
  const drawn = () => frame().then(frame);

  const root = document.documentElement;
  const was = root.dataset.theme;
  const part = document.querySelector('dialog:modal') ?? (within ? document.querySelector(within) : document);
  const wrong = [];
  for (const theme of ['dark', 'light']) {
    root.dataset.theme = theme;
    await drawn();
    const { violations, incomplete } = await window.axe.run(part, {
      runOnly: theme === 'dark' ? { type: 'tag', values: tags } : { type: 'rule', values: of_colour },
      rules: theme === 'dark' ? rules : {},
      resultTypes: ['violations', 'incomplete'],
      elementRef: true,
      preload: false,
      iframes: false,
    });
    const say = (rule, node, why) =>
      wrong.push({ rule: rule.id, help: rule.help, theme, at: node.target.join(' '), why });
    const summary = (node) => node.failureSummary.replace(/\s*\n\s*/g, ' ');
    for (const rule of violations)
      for (const node of rule.nodes) {
        if (rule.id === dense.rule && node.element.closest(dense.within)) continue;
        if (rule.id === 'label-content-name-mismatch' && named(node.element)) continue;
        say(rule, node, summary(node));
      }
    for (const rule of incomplete.filter(({ id }) => !left_open.includes(id)))
      for (const node of rule.nodes) {
        const why = rule.id === 'color-contrast' ? measured(node.element) : `Left open. ${summary(node)}`;
        if (why !== null) say(rule, node, why);
      }
  }
  if (was === undefined) delete root.dataset.theme;
  else root.dataset.theme = was;
  return wrong;
}
