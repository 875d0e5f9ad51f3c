/** Everything a participant can do to the system, filled from what there is to point at. */
import type { Act, ComponentKind, Vocabulary } from '../wire/generated';
import { figureOf, number, type DeedChoice, type Field, type Values } from './choice';
import { figure } from './format';

const RESTARTABLE: ComponentKind[] = ['service', 'worker', 'database', 'cache'];

/** One choice per act and target. */
export function actChoices(vocabulary: Vocabulary): DeedChoice[] {
  return [
    ...rollBacks(vocabulary),
    ...components(vocabulary),
    ...edges(vocabulary),
    ...switches(vocabulary),
    ...checks(vocabulary),
  ];
}

function choice(id: string, title: string, words: string, act: Act): DeedChoice;
function choice(
  id: string,
  title: string,
  words: string,
  field: Field,
  act: (values: Values) => Act,
): DeedChoice;
function choice(
  id: string,
  title: string,
  words: string,
  what: Act | Field,
  make?: (values: Values) => Act,
): DeedChoice {
  const fields = make ? [what as Field] : [];
  return {
    id: `act:${id}`,
    title,
    group: 'Act',
    words,
    fields,
    make: (values) => ({ deed: 'system', act: make ? make(values) : (what as Act) }),
  };
}

function rollBacks({ versions, components }: Vocabulary): DeedChoice[] {
  return versions.flatMap(([on, all]) => {
    const title = titleOf(components, on);
    const before = choice(
      `roll_back:${on}`,
      `Roll back ${on} to the version before`,
      `${title} revert deploy`,
      {
        act: 'roll_back',
        on,
        to: null,
      },
    );
    // Earlier versions first, newest of them first; the newest of all is hardly ever meant.
    const order = [...all.slice(0, -1).toReversed(), ...all.slice(-1)];
    const named = order.map((to) =>
      choice(`roll_back:${on}:${to}`, `Roll back ${on} to ${to}`, `${title} revert deploy`, {
        act: 'roll_back',
        on,
        to,
      }),
    );
    return all.length > 1 ? [before, ...named] : [];
  });
}

function components({ components }: Vocabulary): DeedChoice[] {
  return components.flatMap(([id, title, kind]) => {
    const found: DeedChoice[] = [];
    if (RESTARTABLE.includes(kind)) {
      found.push(
        choice(`restart:${id}`, `Restart ${id}`, `${title} reboot bounce`, { act: 'restart', on: id }),
      );
    }
    if (kind === 'service' || kind === 'worker') {
      const what = kind === 'service' ? 'replicas' : 'slots';
      found.push(
        choice(`scale:${id}`, `Scale ${id}`, `${title} ${what}`, number('to', 'To', '', what), (v) => ({
          act: 'scale',
          on: id,
          to: figureOf(v, 'to'),
        })),
        choice(`disable:${id}`, `Switch off ${id}`, `${title} disable`, {
          act: 'disable',
          on: id,
          off: true,
        }),
        choice(`enable:${id}`, `Switch ${id} on again`, `${title} enable`, {
          act: 'disable',
          on: id,
          off: false,
        }),
      );
    }
    if (kind === 'worker') {
      found.push(
        choice(`restart_workers:${id}`, `Restart all slots of ${id}`, `${title} restart workers kill`, {
          act: 'restart_workers',
          on: id,
        }),
      );
    }
    if (kind === 'queue') {
      found.push(
        choice(`retry_tasks:${id}`, `Retry failed tasks of ${id}`, title, { act: 'retry_tasks', queue: id }),
        choice(`purge_queue:${id}`, `Purge queue ${id}`, `${title} empty clear`, {
          act: 'purge_queue',
          queue: id,
        }),
      );
    }
    if (kind === 'database') {
      found.push(
        choice(`kill_connections:${id}`, `Kill connections to ${id}`, `${title} close terminate`, {
          act: 'kill_connections',
          database: id,
        }),
      );
    }
    if (kind === 'cache') {
      found.push(
        choice(`flush_cache:${id}`, `Flush cache ${id}`, `${title} clear`, { act: 'flush_cache', cache: id }),
      );
    }
    return found;
  });
}

function edges({ edges }: Vocabulary): DeedChoice[] {
  return edges.flatMap(([edge, has_breaker, has_fallback]) => {
    const shown = edge.replace('->', ' → ');
    const breaker = (open: boolean): DeedChoice =>
      choice(`breaker:${edge}:${open}`, `${open ? 'Open' : 'Close'} breaker ${shown}`, 'circuit breaker', {
        act: 'breaker',
        edge,
        open,
      });
    const fallback = (on: boolean): DeedChoice =>
      choice(
        `fallback:${edge}:${on}`,
        `Fallback ${on ? 'on' : 'off'} for ${shown}`,
        'cached answers degrade',
        {
          act: 'fallback',
          edge,
          on,
        },
      );
    return [
      ...(has_fallback ? [fallback(true), fallback(false)] : []),
      ...(has_breaker ? [breaker(true), breaker(false)] : []),
    ];
  });
}

function switches({ flags, config }: Vocabulary): DeedChoice[] {
  const flag = (id: string, title: string, on: boolean): DeedChoice =>
    choice(`flag:${id}:${on}`, `Flag ${id} ${on ? 'on' : 'off'}`, `${title} feature switch`, {
      act: 'flag',
      flag: id,
      on,
    });
  return [
    ...flags.flatMap(([id, title, on]) => [flag(id, title, !on), flag(id, title, on)]),
    ...config.map(([key, now, unit]) => ({
      ...choice(
        `set_config:${key}`,
        `Set ${key}`,
        'config setting',
        number('value', 'To', '', unit),
        (v) => ({
          act: 'set_config',
          key,
          value: figureOf(v, 'value'),
        }),
      ),
      detail: `now ${figure(now)} ${unit}`.trim(),
    })),
    choice('shed_traffic', 'Shed traffic', 'rate limit load', number('keep', 'Let in', '', '%'), (v) => ({
      act: 'shed_traffic',
      keep: figureOf(v, 'keep') / 100,
    })),
    choice('shed_traffic:end', 'Let all traffic in again', 'shed stop end', { act: 'shed_traffic', keep: 1 }),
  ];
}

function checks({ components }: Vocabulary): DeedChoice[] {
  return [
    choice('smoke_test', 'Run the smoke test', 'validate check journeys', { act: 'smoke_test' }),
    ...components
      .filter(([, , kind]) => kind !== 'browser')
      .map(([id, title]) =>
        choice(`health_check:${id}`, `Health check ${id}`, `${title} validate`, {
          act: 'health_check',
          on: id,
        }),
      ),
  ];
}

function titleOf(components: Vocabulary['components'], id: string): string {
  return components.find(([other]) => other === id)?.[1] ?? '';
}
