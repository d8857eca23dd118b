// A phone with tabs: one database, one lock, one channel; timers that a test lets pass.
import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { createWire, type Wire } from '../../api/client';
import { Clock, type Ticks } from '../clock';
import { Engine } from '../engine';
import { Entrance } from '../entrance';
import type { News, Ports } from '../ports';
import { Store } from '../store';

/** What a dead tab waits for. */
const NEVER = new Promise<never>(() => undefined);

export class Phone {
  readonly tabs: Tab[] = [];
  readonly timers: { milliseconds: number; work: () => void }[] = [];
  private readonly name = `phone-${crypto.randomUUID()}`;
  private readonly heard: { tab: Tab; news: (news: News) => void }[] = [];
  private readonly queue: { tab: Tab; enter: () => void }[] = [];
  private holder: Tab | null = null;

  constructor(readonly base: string) {}

  open(ticks?: Ticks): Tab {
    const tab = new Tab(this, new Store(this.name), ticks);
    this.tabs.push(tab);
    return tab;
  }

  /** A signed-in person's tab. */
  async signedIn(account = 'kim'): Promise<Tab> {
    const tab = this.open();
    await tab.entrance.signIn((wire) => wire.request('POST', '/api/v1/sign-in/sessions', { account }));
    return tab;
  }

  /** Let every waiting timer go off, again and again, until none is left. */
  async untilQuiet(rounds = 200): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      await Promise.all(this.tabs.filter((tab) => !tab.dead).map((tab) => tab.idle()));
      const due = this.timers.splice(0);
      if (due.length === 0) return;
      for (const { work } of due) work();
    }
    throw new Error('the phone does not come to rest');
  }

  async erase(): Promise<void> {
    for (const tab of this.tabs) {
      tab.kill();
      await tab.store.close();
    }
    await deleteDB(this.name);
  }

  ports(tab: Tab): Ports {
    return {
      exclusively: (work) => this.exclusively(tab, work),
      tell: (news) => {
        for (const ear of this.heard) if (ear.tab !== tab && !ear.tab.dead && !tab.dead) ear.news(news);
      },
      listen: (news) => this.heard.push({ tab, news }),
      later: (work, milliseconds) => {
        const timer = { milliseconds, work: () => tab.dead || work() };
        this.timers.push(timer);
        return () => {
          const place = this.timers.indexOf(timer);
          if (place >= 0) this.timers.splice(place, 1);
        };
      },
      random: () => 1,
    };
  }

  private async exclusively<T>(tab: Tab, work: () => Promise<T>): Promise<T> {
    if (tab.dead) return NEVER;
    if (this.holder) await new Promise<void>((enter) => this.queue.push({ tab, enter }));
    else this.holder = tab;
    if (tab.dead) return NEVER;
    try {
      return await work();
    } finally {
      if (!tab.dead) this.release();
    }
  }

  /** The next in line gets the lock; the browser takes it from a tab that dies. */
  private release(): void {
    const next = this.queue.shift();
    this.holder = next?.tab ?? null;
    next?.enter();
  }

  died(tab: Tab): void {
    for (let place = this.queue.length - 1; place >= 0; place -= 1) {
      if (this.queue[place]?.tab === tab) this.queue.splice(place, 1);
    }
    if (this.holder === tab) this.release();
  }
}

export class Tab {
  readonly engine: Engine;
  readonly entrance: Entrance;
  dead = false;

  constructor(
    private readonly phone: Phone,
    readonly store: Store,
    ticks?: Ticks,
  ) {
    const wire = createWire({ base: phone.base });
    this.engine = new Engine({
      store,
      wire: this.mortal(wire),
      ports: phone.ports(this),
      ...(ticks && { clock: new Clock(ticks) }),
    });
    this.entrance = new Entrance(this.engine.parts);
  }

  /** Resolves when no run is going on. */
  async idle(): Promise<void> {
    for (;;) {
      if (this.dead) return;
      const { status } = await this.engine.held('items only');
      if (!status.syncing) return;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  async items() {
    return (await this.engine.held('items only')).items;
  }

  /** SIGKILL: what was on its way stays on its way, and nothing is written any more. */
  kill(): void {
    if (this.dead) return;
    this.dead = true;
    this.phone.died(this);
  }

  private mortal(wire: Wire): Wire {
    return {
      request: async (...call) => {
        if (this.dead) return NEVER;
        const reply = wire.request(...call);
        await reply.catch(() => undefined);
        return this.dead ? NEVER : reply;
      },
    };
  }
}

export const punch = (n: number, subject = 'me') => ({
  method: 'PUT' as const,
  path: `/api/v1/orgs/o/punches/${n}`,
  body: { kind: n % 2 ? 'out' : 'in', n },
  subject,
});
