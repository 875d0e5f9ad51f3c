/** What the parts that look something up ask. The surface knows who asks it, and how. */
import type { Call, Reply } from '../wire/generated';

export type Look = Extract<Call, { call: 'logs' | 'traces' | 'trace' | 'page' }>;
/** `again`: the same once more, for what is new. It is no new look of a person. */
export type Looking = (look: Look, again?: boolean) => Promise<Reply>;
