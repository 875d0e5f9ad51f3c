/** The code that lets a device in. */

export const CODE_LETTERS = 6;

/** What was typed or scanned, as the code is written: capitals and nothing else. */
export function codeOf(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, CODE_LETTERS);
}

/** The code in the address, which is taken out of it so that it does not stay in the history. */
export function codeInAddress(): string {
  const code = codeOf(location.hash.slice(1));
  if (location.hash) history.replaceState(null, '', location.pathname + location.search);
  return code;
}
