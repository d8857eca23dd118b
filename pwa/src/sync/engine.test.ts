import { afterEach, beforeEach, expect, test } from 'vitest';
import { newId } from './ids';
import { Phone, punch, type Tab } from './testing/phone';
import { TestServer } from './testing/server';

let server: TestServer;
let phone: Phone;

beforeEach(async () => {
  server = new TestServer();
  phone = new Phone(await server.start());
});

afterEach(async () => {
  await phone.erase();
  await server.stop();
});

const states = async (tab: Tab) => (await tab.items()).map(({ state }) => state);
const order = () => server.done.map(({ body }) => (body as { n: number }).n);

test('a tap is kept, sent, and gone after the documents show it', async () => {
  const tab = await phone.signedIn();
  const item = await tab.engine.add(punch(0));
  expect(item).toMatchObject({ state: 'waiting', account_id: 'kim', attempts: 0 });
  await tab.idle();
  expect(server.done).toMatchObject([{ id: item.id, account: 'kim', body: { kind: 'in' } }]);
  expect(await tab.items()).toEqual([]);
  expect((await tab.engine.held()).status).toMatchObject({
    online: true,
    waiting: 0,
    refused: 0,
    parked: null,
  });
});

test('an item that was sent stays until a snapshot shows its effect', async () => {
  const tab = await phone.signedIn();
  server.forecast = ['ok', 503];
  await tab.engine.add(punch(0));
  await tab.idle();
  expect(await tab.items()).toMatchObject([{ state: 'sent', answer: { status: 200 } }]);
  await phone.untilQuiet();
  expect(await tab.items()).toEqual([]);
  expect(server.arrived).toHaveLength(1);
});

test('six writes without a signal survive a kill, arrive once and in order', async () => {
  const tab = await phone.signedIn();
  server.always = 'down';
  for (let n = 0; n < 6; n += 1) await tab.engine.add(punch(n));
  await tab.idle();
  expect((await tab.engine.held()).status).toMatchObject({ online: false, waiting: 6 });
  tab.kill();

  const again = phone.open();
  expect(await again.items()).toHaveLength(6);
  server.always = 'ok';
  await again.engine.sync('start');
  expect(order()).toEqual([0, 1, 2, 3, 4, 5]);
  expect(server.arrived).toHaveLength(6);
});

test('the server commits and dies before it answers: one effect', async () => {
  const tab = await phone.signedIn();
  server.forecast = ['dies'];
  await tab.engine.add(punch(0));
  await phone.untilQuiet();
  expect(server.arrived).toHaveLength(2);
  expect(server.done).toHaveLength(1);
  expect(await tab.items()).toEqual([]);
});

test.each([408, 425, 429, 500, 503])('a %i keeps the queue and tries again', async (status) => {
  const tab = await phone.signedIn();
  server.forecast = [status, status];
  await tab.engine.add(punch(0));
  await tab.idle();
  expect(await states(tab)).toEqual(['waiting']);
  await phone.untilQuiet();
  expect(server.done).toHaveLength(1);
});

test('a login page of somebody’s Wi-Fi is no answer', async () => {
  const tab = await phone.signedIn();
  server.forecast = ['portal'];
  await tab.engine.add(punch(0));
  await tab.idle();
  expect(await states(tab)).toEqual(['waiting']);
  expect((await tab.engine.held()).status.online).toBe(false);
});

test('the wait doubles, from a second to five minutes', async () => {
  const tab = await phone.signedIn();
  server.always = 'down';
  await tab.engine.add(punch(0));
  const waits: number[] = [];
  for (let round = 0; round < 12; round += 1) {
    await tab.idle();
    const [timer] = phone.timers.splice(0);
    waits.push(timer?.milliseconds ?? 0);
    timer?.work();
  }
  expect(waits.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000]);
  expect(Math.max(...waits)).toBe(300_000);
});

test('a session that ended parks the queue, and the same person’s return sends it', async () => {
  const tab = await phone.signedIn();
  server.account = null;
  await tab.engine.add(punch(0));
  await tab.idle();
  expect((await tab.engine.held()).status).toMatchObject({ parked: 'signed_out', waiting: 1 });
  const before = server.requests.length;
  await tab.engine.add(punch(1));
  await tab.idle();
  expect(server.requests.length).toBe(before);

  await signIn(tab, 'kim');
  await tab.engine.sync('signed-in');
  expect(order()).toEqual([0, 1]);
  expect((await tab.engine.held()).status.parked).toBeNull();
});

test('three tabs and the worker drain at once: each item is sent once', async () => {
  const tab = await phone.signedIn();
  server.always = 'down';
  for (let n = 0; n < 50; n += 1) await tab.engine.add(punch(n));
  await tab.idle();
  server.always = 'ok';
  const tabs = [tab, phone.open(), phone.open(), phone.open()];
  await Promise.all(tabs.map((one) => one.engine.sync('online')));
  expect(server.arrived).toHaveLength(50);
  expect(order()).toEqual(Array.from({ length: 50 }, (_, n) => n));
});

test('a refused item stays with its reason, and the rest goes on', async () => {
  const tab = await phone.signedIn();
  const bad = newId();
  server.verdicts.set(bad, { status: 409, body: { code: 'already-in' } });
  server.forecast = ['down', 'down', 'down'];
  await tab.engine.add({ ...punch(0), id: bad });
  await tab.engine.add(punch(1));
  await tab.engine.add(punch(2, 'another'));
  await phone.untilQuiet();
  expect(order()).toEqual([1, 2]);
  expect(await tab.items()).toMatchObject([
    { id: bad, state: 'refused', answer: { status: 409, body: { code: 'already-in' } } },
  ]);

  server.verdicts.clear();
  await tab.engine.retry(bad);
  await phone.untilQuiet();
  expect(order()).toEqual([1, 2, 0]);
  expect(await tab.items()).toEqual([]);
});

test('an item that makes the whole batch unreadable is found and refused alone', async () => {
  const tab = await phone.signedIn();
  server.always = 'down';
  for (let n = 0; n < 3; n += 1) await tab.engine.add(punch(n, `s${n}`));
  await tab.idle();
  server.always = 'ok';
  // The batch of three, then the first one alone.
  server.forecast = [400, 400];
  await tab.engine.sync('online');
  expect(order()).toEqual([1, 2]);
  expect(await tab.items()).toMatchObject([{ state: 'refused', answer: { status: 400 } }]);
});

test('an item that the server cannot do keeps its subject’s order and blocks no other', async () => {
  const tab = await phone.signedIn();
  const ill = newId();
  server.verdicts.set(ill, { status: 500 });
  server.always = 'down';
  await tab.engine.add({ ...punch(0, 'ill'), id: ill });
  await tab.engine.add(punch(1, 'ill'));
  await tab.engine.add(punch(2, 'well'));
  await tab.idle();
  server.always = 'ok';
  await tab.engine.sync('online');
  expect(order()).toEqual([2]);
  expect(await states(tab)).toEqual(['waiting', 'waiting', 'sent']);
  await tab.engine.add(punch(3, 'well'));
  await tab.idle();
  expect(order()).toEqual([2, 3]);
  server.verdicts.clear();
  await phone.untilQuiet();
  expect(order()).toEqual([2, 3, 0, 1]);
});

test('an item that kills the whole batch handler does not hold the queue up for ever', async () => {
  const tab = await phone.signedIn();
  server.always = 'down';
  for (let n = 0; n < 3; n += 1) await tab.engine.add(punch(n, `s${n}`));
  await tab.idle();
  server.always = 'ok';
  const handle = (server as unknown as { handle: (...call: unknown[]) => [number, unknown] }).handle.bind(
    server,
  );
  Object.assign(server, {
    handle: (method: string, path: string, body: { requests?: { body: { n: number } }[] }) =>
      body?.requests?.some((item) => item.body.n === 0) ? [500, null] : handle(method, path, body),
  });
  for (let round = 0; round < 6; round += 1) await tab.engine.sync('online');
  expect(order()).toEqual([1, 2]);
});

test('an item held back for its undo is shown, not sent, and can be taken back', async () => {
  const tab = await phone.signedIn();
  const later = Date.now() + 6_000;
  const item = await tab.engine.add({ ...punch(0), not_before: later });
  const behind = await tab.engine.add(punch(1));
  await tab.engine.add(punch(2, 'another'));
  await tab.idle();
  expect(order()).toEqual([2]);
  expect(await tab.engine.drop(item.id)).toBe(true);
  await tab.engine.sync('tap');
  expect(order()).toEqual([2, 1]);
  expect(await tab.engine.drop(behind.id)).toBe(false);
});

test('a hold far in the future comes from a clock that was moved, and holds nothing', async () => {
  const tab = await phone.signedIn();
  await tab.engine.add({ ...punch(0), not_before: Date.now() + 3 * 3_600_000 });
  await tab.idle();
  expect(order()).toEqual([0]);
});

test('the answer to an item reaches the screen that waits for it, from another tab’s drain too', async () => {
  const tab = await phone.signedIn();
  server.always = 'down';
  const item = await tab.engine.add(punch(0));
  await tab.idle();
  server.always = 'ok';
  const answer = tab.engine.answer(item.id);
  await phone.open().engine.sync('online');
  expect(await answer).toEqual({ status: 200, body: { id: item.id } });
});

test('a document is read, replaced, and erased when the person may no longer read it', async () => {
  const tab = await phone.signedIn();
  server.documents = { 'o/work': { version: '1', data: { n: 1 } }, 'o/crew': { version: '1', data: {} } };
  await tab.engine.sync('start');
  server.documents = { 'o/work': { version: '2', data: { n: 2 } } };
  await tab.engine.sync('bell');
  const { documents } = await tab.engine.held();
  expect(documents['o/work']).toMatchObject({ version: '2', data: { n: 2 } });
  expect(documents['o/crew']).toBeUndefined();
  expect(server.requests.at(-1)?.body).toEqual({ have: { me: 'me-kim', 'o/work': '1', 'o/crew': '1' } });
});

test('a screen that asks for items alone gets newer documents with them: what was written never flickers', async () => {
  const tab = await phone.signedIn();
  server.documents = { 'o/work': { version: '1', data: 'before' } };
  await tab.engine.sync('start');
  const shown = await tab.engine.held();
  server.documents = { 'o/work': { version: '2', data: 'with the punch' } };
  await tab.engine.add(punch(0));
  await tab.idle();
  const held = await tab.engine.held(shown);
  expect(held.items).toEqual([]);
  expect(held.documents['o/work']?.data).toBe('with the punch');
  expect((await tab.engine.held(held)).documents).toBe(held.documents);
});

test('another person on the same phone sees nothing and never sends what is not theirs', async () => {
  const tab = await phone.signedIn('kim');
  server.documents = { 'o/work': { version: '1', data: 'of kim' } };
  await tab.engine.sync('start');
  server.always = 'down';
  await tab.engine.add(punch(0));
  await tab.idle();
  server.always = 'ok';
  server.documents = {};
  // Kim's session ends, Lee signs in over it.
  server.account = null;
  await signIn(tab, 'lee');
  await tab.engine.sync('signed-in');
  const held = await tab.engine.held();
  expect(held).toMatchObject({ account_id: 'lee', items: [] });
  expect(Object.keys(held.documents)).toEqual(['me']);
  expect(server.done).toEqual([]);
  expect(await tab.entrance.othersWaiting()).toBe(1);

  await signIn(tab, 'kim');
  await tab.engine.sync('signed-in');
  expect(server.done).toMatchObject([{ account: 'kim' }]);
});

test('a sign-in whose answer was lost asks whose cookie it is before anything is sent', async () => {
  const tab = await phone.signedIn('kim');
  server.always = 'down';
  await tab.engine.add(punch(0));
  await tab.idle();
  server.always = 'ok';
  server.forecast = ['dies'];
  await expect(signIn(tab, 'lee')).rejects.toThrow();
  await tab.engine.sync('online');
  expect(server.done).toEqual([]);
  expect((await tab.engine.held()).account_id).toBe('lee');
});

test('a sign-in that fails changes nothing', async () => {
  const tab = await phone.signedIn('kim');
  server.forecast = [422];
  await tab.entrance.signIn((wire) => wire.request('POST', '/api/v1/sign-in/sessions', { account: 'lee' }));
  await tab.engine.add(punch(0));
  await tab.idle();
  expect(server.done).toMatchObject([{ account: 'kim' }]);
});

test('signing out with unsent writes asks, keeps or discards', async () => {
  const tab = await phone.signedIn('kim');
  server.always = 'down';
  await tab.engine.add(punch(0));
  await tab.idle();
  expect(await tab.entrance.signOut('ask')).toEqual({ done: false, unsent: 1 });
  expect((await tab.engine.held()).account_id).toBe('kim');

  expect(await tab.entrance.signOut('keep')).toEqual({ done: true, unsent: 1 });
  expect(await tab.engine.held()).toMatchObject({ account_id: null, documents: {}, items: [] });
  expect(await tab.entrance.othersWaiting()).toBe(1);
  await expect(tab.engine.add(punch(1))).rejects.toMatchObject({ name: 'NotSignedIn' });

  // The server hears of it when there is a signal, and what was kept waits for Kim.
  server.always = 'ok';
  await tab.engine.sync('online');
  expect(server.account).toBeNull();
  await signIn(tab, 'kim');
  expect(await tab.entrance.signOut('discard')).toEqual({ done: true, unsent: 1 });
  expect(await tab.entrance.othersWaiting()).toBe(0);
});

test('an evicted database asks who is signed in, where the phone may be', async () => {
  const tab = phone.open();
  await tab.engine.sync('start');
  expect(server.requests).toEqual([]);
  tab.engine.person.maybeSignedIn = () => true;
  await tab.engine.sync('start');
  expect((await tab.engine.held()).account_id).toBe('kim');
});

test('what cannot be sent fails at the tap', async () => {
  const tab = await phone.signedIn();
  const circle: { self?: unknown } = {};
  circle.self = circle;
  await expect(tab.engine.add({ ...punch(0), body: circle })).rejects.toThrow(TypeError);
  expect(await tab.items()).toEqual([]);
});

function signIn(tab: Tab, account: string) {
  return tab.entrance.signIn((wire) => wire.request('POST', '/api/v1/sign-in/sessions', { account }));
}

const photo = (subject: string) => ({
  ...{ method: 'PUT' as const, path: '/api/v1/orgs/o/photos/p', body: null, subject },
  file: new Uint8Array([1, 2, 3]).buffer,
});

test('a photo is kept with its bytes, and sent alone after what is light', async () => {
  const tab = await phone.signedIn();
  server.always = 'down';
  await tab.engine.add(photo('check'));
  await tab.engine.add(punch(1));
  await tab.idle();
  tab.kill();

  const again = phone.open();
  server.always = 'ok';
  await again.engine.sync('start');
  await phone.untilQuiet();
  expect(order()).toEqual([1, undefined]);
  expect(server.done[1]?.body).toBe(3);
  expect(await again.items()).toEqual([]);
});

test('a photo that does not get through keeps neither the rest nor the documents waiting', async () => {
  const tab = await phone.signedIn();
  const item = await tab.engine.add(photo('check'));
  await tab.idle();
  const blocked = await tab.engine.add(photo('other'));
  server.verdicts.set(blocked.id, { status: 503 });
  await tab.engine.add(punch(2));
  server.documents = { 'o/work': { version: '2', data: { fresh: true } } };
  await tab.engine.sync('tap');
  expect(server.done.map(({ id }) => id)).toContain(item.id);
  expect(await tab.items()).toMatchObject([{ id: blocked.id, state: 'waiting' }]);
  expect((await tab.engine.held()).documents['o/work']?.data).toEqual({ fresh: true });
});

test('a photo that is refused stays with the reason', async () => {
  const tab = await phone.signedIn();
  server.always = 'down';
  const item = await tab.engine.add(photo('check'));
  server.verdicts.set(item.id, { status: 415, body: { code: 'no-picture' } });
  await tab.idle();
  server.always = 'ok';
  await phone.untilQuiet();
  expect(await tab.items()).toMatchObject([{ state: 'refused', answer: { body: { code: 'no-picture' } } }]);
});
