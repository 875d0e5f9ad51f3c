/** The road inside the desktop window. The only file that knows Tauri. */
import { Channel, invoke } from '@tauri-apps/api/core';
import type { Call, Push, Reply } from '../wire/generated';
import { following, type Told } from './changes';
import { lost, type Link, type Surface } from './link';

export function tauri(): Link {
  return {
    answersAtOnce: true,
    async call(call: Call): Promise<Reply> {
      try {
        return await invoke<Reply>('call', { call });
      } catch (error) {
        return lost(
          `The program did not take the request: ${String(error)}`,
          'Try again. If it stays so, restart Three AM: the drill is on disk.',
        );
      }
    },
    watch(surface: Surface, onPush, onState) {
      const channel = new Channel<Told<Push>>();
      channel.onmessage = following(onPush);
      invoke('watch', { surface, channel }).then(
        () => onState(true),
        () => onState(false),
      );
      return () => {
        channel.onmessage = () => {};
      };
    },
  };
}
