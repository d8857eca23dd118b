import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { afterEach, expect, test, vi } from 'vitest';
import { Engine } from './engine';
import { Outbox } from './outbox';
import { StorageBroken, Store, writeFacts } from './store';
import { Phone, punch } from './testing/phone';
import { TestServer } from './testing/server';

afterEach(() => {
  vi.restoreAllMocks();
});

const fresh = () => `store-${crypto.randomUUID()}`;

async function signedIn(store: Store, account_id = 'kim') {
  await store.write((tx) => writeFacts(tx, { account_id, documents_of: account_id }));
  return new Outbox(store);
}

/** A failing transaction, as a phone without room gives it. */
function fail(name: string, times: number) {
  const real = IDBObjectStore.prototype.add;
  let left = times;
  vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore, ...call) {
    if (left-- > 0) throw new DOMException('no', name);
    return real.apply(this, call);
  });
}

test('a database of the first release is taken over with its waiting rows, in their order', async () => {
  const name = fresh();
  const old = await openDB(name, 1, {
    upgrade(db) {
      db.createObjectStore('outbox', { keyPath: 'id' });
      db.createObjectStore('documents', { keyPath: 'name' });
      db.createObjectStore('facts');
    },
  });
  const row = (id: string, made_at: number) => ({
    ...punch(made_at),
    ...{ id, made_at, clock_offset_ms: null, account_id: 'kim', state: 'waiting', attempts: 0 },
  });
  await old.put('outbox', row('b', 2));
  await old.put('outbox', row('a', 3));
  await old.put('outbox', row('c', 1));
  await old.put('facts', 'kim', 'account_id');
  old.close();

  const outbox = new Outbox(new Store(name));
  expect((await outbox.of('kim')).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  expect(await outbox.of('kim')).toMatchObject([{ not_before: 0 }, { not_before: 0 }, { not_before: 0 }]);
});

test('a newer release in another tab is not kept waiting, and the old tab says that it must reload', async () => {
  const name = fresh();
  const store = new Store(name);
  await signedIn(store);
  const newer = await openDB(name, 99);
  await expect(store.read(async () => 1)).rejects.toThrow(StorageBroken);
  newer.close();
});

test('the same id twice is one item', async () => {
  const outbox = await signedIn(new Store(fresh()));
  const first = await outbox.add({ ...punch(1), id: 'one-and-the-same' }, null);
  const second = await outbox.add({ ...punch(1), id: 'one-and-the-same' }, null);
  expect(second).toEqual(first);
  expect(await outbox.of('kim')).toHaveLength(1);
});

test('no room: documents that the server has anyway make way for the write', async () => {
  const store = new Store(fresh());
  const outbox = await signedIn(store);
  await store.write(async (tx) => {
    for (const name of ['me', 'o/work', 'o/plan', 'o/crew']) {
      await tx.documents.put({ name, version: '1', data: {}, fetched_at: 0 });
    }
  });
  fail('QuotaExceededError', 1);
  await outbox.add(punch(1), null);
  expect(await store.read((tx) => tx.documents.keys())).toEqual(['me', 'o/work']);
});

test('no room at all: the tap fails, the screen hears of it, and nothing is half kept', async () => {
  const server = new TestServer();
  const phone = new Phone(await server.start());
  const tab = await phone.signedIn();
  fail('QuotaExceededError', 99);
  await expect(tab.engine.add(punch(1))).rejects.toMatchObject({ name: 'StorageFull' });
  expect((await tab.engine.held()).status).toMatchObject({ storage: 'full', waiting: 0 });
  vi.restoreAllMocks();
  await tab.engine.add(punch(1));
  expect((await tab.engine.held()).status.storage).toBe('ok');
  await tab.idle();
  await phone.erase();
  await server.stop();
});

test('a connection that iOS killed is opened again, once', async () => {
  const outbox = await signedIn(new Store(fresh()));
  fail('UnknownError', 1);
  await outbox.add(punch(1), null);
  expect(await outbox.of('kim')).toHaveLength(1);
});

test('a database that stays dead is said to be, so that the screen can offer to load again', async () => {
  const store = new Store(fresh());
  await signedIn(store);
  const ports = new Phone('').ports({ dead: false } as never);
  const engine = new Engine({ store, ports, wire: { request: () => Promise.reject(new Error('unused')) } });
  fail('InvalidStateError', 99);
  await expect(engine.add(punch(1))).rejects.toMatchObject({ name: 'StorageBroken' });
  expect((await engine.held()).status.storage).toBe('broken');
});

test('an error inside a write leaves nothing behind', async () => {
  const store = new Store(fresh());
  await expect(
    store.write(async (tx) => {
      await tx.documents.put({ name: 'me', version: '', data: 1, fetched_at: 0 });
      throw new Error('changed my mind');
    }),
  ).rejects.toThrow('changed my mind');
  expect(await store.read((tx) => tx.documents.keys())).toEqual([]);
});

test('every write waits for the disk', async () => {
  const durabilities: unknown[] = [];
  const real = IDBDatabase.prototype.transaction;
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...call) {
    if (call[1] === 'readwrite') durabilities.push(call[2]?.durability);
    return real.apply(this, call);
  });
  const outbox = await signedIn(new Store(fresh()));
  await outbox.add(punch(1), null);
  expect(durabilities).toEqual(['strict', 'strict']);
});
