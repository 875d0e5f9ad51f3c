/**
 * A desk's road to nowhere: plays fixture views, so that the desk can be looked at and tested without Rust. Loaded by
 * the dev build only (`?replay=desk-running`) and by tests. It imitates no rule.
 */
import type { DeskCall, DeskPush, DeskReply } from '../wire/generated';
import type { DeskLink, JoinRefusal, Road } from './desk';
import { deskMoments, screens, type DeskMoment } from './fixtures/desk';
import { logPage, pageView, vocabulary } from './fixtures/lookup';
import { panels } from './fixtures/storefront';
import { trace, tracePage } from './fixtures/traces';

export interface DeskReplay extends DeskLink {
  calls: DeskCall[];
  /** Said to whoever tries to join; null: they may. */
  refuses: JoinRefusal | null;
  /** Shows another moment. */
  show(moment: Partial<DeskMoment>): void;
  /** How the road stands from now on. */
  road(road: Road): void;
}

/** `name`: a moment's name, or `join`. */
export function deskReplay(name: string): DeskReplay {
  const calls: DeskCall[] = [];
  let say: (push: DeskPush) => void = () => {};
  let tell: (road: Road) => void = () => {};
  let now: DeskMoment = deskMoments[name] ?? deskMoments.running!;

  function answer(call: DeskCall): DeskReply {
    switch (call.call) {
      case 'estimate':
        return {
          reply: 'estimate',
          estimate: { takes_ms: 90_000, says: 'api v214 → v213, one replica at a time' },
        };
      case 'logs':
        return { reply: 'logs', page: logPage(call.before, call.limit) };
      case 'traces':
        return { reply: 'traces', page: tracePage(call.filter, call.before, call.limit) };
      case 'trace':
        return { reply: 'trace', trace: trace(call.req) };
      case 'page': {
        const page = pageView(call.page);
        if (call.page === 'web_console') return { reply: 'page', page: { ...page, screens } };
        return { reply: 'page', page };
      }
      case 'vocabulary':
        return { reply: 'vocabulary', vocabulary };
      case 'watch':
        if (call.graphs) setTimeout(() => say({ push: 'graphs', panels: panels(now.view.clock.at_ms) }));
        return { reply: 'done' };
      case 'take':
      case 'do':
        return { reply: 'done' };
    }
  }

  const replay: DeskReplay = {
    calls,
    refuses:
      name === 'refused'
        ? {
            refusal: {
              code: 'wrong-code',
              message: 'That is not the code.',
              hint: 'It stands on the room screen: six letters.',
            },
            wait_s: 8,
          }
        : null,
    show(moment) {
      now = { ...now, ...moment };
      say({ push: 'seat', seat: now.seat });
      say({ push: 'desk', view: now.view });
    },
    road: (road) => tell(road),
    seat: () => Promise.resolve(name !== 'join' && name !== 'refused'),
    join: () => Promise.resolve(replay.refuses),
    call(call) {
      calls.push(call);
      return Promise.resolve(answer(call));
    },
    watch(onPush, onRoad) {
      say = onPush;
      tell = onRoad;
      onRoad({ state: 'open' });
      replay.show({});
      if (name === 'lost') onRoad({ state: 'lost', why: null });
      return () => (say = () => {});
    },
  };
  return replay;
}
