/** How much room there is. The same widths stand in the styles. */
import { MediaQuery } from 'svelte/reactivity';

/** Act, checklist and room stand beside what is looked at. */
export const wide = new MediaQuery('(min-width: 1100px)');

/** One thing at a time. */
export const phone = new MediaQuery('(max-width: 759px)');
