import { expect, test } from 'vitest';
import { message } from './log-text';

test.each([
  ['2026-03-12 03:05:06,636 ERROR [shop.db] psycopg_pool.PoolTimeout', '[shop.db] psycopg_pool.PoolTimeout'],
  ['2026-03-12 02:30:00.057 UTC [29263] LOG:  connection received', '[29263] LOG:  connection received'],
  [
    '[2026-03-12 02:30:00,170: INFO/MainProcess] Task tasks.thumbnail[c3] received',
    'Task tasks.thumbnail[c3] received',
  ],
  [
    '[2026-03-12 03:00:00 +0000] [1] [CRITICAL] WORKER TIMEOUT (pid:7)',
    '[1] [CRITICAL] WORKER TIMEOUT (pid:7)',
  ],
  ['2026/03/12 02:30:29 [error] 416#416: *718030 upstream', '416#416: *718030 upstream'],
  [
    '203.0.113.59 - - [12/Mar/2026:02:30:29 +0000] "GET / HTTP/1.1" 200',
    '203.0.113.59 - - [12/Mar/2026:02:30:29 +0000] "GET / HTTP/1.1" 200',
  ],
  ['POST https://shop.example/api/checkout 500', 'POST https://shop.example/api/checkout 500'],
  ['', ''],
])('%s', (text, says) => {
  expect(message(text, false)).toBe(says);
  expect(message(text, true)).toBe(text);
});
