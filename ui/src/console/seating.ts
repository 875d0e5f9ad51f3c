/** Who comes into a role, by key or by hand: what is offered, what is asked of the drill, and how it is taken back. */
import type { Entry } from '../parts/filter';
import { list } from '../parts/format';
import { stage } from '../state/stage.svelte';
import { toasts } from '../state/toasts.svelte';
import type { Command, ConsoleView } from '../wire/generated';

type People = Pick<ConsoleView, 'roles' | 'desks'>;

/** `from`: the role they leave; null: they leave none, because they share or had none. */
export interface Seat {
  person: string;
  role: string;
  from: string | null;
}

export type Seating = Entry &
  (
    | { does: 'seat'; seat: Seat }
    /** Of those who hold the role. */
    | { does: 'hand-over' | 'take-out'; person: string }
  );

const short = ({ roles }: People, id: string): string =>
  roles.find(({ role }) => role.id === id)?.role.short ?? id;

export const rolesOf = ({ roles }: People, person: string): string[] =>
  roles.filter(({ role }) => role.people.includes(person)).map(({ role }) => role.id);

/** Everybody who is known: those who hold a role in the order of the board, then those who wait. */
export const known = ({ roles, desks }: People): string[] => [
  ...new Set([...roles.flatMap(({ role }) => role.people), ...desks.map(({ person }) => person)]),
];

/** What can be done about a role: who waits comes first, then who could come, then who is there. */
export function seatings(view: People, role: string): Seating[] {
  const there = view.roles.find((row) => row.role.id === role)?.role.people ?? [];
  const elsewhere = known(view).filter((person) => !there.includes(person));
  return [
    ...elsewhere
      .toSorted((a, b) => rolesOf(view, a).length - rolesOf(view, b).length)
      .flatMap((person) => coming(view, person, role)),
    ...there.map((person): Seating => ({
      id: `over:${person}`,
      title: `Hand over from ${person} …`,
      group: 'Hand over',
      detail: 'with a note',
      does: 'hand-over',
      person,
    })),
    ...there.map((person): Seating => ({
      id: `out:${person}`,
      title: `Take ${person} out`,
      group: 'Take out',
      does: 'take-out',
      person,
    })),
  ];
}

function coming(view: People, person: string, role: string): Seating[] {
  const held = rolesOf(view, person);
  if (held.length === 0)
    return [
      {
        id: `put:${person}`,
        title: person,
        group: 'Assign',
        detail: 'waits for a role',
        does: 'seat',
        seat: { person, role, from: null },
      },
    ];
  return [
    ...held.map((from): Seating => ({
      id: `move:${from}:${person}`,
      title: person,
      group: 'Move',
      detail: `here, out of ${short(view, from)}`,
      does: 'seat',
      seat: { person, role, from },
    })),
    {
      id: `share:${person}`,
      title: person,
      group: 'Share',
      detail: `here as well, keeps ${list(held.map((id) => short(view, id)))}`,
      does: 'seat',
      seat: { person, role, from: null },
    },
  ];
}

/** A name that nobody has yet. */
export function newcomer(view: People, role: string, typed: string): Seating[] {
  const person = typed.trim();
  const same = known(view).some((name) => name.toLowerCase() === person.toLowerCase());
  if (person === '' || same) return [];
  return [
    {
      id: `new:${person}`,
      title: `Assign ${person}`,
      group: 'New',
      detail: 'as typed',
      does: 'seat',
      seat: { person, role, from: null },
    },
  ];
}

/**
 * In this order, so that nobody is without a role when the first is refused. Who has a desk and one role goes
 * in one step; the record of the others has two.
 */
export function seatCommands(view: People, { person, role, from }: Seat): Command[] {
  const desk = view.desks.some((one) => one.person === person);
  const held = rolesOf(view, person);
  if (desk && (from === null ? held.length === 0 : held.length === 1))
    return [{ do: 'move_person', person, role }];
  const assign: Command = { do: 'assign', role, person };
  return from === null ? [assign] : [assign, { do: 'unassign', role: from, person }];
}

/** What makes it as it was, seen from what is now. */
export function unseatCommands(view: People, { person, role, from }: Seat): Command[] {
  if (from !== null) return seatCommands(view, { person, role: from, from: role });
  const desk = view.desks.some((one) => one.person === person);
  if (desk && rolesOf(view, person).length === 1) return [{ do: 'move_person', person, role: null }];
  return [{ do: 'unassign', role, person }];
}

/** Asks for one after the other, until one is refused. */
async function sendAll(commands: Command[]): Promise<boolean> {
  for (const command of commands) if (!(await stage.send(command))) return false;
  return true;
}

/** Puts a person into a role; said, and offered to be undone. */
export async function seat(asked: Seat, view: People): Promise<void> {
  if (await sendAll(seatCommands(view, asked))) seated(asked, view);
}

/** Says so, and offers to undo it. */
export function seated(asked: Seat, view: People): void {
  const { person, role, from } = asked;
  const held = rolesOf(view, person).map((id) => short(view, id));
  const left = from === null ? null : `Out of ${short(view, from)}.`;
  offerUndo(
    `${person} has ${short(view, role)} now.`,
    (now) => unseatCommands(now, asked),
    left ?? (held.length > 0 ? `And keeps ${list(held)}.` : ''),
  );
}

/** The same of who was taken out of a role. */
export function takenOut(person: string, role: string, view: People): void {
  offerUndo(`${person} is out of ${short(view, role)}.`, (now) =>
    seatCommands(now, { person, role, from: null }),
  );
}

function offerUndo(said: string, back: (now: People) => Command[], hint = ''): void {
  const run = (): void => {
    if (stage.console) void sendAll(back(stage.console));
  };
  toasts.offer(said, { title: 'Undo', run }, hint);
}
