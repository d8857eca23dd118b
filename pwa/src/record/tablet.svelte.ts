// A tablet that a crew shares: whose site it is, who may tap, and taps with everybody's own PIN.
import { createWire, NoAnswer, type Reply } from '../api/client';
import { Clock } from '../sync/clock';
import { newId } from '../sync/ids';
import type { Row } from '../sync/store';
import { Store } from '../sync/store';
import { seal } from './seal';
import { presenceAfter, recall, remember, TabletQueue, type Tapped } from './tablet-queue';
import type { TabletBody, TabletPerson, TabletShown, TapKind } from './types';

const LOOK_EVERY_MS = 20_000;
const DATABASE = 'pumasi-tablet';
/** Where this device goes without an account: to its tablet screen. */
export const MARK = 'tablet';

export class SharedTablet {
  phase = $state<'starting' | 'unpaired' | 'here'>('starting');
  shown = $state.raw<TabletShown | null>(null);
  rows = $state.raw<Row[]>([]);
  online = $state(true);

  private readonly store = new Store(DATABASE);
  private readonly wire = createWire();
  private readonly clock = new Clock();
  private readonly queue = new TabletQueue(
    this.store,
    this.wire,
    (work) => navigator.locks.request(DATABASE, work) as never,
  );

  readonly waiting = $derived(this.rows.filter(({ state }) => state === 'waiting'));
  readonly refused = $derived(this.rows.filter(({ state }) => state === 'refused'));
  /** Today's people, each as they are after the taps that still wait here. */
  readonly people = $derived((this.shown?.people ?? []).map((person) => this.after(person)));

  /** Read what is kept, then ask; and again, as long as the screen is open. Returns how to stop. */
  open(): () => void {
    void this.start();
    const look = () => void this.look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    window.addEventListener('online', look);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', look);
    };
  }

  private async start(): Promise<void> {
    this.clock.remember(await recall(this.store, 'clock'));
    this.shown = (await recall<TabletShown>(this.store, 'shown')) ?? null;
    if (this.shown) this.phase = 'here';
    await this.readRows();
    await this.look();
  }

  /** Send what waits, and read the list of today. */
  async look(): Promise<void> {
    const began = this.clock.monotonic();
    const reply = await this.ask('GET', '/api/v1/tablet');
    this.online = reply !== null && reply.status < 500;
    if (reply?.status === 200) await this.take(reply.body as TabletShown, began);
    else if (reply?.status === 401) await this.forget();
    else if (this.phase === 'starting') this.phase = 'unpaired';
    if (reply?.status === 200 && this.waiting.length) {
      await this.queue.drain();
      await this.readRows();
      const fresh = await this.ask('GET', '/api/v1/tablet');
      if (fresh?.status === 200) await this.take(fresh.body as TabletShown, this.clock.monotonic());
    }
  }

  async pair(code: string): Promise<Reply | null> {
    const began = this.clock.monotonic();
    const reply = await this.ask('POST', '/api/v1/tablet/pairing', { code });
    if (reply?.status === 201) {
      const shown = reply.body as TabletShown;
      await this.queue.belongTo(shown.id);
      await this.take(shown, began);
      localStorage.setItem(MARK, '1');
      void this.look();
    }
    return reply;
  }

  async tap(person: TabletPerson, pin: string, kind: TapKind): Promise<Tapped> {
    const id = newId();
    const evidence = this.clock.evidence();
    const proof = await seal(this.shown?.key ?? '', `${id} ${person.member_id}`, pin);
    const made = { member_id: person.member_id, kind, proof, app_version: __VERSION__, kept: false };
    const tapped = await this.queue.tap(id, { ...made, ...evidence });
    this.online = tapped.kind !== 'kept';
    await this.readRows();
    void this.look();
    return tapped;
  }

  /** Choose a PIN in place of the office's. Null: there is no signal. */
  async choose(person: TabletPerson, old: string, fresh: string): Promise<Reply | null> {
    const proof = await seal(this.shown?.key ?? '', `pin ${person.member_id}`, `${old} ${fresh}`);
    return this.ask('PUT', `/api/v1/tablet/pins/${person.member_id}`, { proof });
  }

  /** People of the firm by a part of their name. Null: there is no signal. */
  async find(name: string): Promise<TabletPerson[] | null> {
    const reply = await this.ask('GET', `/api/v1/tablet/people?name=${encodeURIComponent(name)}`);
    if (reply?.status !== 200) return null;
    return (reply.body as { items: TabletPerson[] }).items.map((person) => this.after(person));
  }

  async dropRefused(): Promise<void> {
    for (const { id } of this.refused) await this.queue.remove(id);
    await this.readRows();
  }

  private after(person: TabletPerson): TabletPerson {
    const own = this.waiting.filter(({ subject }) => subject === person.member_id);
    const last = own.at(-1)?.body as TabletBody | undefined;
    return last ? { ...person, presence: presenceAfter(last.kind), since: last.device_time } : person;
  }

  private async take(shown: TabletShown, began: number): Promise<void> {
    this.shown = shown;
    this.phase = 'here';
    const known = this.clock.heard(shown.at, began);
    await remember(this.store, 'shown', shown);
    if (known) await remember(this.store, 'clock', known);
  }

  /** The server knows this tablet no more. Its taps stay for when it is paired again. */
  private async forget(): Promise<void> {
    this.phase = 'unpaired';
    this.shown = null;
    // The device may be somebody's phone again.
    localStorage.removeItem(MARK);
    await remember(this.store, 'shown', null);
  }

  private async readRows(): Promise<void> {
    this.rows = await this.queue.rows();
  }

  private async ask(method: string, path: string, body?: unknown): Promise<Reply | null> {
    try {
      return await this.wire.request(method, path, body);
    } catch (error) {
      if (error instanceof NoAnswer) return null;
      throw error;
    }
  }
}
