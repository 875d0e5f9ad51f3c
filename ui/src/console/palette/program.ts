/** What the palette offers wherever one is. */
import { theme, type Theme } from '../../state/theme.svelte';
import type { Doing } from '../everything';
import { toggleSounds } from '../perform';
import { diagnosed } from '../saved';
import { LEVEL_SAYS, LEVELS } from '../sounds/levels';
import { sounds } from '../sounds/sounds.svelte';

const THEMES: [Theme, string][] = [
  ['dark', 'Colours: dark'],
  ['light', 'Colours: light'],
  ['system', 'Colours: as the system'],
];

/** `onkeys`: null where the keys stand elsewhere. `keyed`: the key for sounds works there. */
export function program(onabout: () => void, onkeys: (() => void) | null, keyed = true): Doing[] {
  const group = 'Program';
  const key = keyed ? 'S' : undefined;
  return [
    ...(onkeys ? [{ id: 'keys', title: 'Keys of this place', group, key: '?', run: onkeys }] : []),
    { id: 'sound', title: sounds.level === 'off' ? 'Sound on' : 'Sound off', group, key, run: toggleSounds },
    ...LEVELS.filter((level) => level !== 'off').map((level) => ({
      id: `sound:${level}`,
      title: `Sound: ${level}`,
      group,
      detail: LEVEL_SAYS[level],
      run: () => {
        sounds.choose(level);
        sounds.test();
      },
    })),
    ...THEMES.map(([id, title]) => ({
      id: `theme:${id}`,
      title,
      group,
      words: 'theme mode',
      detail: theme.now === id ? 'as it is now' : '',
      run: () => theme.choose(id),
    })),
    {
      id: 'diagnostics',
      title: 'Save diagnostics',
      group,
      words: 'log fault help support bug',
      detail: 'How the program stands, without names and texts, to send to whoever helps',
      run: () => void diagnosed(),
    },
    {
      id: 'about',
      title: 'About Three AM',
      group,
      words: 'version licences licenses credits folder where',
      detail: 'Version, where it keeps what, and what it is made of',
      run: onabout,
    },
  ];
}
