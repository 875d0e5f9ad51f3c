import { describe, expect, test } from 'vitest';
import { consoleViews } from '../link/fixtures/console';
import { vocabulary } from '../link/fixtures/lookup';
import type { Deed } from '../wire/generated';
import { firstValues, missing, type Values } from './choice';
import { deedChoices, freeChoices } from './deeds';
import { filterEntries } from './filter';

const view = consoleViews.running!;
const choices = deedChoices('backend', vocabulary, view);
const find = (id: string) => [...choices, ...freeChoices('as typed')].find((one) => one.id === id)!;

/** What is chosen, what is filled in, and the deed that is logged. */
const ROWS: [string, Values, Deed][] = [
  ['ack:APIAvailability', {}, { deed: 'acknowledge', alert: 'APIAvailability' }],
  ['answer:2', { text: ' At four. ' }, { deed: 'say', to: 'VP Product', text: 'At four.', answers: 2 }],
  ['look:logs', { query: 'timeout', on: 'api' }, { deed: 'look', page: 'logs', on: 'api', query: 'timeout' }],
  ['look:logs', {}, { deed: 'look', page: 'logs', on: null, query: null }],
  ['look:traces', { on: 'api' }, { deed: 'look', page: 'traces', on: 'api', query: null }],
  ['look:ai_pipeline', {}, { deed: 'look', page: 'ai_pipeline', on: null, query: null }],
  ['playbook:rollback', {}, { deed: 'look', page: 'playbooks', on: 'rollback', query: null }],
  ['hypothesis', { text: 'The pool leaks' }, { deed: 'hypothesis', text: 'The pool leaks' }],
  [
    'judge:2:confirmed',
    { evidence: 'waits' },
    { deed: 'judge', hypothesis: 2, verdict: 'confirmed', evidence: 'waits' },
  ],
  [
    'pin',
    { what: ' pool waited 29998 ms ', page: 'logs', on: 'api', speaks: 'against 1' },
    {
      deed: 'pin',
      page: 'logs',
      on: 'api',
      what: 'pool waited 29998 ms',
      hypothesis: 1,
      against: true,
    },
  ],
  [
    'pin',
    { what: 'x', page: 'traces', on: '', speaks: '' },
    { deed: 'pin', page: 'traces', on: null, what: 'x', hypothesis: null, against: false },
  ],
  ['ask', { question: ' Why? ' }, { deed: 'ask', question: 'Why?' }],
  [
    'verify:1:false',
    { evidence: 'CPU idle' },
    { deed: 'verify', question: 1, holds: false, evidence: 'CPU idle' },
  ],
  ['verify:1:true', {}, { deed: 'verify', question: 1, holds: true, evidence: '' }],
  ['severity:1', {}, { deed: 'severity', level: 1 }],
  ['state:monitoring', {}, { deed: 'state', state: 'monitoring' }],
  [
    'status_update',
    { impact: '', doing: 'Rolling back', next_in_min: '15' },
    { deed: 'status_update', impact: '', doing: 'Rolling back', next_in_min: 15 },
  ],
  ['status_update', { doing: 'x' }, { deed: 'status_update', impact: '', doing: 'x', next_in_min: null }],
  ['notice', { text: 'Sorry' }, { deed: 'notice', text: 'Sorry' }],
  ['say', { to: 'on-call', text: 'Look' }, { deed: 'say', to: 'on-call', text: 'Look', answers: null }],
  ['decision', { text: 'Roll back' }, { deed: 'decision', text: 'Roll back' }],
  ['note', { text: 'Calm', mark: 'good' }, { deed: 'note', text: 'Calm', mark: 'good' }],
  ['note', { text: 'Calm', mark: '' }, { deed: 'note', text: 'Calm', mark: null }],
  ['tick:2', {}, { deed: 'tick', item: 2 }],
  ['act:roll_back:api', {}, { deed: 'system', act: { act: 'roll_back', on: 'api', to: null } }],
  ['act:roll_back:api:v213', {}, { deed: 'system', act: { act: 'roll_back', on: 'api', to: 'v213' } }],
  [
    'act:deploy:api:v214',
    {},
    { deed: 'system', act: { act: 'deploy', on: 'api', to: 'v214', skip_migration: false } },
  ],
  [
    'act:deploy:api:v214:bare',
    {},
    { deed: 'system', act: { act: 'deploy', on: 'api', to: 'v214', skip_migration: true } },
  ],
  ['act:kill_queries:db', {}, { deed: 'system', act: { act: 'kill_queries', database: 'db' } }],
  ['act:fail_over:db', {}, { deed: 'system', act: { act: 'fail_over', database: 'db' } }],
  [
    'act:move_tasks:tasks',
    { to: 'recs' },
    { deed: 'system', act: { act: 'move_tasks', queue: 'tasks', to: 'recs' } },
  ],
  ['act:warm_cache:cache', {}, { deed: 'system', act: { act: 'warm_cache', cache: 'cache' } }],
  ['act:renew_certificate:api', {}, { deed: 'system', act: { act: 'renew_certificate', on: 'api' } }],
  ['act:free_disk:db', {}, { deed: 'system', act: { act: 'free_disk', on: 'db' } }],
  ['act:restart:db', {}, { deed: 'system', act: { act: 'restart', on: 'db' } }],
  ['act:scale:api', { to: '6' }, { deed: 'system', act: { act: 'scale', on: 'api', to: 6 } }],
  [
    'act:set_config:api.pool.db.size',
    { value: '40' },
    { deed: 'system', act: { act: 'set_config', key: 'api.pool.db.size', value: 40 } },
  ],
  [
    'act:set_alert:APIAvailability',
    { when: 'api.errors / api.requests > 0.05', for_s: '30' },
    {
      deed: 'system',
      act: {
        act: 'set_alert',
        alert: 'APIAvailability',
        when: 'api.errors / api.requests > 0.05',
        for_s: 30,
      },
    },
  ],
  [
    'act:flag:recommendations:false',
    {},
    { deed: 'system', act: { act: 'flag', flag: 'recommendations', on: false } },
  ],
  [
    'act:breaker:api->payments:true',
    {},
    { deed: 'system', act: { act: 'breaker', edge: 'api->payments', open: true } },
  ],
  [
    'act:fallback:ai-worker->vision:true',
    {},
    { deed: 'system', act: { act: 'fallback', edge: 'ai-worker->vision', on: true } },
  ],
  ['act:disable:ai-worker', {}, { deed: 'system', act: { act: 'disable', on: 'ai-worker', off: true } }],
  ['act:enable:ai-worker', {}, { deed: 'system', act: { act: 'disable', on: 'ai-worker', off: false } }],
  ['act:restart_workers:ai-worker', {}, { deed: 'system', act: { act: 'restart_workers', on: 'ai-worker' } }],
  ['act:retry_tasks:tasks', {}, { deed: 'system', act: { act: 'retry_tasks', queue: 'tasks' } }],
  ['act:purge_queue:tasks', {}, { deed: 'system', act: { act: 'purge_queue', queue: 'tasks' } }],
  ['act:kill_connections:db', {}, { deed: 'system', act: { act: 'kill_connections', database: 'db' } }],
  ['act:shed_traffic', { keep: '50' }, { deed: 'system', act: { act: 'shed_traffic', keep: 0.5 } }],
  ['act:shed_traffic:end', {}, { deed: 'system', act: { act: 'shed_traffic', keep: 1 } }],
  ['act:flush_cache:cache', {}, { deed: 'system', act: { act: 'flush_cache', cache: 'cache' } }],
  ['act:health_check:api', {}, { deed: 'system', act: { act: 'health_check', on: 'api' } }],
  ['act:pipeline_check', {}, { deed: 'system', act: { act: 'pipeline_check' } }],
  ['act:smoke_test', {}, { deed: 'system', act: { act: 'smoke_test' } }],
  ['free:hypothesis', { text: 'as typed' }, { deed: 'hypothesis', text: 'as typed' }],
];

describe('what is chosen becomes the deed', () => {
  test.each(ROWS)('%s %j', (id, values, deed) => expect(find(id).make(values)).toEqual(deed));

  test('every kind of deed and act can be logged', () => {
    const made = ROWS.map(([, , deed]) => (deed.deed === 'system' ? deed.act.act : deed.deed));
    expect(new Set(made).size).toBe(15 + 25);
  });
});

describe('the list', () => {
  test('no two choices share an id', () => {
    expect(new Set(choices.map((one) => one.id)).size).toBe(choices.length);
  });

  test('only alerts that fired can be acknowledged, what nobody has first', () => {
    const acks = (list: typeof choices) => list.filter((one) => one.id.startsWith('ack:'));
    expect(acks(choices)[0]!.id).toBe('ack:AITaskLatency');
    const one = { ...view, alerts: view.alerts.filter((alert) => alert.name === 'APIAvailability') };
    expect(acks(deedChoices('backend', vocabulary, one)).map(({ id }) => id)).toEqual([
      'ack:APIAvailability',
    ]);
    expect(acks(deedChoices('backend', vocabulary, { ...view, alerts: [] }))).toEqual([]);
  });

  test('acts are offered where they make sense', () => {
    const acts = (of: typeof vocabulary) => deedChoices('backend', of, view).map(({ id }) => id);
    expect(acts(vocabulary)).not.toContain('act:fail_over:db-replica');
    expect(acts(vocabulary)).not.toContain('act:free_disk:db-replica');
    expect(acts(vocabulary)).not.toContain('act:renew_certificate:payments');
    expect(acts(vocabulary)).not.toContain('act:deploy:api:v212:bare');
    const bare = { ...vocabulary, replicas: [], disks: [], migrations: [] };
    const alone = bare.components.filter(([id]) => id !== 'recs');
    for (const gone of ['fail_over', 'free_disk', 'move_tasks', 'bare'])
      expect(acts({ ...bare, components: alone }).some((id) => id.includes(gone))).toBe(false);
  });

  test('only what stands open is offered', () => {
    expect(choices.filter((one) => one.id.startsWith('tick:')).map((one) => one.id)).toEqual(['tick:2']);
    expect(choices.some((one) => one.id === 'answer:1')).toBe(false);
    expect(choices.some((one) => one.id.startsWith('verify:2'))).toBe(false);
    expect(choices.some((one) => one.id.startsWith('breaker:') && one.id.includes('api->db'))).toBe(false);
  });

  test.each([
    ['ack', 'ack:AITaskLatency'],
    ['roll api v213', 'act:roll_back:api:v213'],
    ['roll back api', 'act:roll_back:api'],
    ['restart api', 'act:restart:api'],
    ['sev 1', 'severity:1'],
    ['sev2', 'severity:2'],
    ['status', 'status_update'],
    ['monitoring', 'state:monitoring'],
    ['smoke', 'act:smoke_test'],
    ['pipeline check', 'act:pipeline_check'],
    ['pin', 'pin'],
    ['ask', 'ask'],
    ['checks answer', 'verify:1:true'],
    ['terminate', 'act:kill_queries:db'],
    ['kill lock', 'act:kill_queries:db'],
    ['promote', 'act:fail_over:db'],
    ['cert api', 'act:renew_certificate:api'],
    ['tls web', 'act:renew_certificate:web'],
    ['shovel', 'act:move_tasks:tasks'],
    ['disk full', 'act:free_disk:db'],
    ['warm', 'act:warm_cache:cache'],
    ['deploy v214', 'act:deploy:api:v214'],
    ['skip migration', 'act:deploy:api:v214:bare'],
    ['rollback api', 'act:roll_back:api'],
    ['deploys', 'look:deploys'],
    ['pool size', 'act:set_config:api.pool.db.size'],
    ['fallback vision', 'act:fallback:ai-worker->vision:true'],
  ])('typing %j finds %s first', (typed, id) => expect(filterEntries(choices, typed)[0]?.id).toBe(id));
});

describe('fields', () => {
  test('a figure typed while searching is taken over', () => {
    expect(firstValues(find('act:scale:api'), 'scale api 6')).toEqual({ to: '6' });
    expect(firstValues(find('act:shed_traffic'), 'shed 50%')).toEqual({ keep: '50' });
  });

  test('what is missing is named', () => {
    expect(missing(find('status_update'), { doing: '' })).toEqual(['What the team does about it']);
    expect(missing(find('act:scale:api'), { to: 'six' })).toEqual(['To']);
    expect(missing(find('act:smoke_test'), {})).toEqual([]);
  });
});
