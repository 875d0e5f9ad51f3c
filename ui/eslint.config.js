import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

// surfaces (console, room) → parts → state → link → wire. A folder may import from those to its right only,
// and surfaces never import each other.
const ORDER = ['wire', 'link', 'state', 'parts'];
const SURFACES = ['console', 'room', 'desk'];
const TAURI = { regex: '^@tauri-apps/', message: 'Only link/tauri.ts knows Tauri.' };

function boundary(folder, forbidden, extra = []) {
  const patterns = forbidden.map((other) => ({
    regex: `^(\\.\\./)+${other}/`,
    message: `${folder} must not import ${other}: surfaces → parts → state → link → wire.`,
  }));
  return {
    files: [`src/${folder}/**/*.{ts,svelte}`],
    rules: { 'no-restricted-imports': ['error', { patterns: [...patterns, TAURI, ...extra] }] },
  };
}

export default ts.config(
  { ignores: ['dist/**', 'src/wire/generated.ts', 'tasks/**', 'e2e/**'] },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      'no-restricted-globals': ['error', 'alert', 'confirm', 'prompt'],
      'no-console': 'error',
      'no-debugger': 'error',
      'no-dupe-else-if': 'error',
      'no-fallthrough': 'error',
      'no-unreachable': 'error',
      'no-self-assign': 'error',
      'no-unsafe-finally': 'error',
      eqeqeq: 'error',
      'svelte/no-at-html-tags': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } },
    rules: { 'no-undef': 'off', 'prefer-const': 'off', 'svelte/prefer-const': 'error' },
  },
  ...ORDER.map((folder, place) => boundary(folder, [...ORDER.slice(place + 1), ...SURFACES])),
  ...SURFACES.map((folder) =>
    boundary(
      folder,
      SURFACES.filter((other) => other !== folder),
    ),
  ),
  { files: ['src/link/tauri.ts'], rules: { 'no-restricted-imports': 'off' } },
);
