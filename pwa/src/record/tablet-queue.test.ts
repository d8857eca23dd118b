import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { NoAnswer, type Reply, type Wire } from '../api/client';
import { newId } from '../sync/ids';
import { Store } from '../sync/store';
import { TabletQueue } from './tablet-queue';
import type { TabletBody, TapKind } from './types';

type Sent = { path: string; body: TabletBody };

/** A server that answers as it is told, or not at all. */
class Server implements Wire {
  sent: Sent[] = [];
  answer: Reply | null = { status: 201, body: {}, retry_after_s: null };

  async request(_method: string, path: string, body?: unknown): Promise<Reply> {
    this.sent.push({ path, body: body as TabletBody });
    if (!this.answer) throw new NoAnswer('no signal');
    return this.answer;
  }

  says(status: number, code = ''): void {
    this.answer = { status, body: { code }, retry_after_s: null };
  }
}

async function tablet() {
  const server = new Server();
  const queue = new TabletQueue(new Store(`tablet-${crypto.randomUUID()}`), server, (work) => work());
  await queue.belongTo('tablet');
  return { server, queue };
}

function body(member_id: string, kind: TapKind = 'in'): TabletBody {
  const moment = { device_time: '2026-11-25T06:00:00Z', device_age_ms: 0, last_server_time: null };
  return { member_id, kind, proof: 'sealed', app_version: 'test', kept: false, ...moment };
}

const states = async (queue: TabletQueue) => (await queue.rows()).map(({ state }) => state);

test('a tap that the server takes leaves nothing behind', async () => {
  const { server, queue } = await tablet();
  expect(await queue.tap(newId(), body('lee'))).toEqual({ kind: 'sent' });
  expect(server.sent[0]?.body.kept).toBe(false);
  expect(await queue.rows()).toEqual([]);
});

test('without a signal it is kept, and goes out later saying so, in the order of its making', async () => {
  const { server, queue } = await tablet();
  server.answer = null;
  for (const kind of ['in', 'out'] as const) {
    expect(await queue.tap(newId(), body('lee', kind))).toEqual({ kind: 'kept' });
  }
  expect(await queue.drain()).toBe(true);
  expect(await states(queue)).toEqual(['waiting', 'waiting']);

  server.sent = [];
  server.says(201);
  expect(await queue.drain()).toBe(true);
  expect(server.sent.map(({ body: { kind, kept } }) => [kind, kept])).toEqual([
    ['in', true],
    ['out', true],
  ]);
  expect(await queue.rows()).toEqual([]);
});

test('a tap behind one that waits is kept, too, so that the server never sees OUT before IN', async () => {
  const { server, queue } = await tablet();
  server.answer = null;
  await queue.tap(newId(), body('lee'));
  server.says(201);
  expect(await queue.tap(newId(), body('lee', 'out'))).toEqual({ kind: 'kept' });
  expect(await queue.tap(newId(), body('choi'))).toEqual({ kind: 'sent' });
});

test.each([
  [422, 'pin-not-right'],
  [429, 'pin-closed'],
  [409, 'already-in'],
])('a refusal is told at once and keeps nothing: %i %s', async (status, code) => {
  const { server, queue } = await tablet();
  server.says(status, code);
  expect(await queue.tap(newId(), body('lee'))).toMatchObject({ kind: 'refused', reply: { status } });
  expect(await queue.rows()).toEqual([]);
});

test.each([
  [503, 'busy'],
  [429, 'too-many-requests'],
  [401, 'tablet-unknown'],
])('what says nothing of the tap keeps it: %i %s', async (status, code) => {
  const { server, queue } = await tablet();
  server.says(status, code);
  expect(await queue.tap(newId(), body('lee'))).toEqual({ kind: 'kept' });
  expect(await queue.drain()).toBe(status !== 401);
  expect(await states(queue)).toEqual(['waiting']);
});

test('a kept tap that repeats another is over; one that is refused stays until somebody has seen it', async () => {
  const { server, queue } = await tablet();
  server.answer = null;
  await queue.tap(newId(), body('lee'));
  await queue.tap(newId(), body('choi'));
  server.says(409, 'already-in');
  await queue.drain();
  expect(await queue.rows()).toEqual([]);

  server.answer = null;
  const id = newId();
  await queue.tap(id, body('gone'));
  server.says(404, 'not-found');
  await queue.drain();
  expect(await states(queue)).toEqual(['refused']);
  await queue.remove(id);
  expect(await queue.rows()).toEqual([]);
});

test('paired again, the tablet sends what an earlier pairing kept', async () => {
  const { server, queue } = await tablet();
  server.answer = null;
  await queue.tap(newId(), body('lee'));
  await queue.belongTo('another');
  server.says(201);
  await queue.drain();
  expect(await queue.rows()).toEqual([]);
});
