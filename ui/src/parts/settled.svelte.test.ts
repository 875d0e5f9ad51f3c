// @vitest-environment happy-dom
import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import { settled } from './settled.svelte';

test('it is heard of when it has changed', () => {
  let number = $state(3);
  const heard: number[] = [];
  const stop = $effect.root(() => {
    const tens = settled(() => Math.floor(number / 10));
    $effect(() => {
      heard.push(tens.now);
    });
  });
  for (const next of [3, 4, 10, 11, 25]) {
    number = next;
    flushSync();
  }
  expect(heard).toEqual([0, 1, 2]);
  stop();
});
