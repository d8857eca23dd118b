// Whose phone this is now. The cookie is the server's, so nothing is sent while it may be somebody else's.
import { NoAnswer, type Wire } from '../api/client';
import type { Id, Me } from '../api/types';
import type { Hub } from './hub';
import type { Snapshots } from './snapshots';
import type { Reason } from './types';

/** Reasons for which a parked queue asks whether the person is signed in again. */
const PROBING: ReadonlySet<Reason> = new Set(['start', 'visible', 'signed-in', 'tap', 'online']);

export class Person {
  /** Whether there may be a session that the database does not know of (it was evicted). A page can tell. */
  maybeSignedIn = () => false;

  constructor(
    private readonly hub: Hub,
    private readonly wire: Wire,
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

  /** The server ends the session of the cookie, and there is no account here any more. */
  async tellSignOut(): Promise<void> {
    const { status } = await this.wire.request('DELETE', '/api/v1/sign-in/sessions/current');
    if (status >= 500 || status === 429) throw new NoAnswer(`sign-out: ${status}`);
    await this.hub.note({ sign_out_due: false });
  }
}
