// Two displays that can be plugged in and out, the windows on them, and a session bus.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Both displays are as large. */
export const SIZE = { width: 1440, height: 900 };
const MODE = `${SIZE.width}x${SIZE.height}`;

// Xvfb has one output, so that nothing can be plugged into it; Xorg's dummy driver has many.
const CONFIG = `
Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoAddGPU" "false"
EndSection
Section "Device"
  Identifier "dummy"
  Driver "dummy"
  VideoRam 65536
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5-1000
  VertRefresh 5-200
  Modeline "${MODE}" 106.5 1440 1528 1672 1904 900 903 909 934
EndSection
Section "Screen"
  Identifier "screen"
  Device "dummy"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Modes "${MODE}"
    Virtual ${2 * SIZE.width} ${SIZE.height}
  EndSubSection
EndSection
`;

/** What a command says; where it fails, nothing: a window may be gone, or not yet there. */
function said(display, command, ...args) {
  const done = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, DISPLAY: display } });
  return done.status === 0 ? done.stdout.trim() : '';
}

/** The first line that a process writes on a stream. */
function firstLine(child, stream, what) {
  return new Promise((resolve, reject) => {
    let text = '';
    stream.on('data', (data) => {
      text += data;
      if (text.includes('\n')) resolve(text.split('\n')[0].trim());
    });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`${what} ended with ${code}`)));
  });
}

/** An X server with the left display on, and a window manager in it. */
export async function openDisplays() {
  const folder = mkdtempSync(join(tmpdir(), 'three-am-displays-'));
  const config = join(folder, 'xorg.conf');
  writeFileSync(config, CONFIG);
  const args = ['-displayfd', '3', '-config', config, '-logfile', join(folder, 'xorg.log')];
  const server = spawn('/usr/lib/xorg/Xorg', [...args, '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const display = `:${await firstLine(server, server.stdio[3], 'Xorg')}`;
  const manager = spawn('openbox', [], { stdio: 'ignore', env: { ...process.env, DISPLAY: display } });
  const xrandr = (...args) => said(display, 'xrandr', ...args);
  return {
    display,
    /** Plugs the right display in. */
    plug() {
      xrandr('--addmode', 'DUMMY1', MODE);
      xrandr('--output', 'DUMMY1', '--mode', MODE, '--right-of', 'DUMMY0');
      // A driver without wires notices only when it is asked.
      xrandr();
    },
    unplug() {
      xrandr('--output', 'DUMMY1', '--off');
      xrandr('--delmode', 'DUMMY1', MODE);
      xrandr();
    },
    close() {
      manager.kill();
      server.kill();
    },
  };
}

/** The windows on a display, as a person sees them: by their titles. */
export class Windows {
  constructor(display) {
    this.display = display;
  }

  xdotool(...args) {
    return said(this.display, 'xdotool', ...args);
  }

  id(title) {
    return this.xdotool('search', '--onlyvisible', '--name', `^${title}$`).split('\n')[0];
  }

  there(title) {
    return this.id(title) !== '';
  }

  /** Where a window is, without its frame. (What `xdotool` says counts the frame twice.) */
  place(title) {
    const told = said(this.display, 'xwininfo', '-id', this.id(title));
    const figure = (name) => Number(new RegExp(`${name}: +(-?\\d+)`).exec(told)?.[1]);
    return {
      x: figure('Absolute upper-left X'),
      y: figure('Absolute upper-left Y'),
      width: figure('Width'),
      height: figure('Height'),
    };
  }

  /** Moves a window as a hand does. */
  put(title, { x, y, width, height }) {
    const id = this.id(title);
    this.xdotool('windowsize', '--sync', id, width, height);
    this.xdotool('windowmove', id, x, y);
  }

  /** Title of the window that has the keys. */
  active() {
    return this.xdotool('getactivewindow', 'getwindowname');
  }

  /** Process of a window. */
  process(title) {
    return Number(this.xdotool('getwindowpid', this.id(title)));
  }

  minimise(title) {
    this.xdotool('windowminimize', this.id(title));
  }

  press(title, key) {
    this.xdotool('windowactivate', '--sync', this.id(title), 'key', key);
  }
}

/** A session bus, as a desktop has one. */
export async function openBus() {
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const address = await firstLine(bus, bus.stdout, 'dbus-daemon');
  return { address, close: () => bus.kill() };
}
