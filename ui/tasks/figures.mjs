// Figures for the benchmark: run, told as JSON, put into a table.
import { fail, quiet } from './steps.mjs';

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
/** Not more than so many of a hundred values are above it. */
export const percentile = (values, percent) =>
  values.toSorted((a, b) => a - b)[Math.ceil((values.length * percent) / 100) - 1];
/** A goal, and whether it is reached. */
export const goal = (met, words) => `${words}: ${met ? 'reached' : '**not reached**'}`;
export const times = (count, one) => Array.from({ length: count }, (_, round) => one(round));

/** What a command says; stops the whole task when it fails. */
export function output(command, args, options = {}) {
  const done = quiet(command, args, options);
  if (done.status !== 0) {
    fail(`${command} ${args.join(' ')}: ${done.error?.message ?? done.stderr}`);
  }
  return done.stdout;
}

export const told = (command, args, options) => JSON.parse(output(command, args, options));

export function table(rows) {
  const lines = [['what', 'measured', 'goal'], ['---', '---', '---'], ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
