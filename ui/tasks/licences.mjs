// npm run licences: writes anew what the program carries of others, once what is used has changed.
import { needModules, needPages, needToolchains, task } from './steps.mjs';

await task(async () => {
  needToolchains();
  needModules();
  needPages();
  const { write } = await import('./carried.mjs');
  write();
});
