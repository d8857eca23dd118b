// Coming and going: sign-in and sign-out, and what becomes of unsent writes. Loaded by the screens that need it.
import type { Wire } from '../api/client';
import type { Me } from '../api/types';
import type { Engine } from './engine';
import type { Answer } from './types';

export class Entrance {
  constructor(private readonly parts: Engine['parts']) {}

  /** Sign in by whatever `attempt` does, and take the person over when it is a success. */
  async signIn(attempt: (wire: Wire) => Promise<Answer>): Promise<Answer> {
    return this.parts.ports.exclusively(async () => {
      const { unsure } = await this.parts.hub.facts();
      // Should the page die before the answer, the cookie may be new: then the server is asked first.
      await this.parts.hub.note({ unsure: true });
      const answer = await attempt(this.parts.wire);
      if (answer.status >= 200 && answer.status < 300) await this.parts.person.adopt(answer.body as Me);
      else await this.parts.hub.note({ unsure });
      return answer;
    });
  }

  /** The cookie is about to change on another page (a provider's sign-in): ask before sending. */
  async expectSomebody(): Promise<void> {
    await this.parts.hub.note({ unsure: true });
  }

  /** Leave this phone. With unsent writes `ask` only says how many; `keep` leaves them for the person's return. */
  async signOut(choice: 'ask' | 'discard' | 'keep'): Promise<{ done: boolean; unsent: number }> {
    return this.parts.ports.exclusively(async () => {
      const { account_id } = await this.parts.hub.facts();
      const rows = account_id ? await this.parts.outbox.of(account_id) : [];
      const unsent = rows.filter((row) => row.state !== 'sent').length;
      if (unsent > 0 && choice === 'ask') return { done: false, unsent };
      await this.parts.outbox.remove(
        choice === 'discard' ? rows : rows.filter((row) => row.state === 'sent'),
      );
      await this.parts.snapshots.wipe();
      this.parts.hub.changed({ documents: true });
      // Without a signal the server hears of it later, before anything else.
      await this.parts.person.tellSignOut().catch(() => undefined);
      return { done: true, unsent };
    });
  }

  /** Unsent writes of other people on this phone. */
  async othersWaiting(): Promise<number> {
    return (await this.parts.outbox.ofOthers((await this.parts.hub.facts()).account_id)).length;
  }

  async discardOthers(): Promise<void> {
    const { account_id } = await this.parts.hub.facts();
    await this.parts.outbox.remove(await this.parts.outbox.ofOthers(account_id));
  }
}
