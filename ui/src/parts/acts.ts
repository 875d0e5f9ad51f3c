/** Everything a participant can do to the system, filled from what there is to point at. */
import type { Act, ComponentKind, Vocabulary } from '../wire/generated';
import { figureOf, number, pick, text, words, type DeedChoice, type Field, type Values } from './choice';
import { figure } from './format';

const RESTARTABLE: ComponentKind[] = ['service', 'worker', 'database', 'cache'];
/** What has a certificate of ours. */
const CERTIFIED: ComponentKind[] = ['service', 'database', 'cache', 'queue'];

/** One choice per act and target. */
export function actChoices(vocabulary: Vocabulary): DeedChoice[] {
  return [
    ...rollBacks(vocabulary),
    ...deploys(vocabulary),
    ...components(vocabulary),
    ...stores(vocabulary),
    ...certificates(vocabulary),
    ...edges(vocabulary),
    ...switches(vocabulary),
    ...rules(vocabulary),
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
      `${title} rollback revert undo deploy`,
      {
        act: 'roll_back',
        on,
        to: null,
      },
    );
    // Earlier versions first, newest of them first; the newest of all is hardly ever meant.
    const order = [...all.slice(0, -1).toReversed(), ...all.slice(-1)];
    const named = order.map((to) =>
      choice(`roll_back:${on}:${to}`, `Roll back ${on} to ${to}`, `${title} rollback revert undo deploy`, {
        act: 'roll_back',
        on,
        to,
      }),
    );
    return all.length > 1 ? [before, ...named] : [];
  });
}

/** Newest first. Leaving out migrations is offered where there are any to leave out. */
function deploys({ versions, components, migrations }: Vocabulary): DeedChoice[] {
  return versions.flatMap(([on, all]) => {
    const found_by = `${titleOf(components, on)} release roll out forward ship`;
    const deploy = (to: string, skip_migration: boolean): DeedChoice =>
      choice(
        `deploy:${on}:${to}${skip_migration ? ':bare' : ''}`,
        `Deploy ${on} ${to}${skip_migration ? ' without its migrations' : ''}`,
        skip_migration ? `${found_by} skip schema` : found_by,
        { act: 'deploy', on, to, skip_migration },
      );
    const changed = migrations.filter(([other]) => other === on).map(([, version]) => all.indexOf(version));
    const plain = all.toReversed().map((to) => deploy(to, false));
    const bare = all.filter((_, at) => changed.some((first) => first <= at)).toReversed();
    return [...plain, ...bare.map((to) => deploy(to, true))];
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
      const others = components.filter(([other, , of]) => of === 'queue' && other !== id);
      const to = pick(
        'to',
        'To',
        others.map(([other, name]): [string, string] => [other, name]),
      );
      const move = choice(
        `move_tasks:${id}`,
        `Move tasks of ${id} to another queue`,
        `${title} shovel reroute drain transfer misrouted`,
        to,
        (v) => ({ act: 'move_tasks', queue: id, to: words(v, 'to') }),
      );
      found.push(
        ...(others.length > 0 ? [move] : []),
        choice(`retry_tasks:${id}`, `Retry failed tasks of ${id}`, title, { act: 'retry_tasks', queue: id }),
        choice(`purge_queue:${id}`, `Purge queue ${id}`, `${title} empty clear`, {
          act: 'purge_queue',
          queue: id,
        }),
      );
    }
    if (kind === 'database') {
      found.push(
        choice(
          `kill_queries:${id}`,
          `Kill long queries and lock holders of ${id}`,
          `${title} terminate cancel end sessions blocking blocked migration pg_terminate_backend pid`,
          { act: 'kill_queries', database: id },
        ),
        choice(`kill_connections:${id}`, `Kill connections to ${id}`, `${title} close terminate`, {
          act: 'kill_connections',
          database: id,
        }),
      );
    }
    if (kind === 'cache') {
      found.push(
        choice(`flush_cache:${id}`, `Flush cache ${id}`, `${title} clear`, { act: 'flush_cache', cache: id }),
        choice(`warm_cache:${id}`, `Warm cache ${id}`, `${title} crawl preload prime fill heat`, {
          act: 'warm_cache',
          cache: id,
        }),
      );
    }
    return found;
  });
}

/** What a database can only do if it has a replica, or a disk. */
function stores({ components, replicas, disks }: Vocabulary): DeedChoice[] {
  return [
    ...[...new Map(replicas)].map(([database, replica]) =>
      choice(
        `fail_over:${database}`,
        `Fail over ${database} to its replica`,
        `${titleOf(components, database)} ${replica} promote failover standby primary switch over`,
        { act: 'fail_over', database },
      ),
    ),
    ...disks.map((on) =>
      choice(
        `free_disk:${on}`,
        `Free disk of ${on}`,
        `${titleOf(components, on)} full no space left clean up delete old files logs wal`,
        { act: 'free_disk', on },
      ),
    ),
  ];
}

/** Of components and of ways to them; those of providers are not ours. */
function certificates({ components, edges }: Vocabulary): DeedChoice[] {
  const ours = components.filter(([, , kind]) => CERTIFIED.includes(kind)).map(([id]) => id);
  const ways = edges.map(([edge]) => edge).filter((edge) => ours.includes(edge.split('->')[1] ?? ''));
  return [...ours, ...ways].map((on) =>
    choice(
      `renew_certificate:${on}`,
      `Renew certificate of ${on.replace('->', ' → ')}`,
      `${titleOf(components, on)} cert tls ssl https expired rotate letsencrypt`,
      { act: 'renew_certificate', on },
    ),
  );
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

/** Alert rules: what they compare, and for how long. */
function rules({ rules: all }: Vocabulary): DeedChoice[] {
  return all.map(([alert, when, for_s]) => ({
    ...choice(`set_alert:${alert}`, `Change the alert ${alert}`, 'rule threshold page pager noise', {
      act: 'set_alert',
      alert,
      when,
      for_s,
    }),
    fields: [text('when', 'Fires when', true, when), number('for_s', 'For', String(for_s), 's')],
    make: (values: Values) => ({
      deed: 'system' as const,
      act: {
        act: 'set_alert' as const,
        alert,
        when: words(values, 'when'),
        for_s: figureOf(values, 'for_s'),
      },
    }),
    detail: when,
  }));
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
      // A unit that is a list of numbers is set apart from the value.
      detail: (/\d/.test(unit) ? `now ${figure(now)} (${unit})` : `now ${figure(now)} ${unit}`).trim(),
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
    choice('pipeline_check', 'Check the AI pipeline', 'validate queues workers models tasks', {
      act: 'pipeline_check',
    }),
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
