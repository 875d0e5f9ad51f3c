import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const here = import.meta.dirname;

// One page per surface, so that a surface never downloads another one. Paths are relative because the
// same files are served by the window (tauri://) and by a loopback web server.
export default defineConfig({
  root: here,
  base: './',
  // Beside the installed packages, so that nothing generated stands in this folder but dist.
  cacheDir: resolve(here, '../node_modules/.vite'),
  plugins: [svelte()],
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  build: {
    outDir: resolve(here, 'dist'),
    emptyOutDir: true,
    target: 'es2023',
    // Keeps light-dark() and nesting as written: every webview we run in knows them.
    cssTarget: ['safari18', 'chrome125', 'firefox128'],
    // The content security policy has no data: for fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Which packages are in the pages, and their licences: ui/tasks/carried.mjs.
    license: { fileName: '.vite/licences.json' },
    rolldownOptions: {
      input: {
        console: resolve(here, 'console.html'),
        room: resolve(here, 'room.html'),
        desk: resolve(here, 'desk.html'),
      },
    },
  },
  server: { port: 1420, strictPort: true },
  test: {
    include: ['src/**/*.test.ts'],
    // Tests of surfaces name happy-dom themselves; the others need no page.
    environment: 'node',
    restoreMocks: true,
    // Surfaces are whole consoles: on two busy cores a test of one takes longer than the usual five seconds.
    testTimeout: 30_000,
  },
});
