import { browser } from './kept';

/** Dark unless somebody chose otherwise: a cockpit at night. Kept in this browser. */
export type Theme = 'system' | 'dark' | 'light';

const KEY = 'three-am.theme';
const ORDER: Theme[] = ['dark', 'light', 'system'];

class ThemeChoice {
  now = $state<Theme>('dark');

  /** Reads the choice and shows it. */
  restore(): void {
    const kept = browser.get(KEY) as Theme | null;
    this.choose(kept && ORDER.includes(kept) ? kept : 'dark');
  }

  choose(theme: Theme): void {
    this.now = theme;
    browser.set(KEY, theme);
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }

  next(): void {
    this.choose(ORDER[(ORDER.indexOf(this.now) + 1) % ORDER.length] ?? 'system');
  }
}

export const theme = new ThemeChoice();
