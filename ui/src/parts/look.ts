/** What the parts that look something up ask. The surface knows who asks it, and how. */
import type { Call, Reply } from '../wire/generated';

export type Look = Extract<Call, { call: 'logs' | 'traces' | 'trace' | 'page' }>;
export type Looking = (look: Look) => Promise<Reply>;
