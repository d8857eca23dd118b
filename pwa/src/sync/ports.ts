// What the engine needs from its surroundings, so that a page, a worker and a test can each give their own.

export interface Ports {
  /** Runs `work` while nobody else on this phone, tab or worker, holds the lock. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Tells the other tabs and the worker. */
  tell(news: News): void;
  /** Hears what they tell. */
  listen(heard: (news: News) => void): void;
  /** Calls back after a while; returns how to cancel. */
  later(work: () => void, milliseconds: number): () => void;
  random(): number;
}

export interface News {
  documents: boolean;
  answers: { id: string; status: number; body: unknown }[];
}

const LOCK = 'pumasi-sync';
const CHANNEL = 'pumasi';

export function browserPorts(): Ports {
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(CHANNEL);
  return {
    // Over plain http there are no locks; the ids still keep the server from doing anything twice.
    exclusively: (work) =>
      navigator.locks ? (navigator.locks.request(LOCK, work) as ReturnType<typeof work>) : work(),
    tell: (news) => channel?.postMessage(news),
    listen: (heard) => channel?.addEventListener('message', (event) => heard(event.data as News)),
    later(work, milliseconds) {
      const timer = setTimeout(work, milliseconds);
      return () => clearTimeout(timer);
    },
    random: () => Math.random(),
  };
}
