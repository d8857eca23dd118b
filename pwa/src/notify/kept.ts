// What the worker and the page share about pushes: the phone's subscription, and receipts that wait for a signal.
// A database of its own, so that a push never waits for the outbox's, nor an upgrade of one for the other.
import { result } from '../sync/table';

const DATABASE = 'pumasi-push';
const VERSION = 1;
const LOCK = 'pumasi-receipts';

/** The subscription as the server was last told of it. */
export interface Device {
  id: string;
  endpoint: string;
  shows_text: boolean;
  /** By the phone's clock, ms since 1970. */
  told_at: number;
}

/** What happened to one push. The token is the credential: no session is needed to say it. */
export interface Receipt {
  token: string;
  /** RFC 3339 */
  received_at?: string;
  opened_at?: string;
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, VERSION);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('receipts', { keyPath: 'token' });
    request.result.createObjectStore('facts');
  };
  return result(request);
}

async function within<T>(
  name: 'receipts' | 'facts',
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => Promise<T>,
): Promise<T> {
  const database = await open();
  try {
    const tx = database.transaction(name, mode);
    const done = new Promise<void>((resolve, reject) => {
      tx.oncomplete = () => resolve();
      tx.onabort = () => reject(tx.error);
    });
    const value = await work(tx.objectStore(name));
    await done;
    return value;
  } finally {
    database.close();
  }
}

export const device = {
  get: (): Promise<Device | undefined> => within('facts', 'readonly', (store) => result(store.get('device'))),
  put: (value: Device) => within('facts', 'readwrite', (store) => result(store.put(value, 'device'))),
  /** The server ends a phone's pushes with its session: the next start tells it of this phone again. */
  async outdate(): Promise<void> {
    const known = await device.get();
    if (known) await device.put({ ...known, told_at: 0 });
  },
  forget: () => within('facts', 'readwrite', (store) => result(store.delete('device'))),
};

/** Keep what happened, then send it as soon as possible; what came before is not lost. */
export async function acknowledge(receipt: Receipt): Promise<void> {
  await within('receipts', 'readwrite', async (store) => {
    const before: Receipt | undefined = await result(store.get(receipt.token));
    // The first moment is the true one: a browser may hand over the same push twice.
    await result(store.put({ ...receipt, ...before }));
  });
  await sendReceipts();
}

/** Send all that wait, each once; those without an answer stay for the next push, sync or start. */
export async function sendReceipts(): Promise<void> {
  await (navigator.locks ? navigator.locks.request(LOCK, sendAll) : sendAll());
}

async function sendAll(): Promise<void> {
  const waiting: Receipt[] = await within('receipts', 'readonly', (store) => result(store.getAll()));
  for (const { token, ...body } of waiting) {
    if (!(await answered(token, body))) return;
    await within('receipts', 'readwrite', async (store) => {
      const held: Receipt | undefined = await result(store.get(token));
      // Opened while its "received" was on the way: that is still to be said.
      const more = held && JSON.stringify(held) !== JSON.stringify({ token, ...body });
      if (!more) await result(store.delete(token));
    });
  }
}

/** Whether the server has taken it, or will never. */
async function answered(token: string, body: Omit<Receipt, 'token'>): Promise<boolean> {
  try {
    const { status } = await fetch(`/api/v1/public/receipts/${encodeURIComponent(token)}`, {
      method: 'PUT',
      keepalive: true,
      credentials: 'omit',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return status < 500 && status !== 408 && status !== 425 && status !== 429;
  } catch {
    return false;
  }
}
