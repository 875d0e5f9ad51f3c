/**
 * The road to nowhere: plays fixture views, so that surfaces can be looked at and tested without Rust.
 * Loaded by the dev build only (`?replay=running`) and by tests. It imitates no rule: a command is taken, the
 * clock's state follows it so that it can be seen, joining goes on and off, a hot wash opens and moves, what is
 * written in the postmortem stands in it, an inject that is moved stands there, and nothing else happens.
 */
import { flight, openFlight } from './fixtures/watching';
import type {
  Call,
  ClockState,
  Command,
  ConsoleView,
  EditorCall,
  EditorReply,
  EditorView,
  LibraryView,
  PostmortemView,
  Push,
  Reply,
} from '../wire/generated';
import { consoleViews } from './fixtures/console';
import { joining, networks } from './fixtures/desks';
import { changed, editorView, rehearsal } from './fixtures/editor';
import { foreseen } from './fixtures/foreseen';
import { forms } from './fixtures/forms';
import { washed, washViews } from './fixtures/hot-wash';
import {
  crowdedLibrary,
  emptyLibrary,
  firstLibrary,
  fullLibrary,
  savedLibrary,
  sheet,
  takenIn,
} from './fixtures/library';
import { looked } from './fixtures/looks';
import { long, postmortem, printed, written } from './fixtures/postmortem';
import { roomViews } from './fixtures/room';
import { lost, type Link, type Surface } from './link';

const NOTHING: Push = { push: 'empty', told: null };

const STATE_AFTER: Partial<Record<Command['do'], ClockState>> = {
  start: 'running',
  pause: 'paused',
  resume: 'running',
  emergency: 'emergency',
  end: 'ended',
};

const libraries: Record<string, LibraryView> = {
  empty: emptyLibrary,
  saved: savedLibrary,
  first: firstLibrary,
  crowded: crowdedLibrary,
};

/** An earlier version looks like the present one, for a replay keeps no texts. */
const looked_at = (view: PostmortemView, version: number | null): PostmortemView =>
  version === null ? view : { ...view, version, open: false, seal: null, remarks: [] };

/** `name`: a console view's name, `empty`, `first`, `library` or `crowded`. */
export function replay(name: string): Link & { calls: Call[] } {
  const calls: Call[] = [];
  let shown: Push = NOTHING;
  let text = name === 'long' ? long : postmortem;
  let scenario: EditorView = editorView;
  let say: (push: Push) => void = () => {};

  function show(push: Push): void {
    shown = push;
    say(push);
  }

  /** The server plays; a replay says once where it stands, and the surface goes on by itself. */
  function wash(hot_wash: ConsoleView['hot_wash'], revealed: boolean): void {
    if (shown.push !== 'console') return;
    const writing = { ...shown.view.writing, revealed };
    show({ push: 'console', view: { ...shown.view, hot_wash, writing } });
  }

  function obey(command: Command): void {
    text = written(text, command);
    if (shown.push !== 'console') return;
    if (command.do === 'reveal')
      return wash(shown.view.hot_wash && { ...shown.view.hot_wash, revealed: true }, true);
    if (command.do === 'survey') {
      const { writing } = shown.view;
      const view = { ...shown.view, writing: { ...writing, surveys: writing.surveys + 1 } };
      return show({ push: 'console', view });
    }
    const state = STATE_AFTER[command.do];
    if (!state) return;
    const view = { ...shown.view, clock: { ...shown.view.clock, state } };
    if (command.do === 'speed') view.clock.speed = command.factor;
    show({ push: 'console', view });
  }

  /** Going off drops every desk, as it does in earnest. */
  function join(network: string | null): void {
    if (shown.push !== 'console') return;
    const on = networks.find((one) => one.address === network);
    const view = on
      ? { ...shown.view, joining: { ...joining, network: on.name, address: `${on.address}:3003` } }
      : { ...shown.view, joining: null, desks: [] };
    show({ push: 'console', view });
  }

  function edit(ask: EditorCall): Reply {
    const said = (answer: EditorReply): Reply => ({ reply: 'editor', answer });
    if (ask.ask === 'open' || ask.ask === 'make') return said({ editor: 'opened', view: scenario, forms });
    if (ask.ask === 'rehearse')
      return said({ editor: 'rehearsed', rehearsal: { ...rehearsal, team: ask.team && rehearsal.team } });
    if (ask.ask === 'pack')
      return said({ editor: 'packed', path: '3am-outage.scenario.json', bytes: 64_000 });
    if (ask.ask === 'close') return said({ editor: 'closed' });
    if (ask.ask === 'change') scenario = changed(scenario, ask.edits, ask.says);
    return said({ editor: 'edited', view: scenario });
  }

  function answer(call: Call): Reply {
    switch (call.call) {
      case 'library':
        return { reply: 'library', library: libraries[name] ?? fullLibrary };
      case 'scenario':
        return { reply: 'scenario', sheet };
      case 'create':
      case 'open':
        show({ push: 'console', view: consoleViews.ready! });
        return { reply: 'opened', drill: 'drill-4' };
      case 'take_in':
        return name === 'empty' ? takenIn.not : name === 'crowded' ? takenIn.scenario : takenIn.done;
      case 'editor':
        return edit(call.ask);
      case 'close':
        show(NOTHING);
        return { reply: 'done' };
      case 'command':
        obey(call.command);
        return { reply: 'done' };
      case 'foresee':
        return shown.push === 'console' ? foreseen(shown.view, call.command) : lost('No drill.', 'Open one.');
      case 'estimate':
      case 'logs':
      case 'traces':
      case 'trace':
      case 'page':
      case 'vocabulary':
        return looked(call);
      case 'export':
        return {
          reply: 'exported',
          path: `postmortem.${call.format}`,
          pages: 9,
          bytes: 317_000,
          warnings: [],
        };
      case 'postmortem':
        return { reply: 'postmortem', view: looked_at(text, call.version) };
      case 'preview':
        return { reply: 'preview', ...printed(call.field, call.text) };
      case 'hot_wash':
        if (shown.push === 'console') {
          const { revealed } = shown.view.writing;
          wash(call.open ? washed(0, 0, revealed) : null, revealed);
        }
        return { reply: 'done' };
      case 'wash':
        if (shown.push === 'console' && shown.view.hot_wash)
          wash({ ...shown.view.hot_wash, at_ms: call.at_ms, speed: call.speed }, shown.view.writing.revealed);
        return { reply: 'done' };
      case 'networks':
        return { reply: 'networks', networks: name === 'offline' ? networks.slice(0, 1) : networks };
      case 'joining':
        join(call.network);
        return { reply: 'done' };
      case 'pre_flight':
        return { reply: 'pre_flight', rows: call.scenario === null ? openFlight : flight };
      case 'about':
        return {
          reply: 'about',
          about: {
            version: '0.1.0',
            journal: '/data/journal.sqlite',
            logs: '/data/logs',
            exports: '/data/exports',
          },
        };
      case 'diagnostics':
        return { reply: 'diagnosed', path: 'exports/diagnostics.jsonl', bytes: 21_000 };
      case 'room_screen':
        return lost(
          'There is no second window in a replay.',
          'Open room.html?replay=running in another tab.',
        );
    }
  }

  return {
    calls,
    room: `room.html?replay=${name}`,
    call(call) {
      calls.push(call);
      return Promise.resolve(answer(call));
    },
    watch(surface: Surface, onPush, onState) {
      say = onPush;
      onState(true);
      const view = surface === 'console' ? (consoleViews[name] ?? washViews[name]) : undefined;
      const room = surface === 'room' ? roomViews[name] : undefined;
      if (view) show({ push: 'console', view });
      else if (room) show({ push: 'room', view: room });
      else show(NOTHING);
      return () => (say = () => {});
    },
  };
}
