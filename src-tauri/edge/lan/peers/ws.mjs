// The `ws` package on Node, held against our desks' server: sends each line of a file to every
// socket, the next when all have the one before. `node ws.mjs FILE WARM`: says its address, hears
// "ready" and the number of each message that has reached everybody, says messages a second.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { WebSocketServer } from 'ws';

const [file, warm] = process.argv.slice(2);
// As bytes: text would be encoded anew for every socket.
const messages = readFileSync(file, 'utf8').trimEnd().split('\n').map(Buffer.from);
const server = new WebSocketServer({ host: '127.0.0.1', port: 0 }, () => {
  const { address, port } = server.address();
  process.stdout.write(`${address}:${port}\n`);
});

let sent = 0;
let began = 0;
createInterface({ input: process.stdin }).on('line', (line) => {
  if (line !== 'ready' && Number(line) !== sent) return;
  if (sent === Number(warm)) began = performance.now();
  if (sent === messages.length) {
    const took = (performance.now() - began) / 1000;
    process.stdout.write(`${(messages.length - Number(warm)) / took}\n`, () => process.exit());
    return;
  }
  const message = messages[sent];
  sent += 1;
  for (const socket of server.clients) socket.send(message, { binary: false });
});
