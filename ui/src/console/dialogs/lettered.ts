import type { RoleRow } from '../../wire/generated';

const LETTERS = 'abcdefghijkl';

/** A letter for each of those who share a role, as far as there are letters. Who has one alone needs none. */
export function lettered(roles: RoleRow[]): Map<string, { role: string; person: string }> {
  const sharing = roles
    .filter(({ role }) => role.people.length > 1)
    .flatMap(({ role }) => role.people.map((person) => ({ role: role.id, person })));
  return new Map(sharing.slice(0, LETTERS.length).map((one, i) => [LETTERS[i]!, one]));
}
