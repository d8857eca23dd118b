// Everything between the phone and the server goes through `sync`, one run at a time on the whole phone.
import { NoAnswer, type Wire } from '../api/client';
import type { Id, Me, SnapshotAnswer } from '../api/types';
import { backoff } from './backoff';
import { Clock } from './clock';
import { Drain } from './drain';
import { type Change, Hub } from './hub';
import { NotSignedIn, nextDue, Outbox } from './outbox';
import { Person } from './person';
import type { Ports } from './ports';
import { Snapshots } from './snapshots';
import { type Facts, readFacts, StorageBroken, StorageFull, type Store } from './store';
import type { Answer, Documents, Draft, Held, Item, Reason, Status } from './types';

/** So often in a row may whole batches fail before each item goes alone. */
const CAREFUL_AFTER = 3;

/** How a run ended: all done, to be tried again, or nobody is signed in. */
export type Outcome = 'done' | 'later' | 'out';

export interface EngineOptions {
  store: Store;
  wire: Wire;
  ports: Ports;
  clock?: Clock;
}

export class Engine {
  readonly clock: Clock;
  readonly person: Person;
  private readonly store: Store;
  private readonly wire: Wire;
  private readonly ports: Ports;
  private readonly hub: Hub;
  private readonly outbox: Outbox;
  private readonly snapshots: Snapshots;
  private readonly drain: Drain;

  private running: Promise<Outcome> | null = null;
  private again: Reason | null = null;
  private stopping = new AbortController();
  private failures = 0;
  private cancelTimer: (() => void) | null = null;
  private storage: Status['storage'] = 'ok';

  constructor({ store, wire, ports, clock = new Clock() }: EngineOptions) {
    this.store = store;
    this.wire = wire;
    this.ports = ports;
    this.clock = clock;
    this.hub = new Hub(store, ports);
    this.outbox = new Outbox(store);
    this.snapshots = new Snapshots(store);
    this.drain = new Drain(this.outbox, wire, clock, (answers) => this.hub.changed({ answers }));
    this.person = new Person(this.hub, wire, this.snapshots);
  }

  /** For those who come and go (entrance.ts). */
  get parts() {
    const { hub, wire, ports, outbox, snapshots, person } = this;
    return { hub, wire, ports, outbox, snapshots, person };
  }

  /** Hear of every change, made here or in another tab. */
  onChange(listener: (change: Change) => void): () => void {
    return this.hub.onChange(listener);
  }

  /**
   * What is held for the person of this phone. Pass what is in hand when only items changed: its documents are
   * taken on, unless newer ones have come by now, which may be all that shows an item that has gone.
   */
  async held(known?: Held | 'items only'): Promise<Held> {
    try {
      const { facts, rows, documents } = await this.store.read(async (tx) => {
        const facts = await readFacts(tx);
        return {
          facts,
          rows: await tx.outbox.all(),
          documents: documentsIn(known, facts) ?? byName(await tx.documents.all()),
        };
      });
      this.clock.remember(facts.clock ?? undefined);
      const items = rows.filter((row) => row.account_id === facts.account_id);
      return { account_id: facts.account_id, documents, items, status: this.status(facts, items) };
    } catch (error) {
      this.trouble(error);
      return { account_id: null, documents: {}, items: [], status: this.status(null, []) };
    }
  }

  private status(facts: Facts | null, items: Item[]): Status {
    return {
      online: facts?.online ?? null,
      waiting: items.filter((item) => item.state === 'waiting').length,
      refused: items.filter((item) => item.state === 'refused').length,
      last_sync_at: facts?.last_sync_at ?? null,
      parked: facts?.parked ?? null,
      syncing: this.running !== null,
      storage: this.storage,
    };
  }

  /** Keep a write on this phone; resolves after it is on the disk. Sending it goes on by itself. */
  async add(draft: Draft): Promise<Item> {
    try {
      const item = await this.outbox.add(draft, this.clock.offset());
      this.storage = 'ok';
      this.hub.changed();
      this.wake('item');
      return item;
    } catch (error) {
      this.trouble(error);
      throw error;
    }
  }

  /** Send a refused write again. */
  async retry(id: Id): Promise<void> {
    await this.outbox.retry(id);
    this.hub.changed();
    this.wake('tap');
  }

  /** Undo or dismiss. False when the server has already done it. */
  async drop(id: Id): Promise<boolean> {
    // What may be on its way is looked at after the run has ended.
    const gone =
      (await this.outbox.forget(id)) || (await this.ports.exclusively(() => this.outbox.forgetUnsent(id)));
    if (gone) this.hub.changed();
    return gone;
  }

  /** The server's answer to an item, as soon as there is one in this page's life. */
  async answer(id: Id): Promise<Answer> {
    const coming = this.hub.answerOf(id);
    const known = (await this.held('items only')).items.find((item) => item.id === id)?.answer;
    return known ?? coming;
  }

  /** Ask for a run without waiting for it. */
  wake(reason: Reason): void {
    this.sync(reason).catch((error) => this.trouble(error));
  }

  /** Send what waits, then read what is new. A call during a run makes one more follow it. */
  sync(reason: Reason): Promise<Outcome> {
    if (this.running) {
      this.again = reason;
      return this.running;
    }
    this.running = this.rounds(reason).finally(() => {
      this.running = null;
      this.hub.changedHere();
    });
    this.hub.changedHere();
    return this.running;
  }

  /** Break off the request in hand; what it asked for is asked again. */
  interrupt(): void {
    this.stopping.abort();
  }

  private async rounds(first: Reason): Promise<Outcome> {
    let outcome: Outcome = 'done';
    for (let reason: Reason | null = first; reason; reason = this.again) {
      this.again = null;
      outcome = await this.round(reason);
    }
    return outcome;
  }

  private async round(reason: Reason): Promise<Outcome> {
    this.cancelTimer?.();
    this.stopping = new AbortController();
    let run: { outcome: Outcome; retry_after_s: number | null } = { outcome: 'later', retry_after_s: null };
    try {
      run = await this.ports.exclusively(() => this.exchange(reason, this.stopping.signal));
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
    }
    this.failures = run.outcome === 'later' ? this.failures + 1 : 0;
    if (run.outcome === 'later') await this.hub.note({ online: false });
    await this.setTimer(run.outcome, run.retry_after_s);
    return run.outcome;
  }

  private async exchange(reason: Reason, signal: AbortSignal) {
    const account = await this.person.whoMaySend(reason, signal);
    if (!account) return { outcome: 'out' as const, retry_after_s: null };
    const { left, retry_after_s } = await this.drain.run(account, signal, this.failures >= CAREFUL_AFTER);
    if (left === 'later') return { outcome: left, retry_after_s };
    let outcome = left === 'out' ? left : await this.readSnapshot(account, signal);
    if (outcome === 'out') await this.person.park();
    if (outcome === 'done' && left === 'files') outcome = 'later';
    return { outcome, retry_after_s };
  }

  private async readSnapshot(account: Id, signal: AbortSignal): Promise<Outcome> {
    const sent = (await this.outbox.of(account)).filter((row) => row.state === 'sent').map((row) => row.id);
    const started = this.clock.monotonic();
    const body = { have: await this.snapshots.have() };
    const reply = await this.wire.request('POST', '/api/v1/me/snapshot', body, { signal });
    if (reply.status === 401) return 'out';
    if (reply.status !== 200) return 'later';

    const answer = reply.body as SnapshotAnswer;
    const me = answer.documents.me?.data as Me | undefined;
    if (me && me.account.id !== account) {
      // Somebody else signed in behind our back (another tab, a provider's page): nothing of this is theirs.
      await this.person.adopt(me);
      this.again = 'signed-in';
      return 'done';
    }
    this.storage = (await this.snapshots.accept(answer, sent)) ? 'ok' : 'full';
    const clock = this.clock.heard(answer.server_time, started);
    await this.hub.note({ online: true, ...(clock ? { clock } : {}) });
    this.hub.changed({ documents: true });
    return 'done';
  }

  /** One timer for the next thing that is owed: a held item that falls due, or another try. */
  private async setTimer(outcome: Outcome, retryAfter: number | null): Promise<void> {
    const facts = await this.hub.facts();
    const rows = facts.account_id ? await this.outbox.of(facts.account_id) : [];
    const due = nextDue(rows, Date.now());
    const waits = due === null ? [] : [due - Date.now()];
    const owed = facts.sign_out_due || facts.unsure || rows.some((row) => row.state !== 'refused');
    if (outcome === 'later' && owed) waits.push(backoff(this.failures, this.ports.random(), retryAfter));
    this.cancelTimer = waits.length
      ? this.ports.later(() => this.wake('timer'), Math.max(0, Math.min(...waits)))
      : null;
  }

  private trouble(error: unknown): void {
    if (error instanceof NotSignedIn) return;
    if (error instanceof StorageFull) this.storage = 'full';
    else if (error instanceof StorageBroken) this.storage = 'broken';
    else throw error;
    this.hub.changedHere();
  }
}

/** The documents that need not be read again; each snapshot leaves another `last_sync_at` behind. */
function documentsIn(known: Held | 'items only' | undefined, facts: Facts): Documents | null {
  if (known === 'items only') return {};
  const current = known?.account_id === facts.account_id && known.status.last_sync_at === facts.last_sync_at;
  return current ? known.documents : null;
}

function byName(documents: Documents[string][]): Documents {
  return Object.fromEntries(documents.map((document) => [document.name, document]));
}
