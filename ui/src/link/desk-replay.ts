/**
 * A desk's road to nowhere: plays fixture views, so that the desk can be looked at and tested without Rust. Loaded by
 * the dev build only (`?replay=desk-running`) and by tests. It imitates no rule.
 */
import type { DeskCall, DeskPush, DeskReply, Refusal } from '../wire/generated';
import type { DeskLink, JoinRefusal, Road } from './desk';
import { deskMoments, screens, type DeskMoment } from './fixtures/desk';
import { pageView } from './fixtures/lookup';
import { looked } from './fixtures/looks';
import { panels } from './fixtures/storefront';

export interface DeskReplay extends DeskLink {
  calls: DeskCall[];
  /** Said to whoever tries to join; null: they may. */
  refuses: JoinRefusal | null;
  /** Said to an answer to the three questions; null: it is taken. */
  survey: Refusal | null;
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
      case 'page':
        if (call.page === 'web_console') return { reply: 'page', page: { ...pageView(call.page), screens } };
        return looked(call);
      case 'estimate':
      case 'logs':
      case 'traces':
      case 'trace':
      case 'vocabulary':
        return looked(call);
      case 'watch':
        if (call.graphs) setTimeout(() => say({ push: 'graphs', panels: panels(now.view.clock.at_ms) }));
        return { reply: 'done' };
      case 'take':
      case 'do':
        return { reply: 'done' };
      case 'survey':
        if (replay.survey) return { reply: 'refused', refusal: replay.survey };
        setTimeout(() => replay.show({ seat: { ...now.seat, answered: true } }));
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
    survey: null,
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
