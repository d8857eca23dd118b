// The phone's own database. Everything here must survive a reload, a kill, and a newer release.
import type { Id } from '../api/types';
import type { KnownClock } from './clock';
import { Table } from './table';
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

const NO_FACTS: Facts = {
  ...{ account_id: null, documents_of: null, unsure: false, sign_out_due: false },
  ...{ parked: null, clock: null, online: null, last_sync_at: null },
};

/** The tables of one transaction. */
export interface Tables {
  outbox: Table<Row>;
  documents: Table<Document>;
  facts: Table<unknown>;
}

const NAMES = ['outbox', 'documents', 'facts'];

/** No room left on the phone. Nothing was kept. */
export class StorageFull extends Error {
  override name = 'StorageFull';
}

/** The browser's database does not answer, even when opened again. Only a reload helps. */
export class StorageBroken extends Error {
  override name = 'StorageBroken';
}

export class Store {
  private connection: Promise<IDBDatabase> | null = null;

  constructor(private readonly name = DATABASE) {}

  read<T>(work: (tables: Tables) => Promise<T>): Promise<T> {
    return this.run('readonly', work);
  }

  /** Resolves only after the commit has reached the disk; an error in `work` leaves nothing behind. */
  write<T>(work: (tables: Tables) => Promise<T>): Promise<T> {
    return this.run('readwrite', work);
  }

  async close(): Promise<void> {
    const open = this.connection;
    this.connection = null;
    (await open?.catch(() => null))?.close();
  }

  /** iOS kills the connection of an app in the background; the first to notice opens it again, once. */
  private async run<T>(mode: IDBTransactionMode, work: (tables: Tables) => Promise<T>): Promise<T> {
    try {
      return await transaction(await this.open(), mode, work);
    } catch (error) {
      if (isFull(error)) throw new StorageFull();
      if (!isLost(error)) throw error;
    }
    await this.close();
    try {
      return await transaction(await this.open(), mode, work);
    } catch (error) {
      if (isFull(error)) throw new StorageFull();
      throw isLost(error) ? new StorageBroken(String(error)) : error;
    }
  }

  private open(): Promise<IDBDatabase> {
    this.connection ??= this.connect().catch((error) => {
      this.connection = null;
      throw error;
    });
    return this.connection;
  }

  private connect(): Promise<IDBDatabase> {
    return new Promise((resolve, reject) => {
      // Safari's `open` sometimes never answers.
      const timer = setTimeout(() => reject(new DOMException('does not open', 'TimeoutError')), PATIENCE_MS);
      const request = indexedDB.open(this.name, VERSION);
      request.onupgradeneeded = ({ oldVersion }) => upgrade(request, oldVersion);
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        clearTimeout(timer);
        const database = request.result;
        const forget = () => {
          this.connection = null;
        };
        database.onclose = forget;
        // A newer release in another tab waits for us: let go at once, open again when asked.
        database.onversionchange = () => {
          database.close();
          forget();
        };
        resolve(database);
      };
    });
  }
}

async function transaction<T>(
  database: IDBDatabase,
  mode: IDBTransactionMode,
  work: (tables: Tables) => Promise<T>,
) {
  const tx = database.transaction(NAMES, mode, { durability: 'strict' });
  const committed = new Promise<void>((resolve, reject) => {
    tx.oncomplete = () => resolve();
    // A failed request aborts its transaction, and the transaction's error says why (quota).
    tx.onabort = () => reject(tx.error);
  });
  committed.catch(() => undefined);
  try {
    const tables = Object.fromEntries(NAMES.map((name) => [name, new Table(tx.objectStore(name))]));
    const value = await work(tables as unknown as Tables);
    await committed;
    return value;
  } catch (error) {
    try {
      tx.abort();
    } catch {
      // It has already ended by itself.
    }
    throw tx.error ?? error;
  }
}

function upgrade(request: IDBOpenDBRequest, from: number): void {
  const database = request.result;
  if (from < 1) {
    database.createObjectStore('documents', { keyPath: 'name' });
    database.createObjectStore('facts');
  }
  if (from === 1 && request.transaction) {
    const rows = request.transaction.objectStore('outbox').getAll();
    rows.onsuccess = () => {
      database.deleteObjectStore('outbox');
      number(database, rows.result);
    };
  } else number(database, []);
}

/** The queue of version 2, with what waited in version 1. */
function number(database: IDBDatabase, rows: Item[]): void {
  const outbox = database.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true });
  outbox.createIndex('id', 'id', { unique: true });
  for (const row of rows.sort((a, b) => a.made_at - b.made_at)) {
    outbox.add({ ...row, not_before: row.not_before ?? 0 });
  }
}

export async function readFacts({ facts }: Tables): Promise<Facts> {
  const [keys, values] = await Promise.all([facts.keys(), facts.all()]);
  return { ...NO_FACTS, ...Object.fromEntries(keys.map((key, place) => [key, values[place]])) };
}

export async function writeFacts(tables: Tables, facts: Partial<Facts>): Promise<void> {
  await Promise.all(Object.entries(facts).map(([key, value]) => tables.facts.put(value, key)));
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
