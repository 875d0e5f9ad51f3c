// Whether all of a page can be reached and seen by whoever zooms in, uses keys alone, or wants no motion.

/** What a window of 1440 × 900 leaves to a page at 200 % zoom. */
export const ZOOMED = { width: 720, height: 450, deviceScaleFactor: 2 };
export const NARROW = { width: 390, height: 844, deviceScaleFactor: 2 };

/** Does something at another size, and goes back. */
export async function sized(page, size, act) {
  const was = { ...page.viewportSize(), deviceScaleFactor: 1 };
  const session = await page.context().newCDPSession(page);
  const resize = (to) => session.send('Emulation.setDeviceMetricsOverride', { ...to, mobile: false });
  await resize(size);
  // What measures itself does so with the next pictures.
  await page.waitForTimeout(60);
  try {
    return await act();
  } finally {
    await resize(was);
    await session.detach();
  }
}

/** Throws a list of what sticks out sideways or is cut off, so that no scrolling brings it up. */
export async function reachable(page, where) {
  const wrong = await page.evaluate(outOfReach);
  if (wrong.length > 0) throw new Error(`${where}:\n${wrong.map((line) => `  ${line}`).join('\n')}`);
}

/** Runs in the page. */
function outOfReach() {
  const wrong = new Set();
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth)
    wrong.add(`The page is ${root.scrollWidth - root.clientWidth} px too wide.`);

  const CONTROLS = 'a[href], button, input, select, textarea, [tabindex="0"]';
  /** Below this nobody can read what is scrolled. */
  const LOWEST_PX = 40;
  const scrolls = (overflow) => overflow === 'auto' || overflow === 'scroll';
  function says(el) {
    const words = el.getAttribute('aria-label') ?? el.textContent.replace(/\s+/g, ' ').trim().slice(0, 40);
    const classes = [...el.classList].filter((one) => !one.startsWith('svelte-'));
    return `${[el.tagName.toLowerCase(), ...classes].join('.')} “${words}”`;
  }

  const modal = [...document.querySelectorAll('dialog:modal')].at(-1);
  for (const el of (modal ?? document).querySelectorAll(CONTROLS)) {
    if (!el.checkVisibility({ visibilityProperty: true }) || el.closest('[inert], .unseen')) continue;
    let { left, top, right, bottom } = el.getBoundingClientRect();
    // Up through all that clips it. A scroller brings it up along its axis, and then stands for it.
    for (let at = el.parentElement; at && at !== root; at = at.parentElement) {
      const { overflowX, overflowY, position } = getComputedStyle(at);
      const edge = at.getBoundingClientRect();
      if (scrolls(overflowX)) [left, right] = [edge.left, edge.right];
      else if (overflowX !== 'visible' && (left < edge.left - 2 || right > edge.right + 2))
        wrong.add(`${says(el)} is cut off sideways by ${says(at)}.`);
      if (scrolls(overflowY)) {
        const needs = at.scrollHeight > at.clientHeight && at.clientHeight < LOWEST_PX;
        if (needs) wrong.add(`${says(at)} scrolls, and is ${at.clientHeight} px high.`);
        [top, bottom] = [edge.top, edge.bottom];
      } else if (overflowY !== 'visible' && (top < edge.top - 2 || bottom > edge.bottom + 2))
        wrong.add(`${says(el)} is cut off by ${says(at)}.`);
      if (position === 'fixed' || at === modal) break;
    }
    if (right > innerWidth + 1 || left < -1) wrong.add(`${says(el)} sticks out sideways.`);
    if (bottom > innerHeight + 1 || top < -1) wrong.add(`${says(el)} cannot be scrolled to.`);
  }

  // Sideways scrolls only what means something in two dimensions: tables and the map.
  for (const el of document.querySelectorAll('*')) {
    if (el.scrollWidth <= el.clientWidth + 1 || !scrolls(getComputedStyle(el).overflowX)) continue;
    if (!el.checkVisibility() || el.matches('.map, :has(> table), pre')) continue;
    wrong.add(`${says(el)} scrolls sideways by ${el.scrollWidth - el.clientWidth} px.`);
  }
  return [...wrong];
}

/** Notes lists that glide; before any page is opened. */
export function watchGliding(context) {
  return context.addInitScript(() => {
    window.glided = [];
    for (const name of ['scroll', 'scrollTo', 'scrollBy', 'scrollIntoView']) {
      const does = Element.prototype[name];
      Element.prototype[name] = function (...asked) {
        if (asked[0]?.behavior === 'smooth') window.glided.push(`${this.className}: ${name}`);
        return does.apply(this, asked);
      };
    }
  });
}

/** What moves by itself, or has since the page was opened. */
export function moving(page) {
  return page.evaluate(() => [
    ...document
      .getAnimations()
      .map((one) => `${one.effect?.target?.className}: ${one.animationName ?? one.transitionProperty}`),
    ...window.glided,
  ]);
}

/**
 * Tab from where the focus is, until it leaves the page or comes back to the first stop: each stop, in which part
 * of the page it stands, and what keeps its focus from being seen.
 */
export async function stops(page, most = 200) {
  const all = [];
  await page.evaluate(() => (window.stops = new Set()));
  while (all.length < most) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(focused);
    if (stop === null) break;
    all.push(stop);
  }
  return all;
}

/** Runs in the page. Null: nothing has the focus, or it has been there. */
function focused() {
  const el = document.activeElement;
  if (el === document.body || window.stops.has(el)) return null;
  window.stops.add(el);
  const name = (el.getAttribute('aria-label') ?? el.textContent).replace(/\s+/g, ' ').trim().slice(0, 60);
  const part = el.closest('section[aria-label], header.top, nav, dialog');
  const where = part?.getAttribute('aria-label') ?? part?.tagName.toLowerCase() ?? '';

  // A field with chips, and a card, wear the ring of what is in them.
  let [ring, style, at] = [null, null, el];
  for (let up = 0; up < 4 && at && !ring; up++, at = at.parentElement)
    for (const pseudo of [null, '::after']) {
      const one = getComputedStyle(at, pseudo);
      if (one.outlineStyle !== 'none' && parseFloat(one.outlineWidth) >= 2 && one.content !== 'none')
        [ring, style] = [at, one];
    }
  if (!ring) return { name, where, wrong: 'has no ring' };

  const wide = parseFloat(style.outlineOffset) + parseFloat(style.outlineWidth);
  const box = ring.getBoundingClientRect();
  const drawn = {
    left: box.left - wide,
    top: box.top - wide,
    right: box.right + wide,
    bottom: box.bottom + wide,
  };
  const cut = new Set();
  const clip = (edge) => {
    if (drawn.left < edge.left - 1) cut.add('left');
    if (drawn.top < edge.top - 1) cut.add('top');
    if (drawn.right > edge.right + 1) cut.add('right');
    if (drawn.bottom > edge.bottom + 1) cut.add('bottom');
  };
  for (let up = ring.parentElement; up; up = up.parentElement) {
    const { overflowX, overflowY, position } = getComputedStyle(up);
    if (overflowX !== 'visible' || overflowY !== 'visible') clip(up.getBoundingClientRect());
    if (position === 'fixed' || up.matches('dialog')) break;
  }
  clip({ left: 0, top: 0, right: innerWidth, bottom: innerHeight });
  return { name, where, wrong: cut.size > 0 ? `its ring is cut off at the ${[...cut].join(', ')}` : null };
}
