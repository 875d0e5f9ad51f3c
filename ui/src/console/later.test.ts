// @vitest-environment happy-dom
import { mount, unmount } from 'svelte';
import { expect, test, vi } from 'vitest';
import { replay } from '../link/replay';
import { stage } from '../state/stage.svelte';
import Console from './Console.svelte';
import { later } from './later.svelte';

test('the library is there before the large surfaces, and brings them', async () => {
  const app = mount(Console, { target: document.body });
  const stop = stage.open(replay('library'), 'console');
  await vi.waitFor(() => expect(document.body.textContent).toContain('The 3 AM outage'));
  expect(later.surfaces).toBeNull();
  await vi.waitFor(() => expect(later.surfaces).not.toBeNull(), 60_000);
  stop();
  await unmount(app);
  stage.push = null;
}, 90_000);
