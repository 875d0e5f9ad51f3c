/** The pages that can be opened, in the order they are offered, and which one shows a component's state. */
import type { ComponentKind, Page } from '../wire/generated';

export const PAGES: Page[] = [
  'alerts',
  'dashboards',
  'deploys',
  'database',
  'ai_pipeline',
  'web_console',
  'playbooks',
];

export const PAGE_OF: Partial<Record<ComponentKind, Page>> = {
  browser: 'web_console',
  service: 'deploys',
  database: 'database',
  queue: 'ai_pipeline',
  worker: 'ai_pipeline',
  model: 'ai_pipeline',
};
