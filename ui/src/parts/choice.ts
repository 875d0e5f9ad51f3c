/** One thing that can be logged for a participant: how it is found, what it still needs, and the deed it makes. */
import type { Deed } from '../wire/generated';
import type { Entry } from './filter';

export interface Field {
  name: string;
  label: string;
  kind: 'text' | 'long' | 'number' | 'pick';
  /** What it holds at first. */
  value: string;
  required: boolean;
  options?: [value: string, label: string][];
  unit?: string;
  help?: string;
}

export type Values = Record<string, string>;

export interface DeedChoice extends Entry {
  fields: Field[];
  make(values: Values): Deed;
}

export const text = (name: string, label: string, required = true, value = ''): Field => ({
  name,
  label,
  kind: 'text',
  value,
  required,
});

export const long = (name: string, label: string, required = true, value = ''): Field => ({
  ...text(name, label, required, value),
  kind: 'long',
});

export const number = (name: string, label: string, value: string, unit = '', required = true): Field => ({
  name,
  label,
  kind: 'number',
  value,
  required,
  unit,
});

export const pick = (
  name: string,
  label: string,
  options: [string, string][],
  value = options[0]?.[0],
): Field => ({
  name,
  label,
  kind: 'pick',
  value: value ?? '',
  required: false,
  options,
});

/** What the fields hold at first. A figure typed while searching ("scale api 6") goes into the number field. */
export function firstValues(choice: DeedChoice, typed: string): Values {
  const typed_number = /(?:^|\s)(\d+(?:\.\d+)?)\s*%?$/.exec(typed)?.[1];
  return Object.fromEntries(
    choice.fields.map((field) => [
      field.name,
      field.kind === 'number' && typed_number !== undefined ? typed_number : field.value,
    ]),
  );
}

/** Labels of the fields that still have to be filled. */
export function missing(choice: DeedChoice, values: Values): string[] {
  return choice.fields
    .filter((field) => {
      const value = (values[field.name] ?? '').trim();
      if (field.kind === 'number' && value !== '') return !Number.isFinite(Number(value));
      return field.required && value === '';
    })
    .map((field) => field.label);
}

export const words = (values: Values, name: string): string => (values[name] ?? '').trim();

export const maybe = (values: Values, name: string): string | null => words(values, name) || null;

export const figureOf = (values: Values, name: string): number => Number(words(values, name));
