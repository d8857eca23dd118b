// The documents a person may read, brought up to date in one transaction.
import type { Id, Me, SnapshotAnswer } from '../api/types';
import { readFacts, StorageFull, type Store, type Tables, writeFacts } from './store';
import type { Document } from './types';

export class Snapshots {
  constructor(private readonly store: Store) {}

  /** Versions held, by name: what `POST /api/v1/me/snapshot` wants to know. */
  async have(): Promise<Record<string, string>> {
    const documents = await this.store.read((tx) => tx.documents.all());
    return Object.fromEntries(documents.map(({ name, version }) => [name, version]));
  }

  /**
   * Take over what changed and erase what is gone. Items in `shown` were done before the server read its
   * documents, so these show them, and the items may go. Returns whether there was room for it.
   */
  async accept(answer: SnapshotAnswer, shown: Id[], now = Date.now()): Promise<boolean> {
    const fresh = Object.entries(answer.documents).map(([name, document]) => ({
      name,
      ...document,
      fetched_at: now,
    }));
    try {
      await this.store.write(async (tx) => {
        await this.erase(tx, answer.gone);
        for (const document of fresh) await tx.documents.put(document);
        await this.release(tx, shown);
        await writeFacts(tx, { last_sync_at: now });
      });
      return true;
    } catch (error) {
      if (!(error instanceof StorageFull)) throw error;
    }
    // Without room the old copies stay, but what a person may no longer read goes all the same.
    await this.store.write((tx) => this.erase(tx, answer.gone));
    return false;
  }

  private async erase(tx: Tables, gone: string[]): Promise<void> {
    for (const name of gone) await tx.documents.delete(name);
  }

  private async release(tx: Tables, shown: Id[]): Promise<void> {
    for (const id of shown) {
      const row = await tx.outbox.by('id', id);
      if (row?.state === 'sent') await tx.outbox.delete(row.seq);
    }
  }

  /** The person that the cookie belongs to, as the server says. Another one's documents are erased. */
  async adopt(me: Me): Promise<void> {
    const account = me.account.id;
    await this.store.write(async (tx) => {
      const { documents_of } = await readFacts(tx);
      if (documents_of !== account) await tx.documents.clear();
      const held = await tx.documents.get('me');
      // The version is left empty: the next snapshot brings the document itself.
      const document: Document = { name: 'me', version: '', data: me, fetched_at: Date.now() };
      if (!held) await tx.documents.put(document);
      await writeFacts(tx, {
        ...{ account_id: account, documents_of: account },
        ...{ unsure: false, parked: null, sign_out_due: false },
      });
    });
  }

  /** Leave nothing of a person on the phone but what they chose to keep in the outbox. */
  async wipe(): Promise<void> {
    await this.store.write(async (tx) => {
      await tx.documents.clear();
      await writeFacts(tx, {
        ...{ account_id: null, documents_of: null, parked: null, unsure: false },
        sign_out_due: true,
      });
    });
  }
}
