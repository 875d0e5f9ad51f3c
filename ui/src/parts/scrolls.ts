import type { Attachment } from 'svelte/attachments';

const STOPS =
  'a[href], summary, [tabindex="0"], :is(button, input, select, textarea):not(:disabled, [tabindex="-1"])';

/**
 * A scroller with nothing in it to stop at is a stop for Tab itself while there is more in it than is seen: the
 * arrows then bring it up. Not every webview sees to that.
 */
export const scrolls: Attachment<HTMLElement> = (box) => {
  // Without a layout there is nothing to scroll.
  if (typeof ResizeObserver === 'undefined') return;
  let frame = 0;

  function look(): void {
    frame = 0;
    const more = box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1;
    const alone = more && box.querySelector(STOPS) === null;
    if (alone === box.hasAttribute('tabindex')) return;
    if (alone) box.tabIndex = 0;
    // Who stands on it is not thrown off.
    else if (box !== document.activeElement) box.removeAttribute('tabindex');
  }
  function soon(): void {
    frame ||= requestAnimationFrame(look);
  }

  const size = new ResizeObserver(soon);
  const content = new MutationObserver(soon);
  size.observe(box);
  content.observe(box, {
    childList: true,
    subtree: true,
    characterData: true,
    // A stop within it comes and goes.
    attributeFilter: ['tabindex', 'disabled'],
  });
  soon();
  return () => {
    cancelAnimationFrame(frame);
    size.disconnect();
    content.disconnect();
  };
};
