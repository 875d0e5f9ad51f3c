/** Holds what is in sight of a scrolled list: not every browser does when rows are put in above it. */
export function held(list: HTMLElement | undefined, rows: string): () => void {
  // At the top what is newest is what they want to see.
  if (!list || list.scrollTop === 0) return () => {};
  const top = list.getBoundingClientRect().top;
  const seen = [...list.querySelectorAll<HTMLElement>(rows)].find(
    (row) => row.getBoundingClientRect().bottom > top,
  );
  if (!seen) return () => {};
  const was = seen.getBoundingClientRect().top;
  return () => {
    if (seen.isConnected) list.scrollTop += seen.getBoundingClientRect().top - was;
  };
}
