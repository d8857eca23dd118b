// Whose phone this is now. The cookie is the server's, so nothing is sent while it may be somebody else's.
import { NoAnswer, type Wire } from '../api/client';
import type { Id, Me } from '../api/types';
import type { Hub } from './hub';
import type { Outbox } from './outbox';
import type { Ports } from './ports';
import type { Snapshots } from './snapshots';
import type { Answer, Reason } from './types';

/** Reasons for which a parked queue asks whether the person is signed in again. */
const PROBING: ReadonlySet<Reason> = new Set(['start', 'visible', 'signed-in', 'tap', 'online']);

export class Person {
  /** Whether there may be a session that the database does not know of (it was evicted). A page can tell. */
  maybeSignedIn = () => false;

  constructor(
    private readonly hub: Hub,
    private readonly wire: Wire,
    private readonly ports: Ports,
    private readonly outbox: Outbox,
    private readonly snapshots: Snapshots,
  ) {}

  /** The account that may send now, or null. Call it while holding the lock. */
  async whoMaySend(reason: Reason, signal: AbortSignal): Promise<Id | null> {
    const facts = await this.hub.facts();
    if (facts.sign_out_due) await this.tellSignOut();
    const unknown = facts.unsure || (!facts.account_id && !facts.sign_out_due && this.maybeSignedIn());
    if (!unknown && !(facts.parked && PROBING.has(reason))) return facts.parked ? null : facts.account_id;

    const reply = await this.wire.request('GET', '/api/v1/me', undefined, { signal });
    if (reply.status === 200) return this.adopt(reply.body as Me);
    if (reply.status !== 401) throw new NoAnswer(`who am I: ${reply.status}`);
    await this.hub.note({ unsure: false, parked: facts.account_id ? 'signed_out' : null });
    return null;
  }

  async adopt(me: Me): Promise<Id> {
    await this.snapshots.adopt(me);
    this.hub.changed({ documents: true });
    return me.account.id;
  }

  /** The session has ended: the queue waits, and says so. */
  async park(): Promise<void> {
    await this.hub.note({ parked: 'signed_out', online: true });
  }

  /** Sign in by whatever `attempt` does, and take the person over when it is a success. */
  async signIn(attempt: (wire: Wire) => Promise<Answer>): Promise<Answer> {
    return this.ports.exclusively(async () => {
      const { unsure } = await this.hub.facts();
      // Should the page die before the answer, the cookie may be new: then the server is asked first.
      await this.hub.note({ unsure: true });
      const answer = await attempt(this.wire);
      if (answer.status >= 200 && answer.status < 300) await this.adopt(answer.body as Me);
      else await this.hub.note({ unsure });
      return answer;
    });
  }

  /** The cookie is about to change on another page (a provider's sign-in): ask before sending. */
  async expectSomebody(): Promise<void> {
    await this.hub.note({ unsure: true });
  }

  /** Leave this phone. With unsent writes `ask` only says how many; `keep` leaves them for the person's return. */
  async signOut(choice: 'ask' | 'discard' | 'keep'): Promise<{ done: boolean; unsent: number }> {
    return this.ports.exclusively(async () => {
      const { account_id } = await this.hub.facts();
      const rows = account_id ? await this.outbox.of(account_id) : [];
      const unsent = rows.filter((row) => row.state !== 'sent').length;
      if (unsent > 0 && choice === 'ask') return { done: false, unsent };
      await this.outbox.remove(choice === 'discard' ? rows : rows.filter((row) => row.state === 'sent'));
      await this.snapshots.wipe();
      this.hub.changed({ documents: true });
      // Without a signal the server hears of it later, before anything else.
      await this.tellSignOut().catch(() => undefined);
      return { done: true, unsent };
    });
  }

  private async tellSignOut(): Promise<void> {
    const { status } = await this.wire.request('DELETE', '/api/v1/sign-in/sessions/current');
    if (status >= 500 || status === 429) throw new NoAnswer(`sign-out: ${status}`);
    await this.hub.note({ sign_out_due: false });
  }

  /** Unsent writes of other people on this phone. */
  async othersWaiting(): Promise<number> {
    return (await this.outbox.ofOthers((await this.hub.facts()).account_id)).length;
  }

  async discardOthers(): Promise<void> {
    const { account_id } = await this.hub.facts();
    await this.outbox.remove(await this.outbox.ofOthers(account_id));
  }
}
