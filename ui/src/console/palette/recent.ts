/** What was picked last in the palette, by place; kept in this tab. */
import { tab } from '../../state/kept';

/** Where a palette is. */
export type Place = 'library' | 'set-up' | 'drill' | 'editor';

const MOST = 4;
const key = (place: Place): string => `three-am.picked.${place}`;

/** Ids, the newest first. */
export const picked = (place: Place): string[] => tab.get(key(place))?.split('\n').filter(Boolean) ?? [];

export function pick(place: Place, id: string): void {
  const ids = [id, ...picked(place).filter((old) => old !== id)].slice(0, MOST);
  tab.set(key(place), ids.join('\n'));
}
