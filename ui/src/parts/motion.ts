/** How a list may move by itself: gliding, unless the person asked their system for less motion. */
export const gliding = (): ScrollBehavior =>
  matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth';
