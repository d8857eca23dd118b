// The tablet's own outbox: taps that no server has answered, in a database of their own beside any person's.
import { NoAnswer, type Reply, type Wire } from '../api/client';
import type { Id } from '../api/types';
import { Outbox, verdictOf } from '../sync/outbox';
import type { Row, Store } from '../sync/store';
import type { TabletBody, TapKind } from './types';

/** How long somebody stands and waits for the server before their tap is kept, and others for one ahead of it. */
const PATIENCE_MS = 6_000;
/** Answers that say "this is so already". */
const REPEATS = new Set(['already-in', 'already-out', 'already-on-break', 'already-back']);

export type Tapped = { kind: 'sent' } | { kind: 'kept' } | { kind: 'refused'; reply: Reply };

export class TabletQueue {
  private readonly outbox: Outbox;

  constructor(
    private readonly store: Store,
    private readonly wire: Wire,
    private readonly alone: <T>(work: () => Promise<T>) => Promise<T>,
  ) {
    this.outbox = new Outbox(store);
  }

  /** Taps that wait, and those that the server refused, in the order of their making. */
  async rows(): Promise<Row[]> {
    return this.store.read((tx) => tx.outbox.all());
  }

  /** A paired tablet may queue. What an earlier pairing left goes out under this one. */
  async belongTo(tablet: Id): Promise<void> {
    await this.store.write(async (tx) => {
      await tx.facts.put(tablet, 'account_id');
      for (const row of await tx.outbox.all()) await tx.outbox.put({ ...row, account_id: tablet });
    });
  }

  /** Write the tap down, then try to send it. Whoever taps behind an unsent tap of their own is kept too. */
  tap(id: Id, body: TabletBody): Promise<Tapped> {
    return this.alone(async () => {
      const path = `/api/v1/tablet/punches/${id}`;
      const before = (await this.rows()).some(
        ({ subject, state }) => subject === body.member_id && state === 'waiting',
      );
      await this.outbox.add({ id, method: 'PUT', path, body, subject: body.member_id }, null);
      if (before) return { kind: 'kept' };
      const reply = await this.ask(path, body);
      if (!reply) return { kind: 'kept' };
      const verdict = verdictOf(reply);
      // A closed PIN answers 429 like a busy server; the person is still here to be told.
      const closed = (reply.body as { code?: string } | null)?.code === 'pin-closed';
      if (verdict === 'out' || (verdict === 'later' && !closed)) return { kind: 'kept' };
      await this.remove(id);
      return verdict === 'done' ? { kind: 'sent' } : { kind: 'refused', reply };
    });
  }

  /** Send what waits. False: the server no longer knows this tablet. */
  drain(): Promise<boolean> {
    return this.alone(async () => {
      const stuck = new Set<string>();
      for (const row of await this.rows()) {
        if (row.state !== 'waiting' || stuck.has(row.subject)) continue;
        const reply = await this.ask(row.path, { ...(row.body as TabletBody), kept: true });
        if (!reply) return true;
        const verdict = verdictOf(reply);
        if (verdict === 'out') return false;
        if (verdict === 'later') stuck.add(row.subject);
        else await this.settle(row, verdict === 'done', reply);
      }
      return true;
    });
  }

  async remove(id: Id): Promise<void> {
    await this.outbox.remove((await this.rows()).filter((row) => row.id === id));
  }

  private async settle(row: Row, done: boolean, reply: Reply): Promise<void> {
    const code = (reply.body as { code?: string } | null)?.code ?? '';
    if (done || REPEATS.has(code)) return this.remove(row.id);
    const answer = { status: reply.status, body: reply.body };
    await this.outbox.settle([{ id: row.id, verdict: 'refused', answer }], Date.now());
  }

  private async ask(path: string, body: TabletBody): Promise<Reply | null> {
    try {
      return await this.wire.request('PUT', path, body, { signal: AbortSignal.timeout(PATIENCE_MS) });
    } catch (error) {
      if (error instanceof NoAnswer) return null;
      throw error;
    }
  }
}

/** Facts of the tablet beside its queue. */
export async function recall<T>(store: Store, name: string): Promise<T | undefined> {
  return store.read((tx) => tx.facts.get(name)) as Promise<T | undefined>;
}

export async function remember(store: Store, name: string, value: unknown): Promise<void> {
  await store.write((tx) => tx.facts.put(value, name));
}

/** What somebody is after their taps that still wait. */
export function presenceAfter(kind: TapKind): 'out' | 'in' | 'break' {
  if (kind === 'out') return 'out';
  return kind === 'break_start' ? 'break' : 'in';
}
