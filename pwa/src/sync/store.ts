// The phone's own database. Everything here must survive a reload, a kill, and a newer release.
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb';
import type { Id } from '../api/types';
import type { KnownClock } from './clock';
import type { Document, Item } from './types';

export const DATABASE = 'pumasi';
/** 1: items without a place in the queue; 2: numbered by `seq`. */
export const VERSION = 2;
const PATIENCE_MS = 5_000;

export interface Row extends Item {
  /** Place in the queue; clocks move, this only grows. */
  seq: number;
}

/** Single values beside the rows. All absent on a new phone. */
export interface Facts {
  account_id: Id | null;
  /** Whose documents are kept. */
  documents_of: Id | null;
  /** The cookie may belong to somebody else than `account_id`: ask before sending anything. */
  unsure: boolean;
  /** The person left while there was no signal; the server must still hear of it. */
  sign_out_due: boolean;
  parked: 'signed_out' | null;
  clock: KnownClock | null;
  online: boolean | null;
  last_sync_at: number | null;
}

export const NO_FACTS: Facts = {
  account_id: null,
  documents_of: null,
  unsure: false,
  sign_out_due: false,
  parked: null,
  clock: null,
  online: null,
  last_sync_at: null,
};

interface Schema extends DBSchema {
  outbox: { key: number; value: Row; indexes: { id: string } };
  documents: { key: string; value: Document };
  facts: { key: string; value: unknown };
}

export type StoreName = 'outbox' | 'documents' | 'facts';
export type Writing = IDBPTransaction<Schema, StoreName[], 'readwrite'>;
export type Reading = IDBPTransaction<Schema, StoreName[], 'readonly'>;
type Connection = IDBPDatabase<Schema>;

/** No room left on the phone. Nothing was kept. */
export class StorageFull extends Error {
  override name = 'StorageFull';
}

/** The browser's database does not answer, even when opened again. Only a reload helps. */
export class StorageBroken extends Error {
  override name = 'StorageBroken';
}

const ALL: StoreName[] = ['outbox', 'documents', 'facts'];

export class Store {
  private connection: Promise<Connection> | null = null;

  constructor(private readonly name = DATABASE) {}

  read<T>(work: (tx: Reading) => Promise<T>): Promise<T> {
    return this.run(async (db) => {
      const tx = db.transaction(ALL, 'readonly');
      const result = await work(tx);
      await tx.done;
      return result;
    });
  }

  /** Resolves only after the commit has reached the disk; an error in `work` leaves nothing behind. */
  write<T>(work: (tx: Writing) => Promise<T>): Promise<T> {
    return this.run(async (db) => {
      const tx = db.transaction(ALL, 'readwrite', { durability: 'strict' });
      const done = tx.done;
      try {
        const result = await work(tx);
        await done;
        return result;
      } catch (error) {
        done.catch(() => undefined);
        abort(tx);
        // A failed request aborts its transaction, and the transaction's error says why (quota).
        throw tx.error ?? error;
      }
    });
  }

  async close(): Promise<void> {
    const open = this.connection;
    this.connection = null;
    (await open?.catch(() => null))?.close();
  }

  /** iOS kills the connection of an app in the background; the first to notice opens it again, once. */
  private async run<T>(work: (db: Connection) => Promise<T>): Promise<T> {
    try {
      return await work(await this.open());
    } catch (error) {
      if (isFull(error)) throw new StorageFull();
      if (!isLost(error)) throw error;
    }
    await this.close();
    try {
      return await work(await this.open());
    } catch (error) {
      if (isFull(error)) throw new StorageFull();
      throw isLost(error) ? new StorageBroken(String(error)) : error;
    }
  }

  private open(): Promise<Connection> {
    this.connection ??= withPatience(this.connect()).catch((error) => {
      this.connection = null;
      throw error;
    });
    return this.connection;
  }

  private async connect(): Promise<Connection> {
    const forget = () => {
      this.connection = null;
    };
    return openDB<Schema>(this.name, VERSION, {
      upgrade: (db, from, _to, tx) => upgrade(db, from, tx),
      // A newer release in another tab waits for us: let go at once, reopen when asked.
      blocking: (_current, _blocked, event) => {
        (event.target as unknown as Connection).close();
        forget();
      },
      terminated: forget,
    });
  }
}

async function upgrade(
  db: Connection,
  from: number,
  tx: IDBPTransaction<Schema, StoreName[], 'versionchange'>,
) {
  const older = from === 1 ? await tx.objectStore('outbox').getAll() : [];
  if (from === 1) db.deleteObjectStore('outbox');
  if (from < 1) {
    db.createObjectStore('documents', { keyPath: 'name' });
    db.createObjectStore('facts');
  }
  if (from < 2) {
    const outbox = db.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true });
    outbox.createIndex('id', 'id', { unique: true });
    for (const item of older.sort((a, b) => a.made_at - b.made_at)) {
      await outbox.add({ ...item, not_before: item.not_before ?? 0 });
    }
  }
}

export async function readFacts(tx: Reading | Writing): Promise<Facts> {
  const store = tx.objectStore('facts');
  const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()]);
  return { ...NO_FACTS, ...Object.fromEntries(keys.map((key, index) => [key, values[index]])) };
}

export async function writeFacts(tx: Writing, facts: Partial<Facts>): Promise<void> {
  const store = tx.objectStore('facts');
  await Promise.all(Object.entries(facts).map(([key, value]) => store.put(value, key)));
}

function abort(tx: Writing): void {
  try {
    tx.abort();
  } catch {
    // It has already ended by itself.
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && error.name === 'QuotaExceededError';
}

const LOST = new Set(['InvalidStateError', 'UnknownError', 'VersionError', 'TimeoutError']);

function isLost(error: unknown): boolean {
  // Safari: "Connection to Indexed Database server lost".
  return (
    error instanceof Error &&
    (LOST.has(error.name) || /connection .*lost|connection is clos/i.test(error.message))
  );
}

/** Safari's `open` sometimes never answers. */
function withPatience<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(Object.assign(new Error('the database does not open'), { name: 'TimeoutError' }));
    }, PATIENCE_MS);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
