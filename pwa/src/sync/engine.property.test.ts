// Whatever people, networks and browsers do: each write happens once, and those of one subject in their order.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Phone, punch, type Tab } from './testing/phone';
import { TestServer, type Weather } from './testing/server';

const SUBJECTS = ['me', 'site', 'crew'];

type Step =
  | { do: 'tap'; subject: string }
  | { do: 'open' }
  | { do: 'kill'; which: number }
  | { do: 'sync'; which: number }
  | { do: 'weather'; forecast: Weather[] }
  | { do: 'ill'; which: number; status: number }
  | { do: 'signed-out' }
  | { do: 'wait' };

const which = fc.nat(5);
const weather = fc.constantFrom<Weather>('ok', 'ok', 'down', 'dies', 'portal', 503, 429, 401, 502);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('tap' as const), subject: fc.constantFrom(...SUBJECTS) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('open' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('kill' as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('sync' as const), which }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('weather' as const),
      forecast: fc.array(weather, { maxLength: 4 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('ill' as const),
      which: fc.nat(30),
      status: fc.constantFrom(500, 409, 404),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('signed-out' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const) }) },
);

test('random taps, failures and tabs: each write once, order kept', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const server = new TestServer();
      const phone = new Phone(await server.start());
      try {
        const world = new World(server, phone, await phone.signedIn());
        for (const each of steps) await world.take(each);
        await world.settle();
        world.judge();
      } finally {
        await phone.erase();
        await server.stop();
      }
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 60) },
  );
});

class World {
  private readonly made: { id: string; subject: string }[] = [];

  constructor(
    private readonly server: TestServer,
    private readonly phone: Phone,
    private readonly first: Tab,
  ) {}

  async take(step: Step): Promise<void> {
    if (step.do === 'tap') return this.tap(step.subject);
    if (step.do === 'open') void this.phone.open().engine.sync('start');
    if (step.do === 'sync') void this.tab(step.which).engine.sync('online');
    if (step.do === 'weather') this.server.forecast.push(...step.forecast);
    if (step.do === 'signed-out') this.server.account = null;
    if (step.do === 'wait') await new Promise((resolve) => setTimeout(resolve, 5));
    if (step.do === 'kill' && this.alive().length > 1) this.tab(step.which).kill();
    const ill = step.do === 'ill' && this.made[step.which];
    if (step.do === 'ill' && ill) this.server.verdicts.set(ill.id, { status: step.status });
  }

  private async tap(subject: string): Promise<void> {
    const n = this.made.length;
    const { id } = await this.tab(n).engine.add(punch(n, subject));
    this.made.push({ id, subject });
  }

  /** The storm passes, the person signs in again and sends again what was refused. */
  async settle(): Promise<void> {
    this.server.forecast = [];
    this.server.verdicts.clear();
    const [tab = this.first] = this.alive();
    await tab.entrance.signIn((wire) => wire.request('POST', '/api/v1/sign-in/sessions', { account: 'kim' }));
    await this.phone.untilQuiet();
    for (const item of await tab.items()) if (item.state === 'refused') await tab.engine.retry(item.id);
    await tab.engine.sync('tap');
    await this.phone.untilQuiet();
    expect(await tab.items()).toEqual([]);
  }

  judge(): void {
    const done = this.server.done.map(({ id }) => id);
    expect(new Set(done).size).toBe(done.length);
    expect([...done].sort()).toEqual(this.made.map(({ id }) => id).sort());
    for (const subject of SUBJECTS) {
      const mine = this.made.filter((item) => item.subject === subject && !this.refused.has(item.id));
      const ids = new Set(mine.map(({ id }) => id));
      expect(done.filter((id) => ids.has(id))).toEqual(mine.map(({ id }) => id));
    }
  }

  /** A refused write leaves its place in the line; only those are free to come later. */
  private get refused(): Set<string> {
    return new Set(this.server.refused);
  }

  private alive(): Tab[] {
    return this.phone.tabs.filter((tab) => !tab.dead);
  }

  private tab(which: number): Tab {
    const tabs = this.alive();
    return tabs[which % tabs.length] ?? this.first;
  }
}
