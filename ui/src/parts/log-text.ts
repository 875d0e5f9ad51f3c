/** What a program writes before its message and the row shows already: the time, the level. */
const LEAD =
  /^\[?\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d+)?(?: UTC| [+-]\d{4})?(?:: [A-Z]+\/[\w-]+)?\]? ?(?:\[(?:debug|info|notice|warn|error|crit)\] |(?:DEBUG|INFO|WARNING|ERROR|CRITICAL) )?/;

/** The first line without its lead; a whole entry is shown as it was written. */
export function message(text: string, whole: boolean): string {
  return whole ? text : text.replace(LEAD, '');
}
