// Writes on their way: kept first, sent later, gone only on the server's word.
import type { Id } from '../api/types';
import { newId } from './ids';
import { type Row, readFacts, StorageFull, type Store, type Tables } from './store';
import type { Answer, Draft, Item } from './types';

/** No undo is offered for longer; a `not_before` further off means that the clock was moved. */
const LONGEST_HOLD_MS = 60_000;
/** Documents that matter least when the phone has no room for the next write. */
const SPARED = /^me$|\/work$/;

/** There is nobody to keep it for. */
export class NotSignedIn extends Error {
  override name = 'NotSignedIn';
}

export class Outbox {
  constructor(private readonly store: Store) {}

  /** Keep a write. Resolves after it is on the disk; the same id again is the same item. */
  async add(draft: Draft, clockOffset: number | null, now = Date.now()): Promise<Item> {
    // What cannot be sent must fail at the tap, not in the queue.
    const body = JSON.parse(JSON.stringify(draft.body ?? null));
    const fresh = {
      ...{ id: draft.id ?? newId(now), method: draft.method, path: draft.path, body, subject: draft.subject },
      ...{ made_at: now, clock_offset_ms: clockOffset, not_before: draft.not_before ?? 0, attempts: 0 },
      state: 'waiting' as const,
      ...(draft.file && { file: draft.file }),
    };
    const keep = () =>
      this.store.write(async (tx) => {
        const { account_id } = await readFacts(tx);
        if (!account_id) throw new NotSignedIn();
        const before = await tx.outbox.by('id', fresh.id);
        if (before) return before;
        const item = { ...fresh, account_id };
        const seq = (await tx.outbox.add(item as Row)) as number;
        return { ...item, seq };
      });
    try {
      return await keep();
    } catch (error) {
      if (!(error instanceof StorageFull)) throw error;
      await this.makeRoom();
      return keep();
    }
  }

  /** The items of a person in the order of their making. */
  async of(account: Id): Promise<Row[]> {
    const rows = await this.store.read((tx) => tx.outbox.all());
    return rows.filter((row) => row.account_id === account);
  }

  /** Write down what the server said about items. One that is gone (undone, discarded) stays gone. */
  async settle(answers: { id: Id; verdict: Verdict; answer?: Answer }[], serverNow: number): Promise<void> {
    await this.store.write(async (tx) => {
      for (const { id, verdict, answer } of answers) {
        await this.change(tx, id, (row) => {
          if (verdict === 'later') return { ...row, attempts: row.attempts + 1 };
          const told = answer ? { answer } : {};
          return verdict === 'done'
            ? { ...row, ...told, state: 'sent', sent_at: serverNow }
            : { ...row, ...told, state: 'refused' };
        });
      }
    });
  }

  /** Put a refused item back in its place in the queue. Its id stays: nothing can happen twice. */
  async retry(id: Id): Promise<void> {
    await this.store.write((tx) =>
      this.change(tx, id, ({ answer: _forgotten, ...row }) => ({ ...row, state: 'waiting', attempts: 0 })),
    );
  }

  /** Forget an item that cannot be on its way: refused, or still held back. False: it may be, or was. */
  async forget(id: Id, now = Date.now()): Promise<boolean> {
    return this.store.write(async (tx) => {
      const row = await tx.outbox.by('id', id);
      if (!row || (row.state !== 'refused' && isDue(row, now))) return false;
      await tx.outbox.delete(row.seq);
      return true;
    });
  }

  /** Forget an item that the server has not done. Only while nothing is being sent. False: it has. */
  async forgetUnsent(id: Id): Promise<boolean> {
    return this.store.write(async (tx) => {
      const row = await tx.outbox.by('id', id);
      if (row?.state === 'sent') return false;
      if (row) await tx.outbox.delete(row.seq);
      return row !== undefined;
    });
  }

  /** Items of everybody but this person, not yet dealt with. */
  async ofOthers(account: Id | null): Promise<Row[]> {
    const rows = await this.store.read((tx) => tx.outbox.all());
    return rows.filter((row) => row.account_id !== account && row.state !== 'sent');
  }

  async remove(rows: Row[]): Promise<void> {
    await this.store.write(async (tx) => {
      await Promise.all(rows.map((row) => tx.outbox.delete(row.seq)));
    });
  }

  private async change({ outbox }: Tables, id: Id, change: (row: Row) => Row): Promise<void> {
    const row = await outbox.by('id', id);
    if (row && row.state !== 'sent') await outbox.put(change(row));
  }

  /** A write is worth more than a copy of what the server has anyway. */
  private async makeRoom(): Promise<void> {
    await this.store.write(async ({ documents }) => {
      for (const name of await documents.keys()) {
        if (!SPARED.test(String(name))) await documents.delete(name);
      }
    });
  }
}

/** `done`: a 2xx. `refused`: a person must look. `later`: try again. `out`: nobody is signed in. */
export type Verdict = 'done' | 'refused' | 'later' | 'out';

/** What an answer's status means for the item. A 409 "in-flight" is another copy of it still at work. */
export function verdictOf({ status, body }: Answer): Verdict {
  if (status >= 200 && status < 300) return 'done';
  if (status === 401) return 'out';
  if (status === 408 || status === 425 || status === 429 || status >= 500) return 'later';
  if (status === 409 && (body as { code?: string } | null)?.code === 'in-flight') return 'later';
  return status >= 400 ? 'refused' : 'later';
}

export function isDue(item: Item, now: number): boolean {
  return now >= item.not_before || item.not_before - now > LONGEST_HOLD_MS;
}

/**
 * The next items to send, at most `limit`. Those of one subject keep their order, and one that is held back
 * holds the rest of its subject. Subjects that have failed before go last: they block nobody. A file goes alone,
 * and after what is light: a photo on a weak signal must not keep a clock-in waiting.
 */
export function nextBatch(rows: Row[], now: number, limit: number, ailing: ReadonlySet<string>): Row[] {
  const subjects = new Map<string, Row[]>();
  for (const row of rows) {
    if (row.state !== 'waiting' || ailing.has(row.subject)) continue;
    const line = subjects.get(row.subject) ?? [];
    subjects.set(row.subject, line);
    line.push(row);
  }
  const lines = [...subjects.values()].map((line) => {
    const held = line.findIndex((row, i) => !isDue(row, now) || (i > 0 && (row.file ?? line[0]?.file)));
    return held === -1 ? line : line.slice(0, held);
  });
  const failures = (line: Row[]) => line[0]?.attempts ?? 0;
  const healthy = lines.filter((line) => failures(line) === 0).flat();
  const failed = lines.filter((line) => failures(line) > 0).sort((a, b) => failures(a) - failures(b));
  const all = [...healthy.sort((a, b) => a.seq - b.seq), ...failed.flat()];
  const light = all.filter((row) => !row.file);
  return light.length ? light.slice(0, limit) : all.slice(0, 1);
}

/** When the next held item may go, or null. */
export function nextDue(rows: Row[], now: number): number | null {
  const held = rows.filter((row) => row.state === 'waiting' && !isDue(row, now)).map((row) => row.not_before);
  return held.length ? Math.min(...held) : null;
}
