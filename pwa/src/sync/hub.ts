// Who must hear of a change: the screens of this page, the other tabs, and whoever waits for an answer.
import type { Id } from '../api/types';
import type { News, Ports } from './ports';
import { type Facts, readFacts, type Store, writeFacts } from './store';
import type { Answer } from './types';

export interface Change {
  /** False: only items or the status changed. */
  documents: boolean;
}

export class Hub {
  private readonly listeners = new Set<(change: Change) => void>();
  private readonly awaited = new Map<Id, ((answer: Answer) => void)[]>();

  constructor(
    private readonly store: Store,
    private readonly ports: Ports,
  ) {
    ports.listen((news) => this.heard(news));
  }

  onChange(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Something in the store is new: tell every tab. */
  changed(news: Partial<News> = {}): void {
    const whole = { documents: false, answers: [], ...news };
    this.ports.tell(whole);
    this.heard(whole);
  }

  /** Something about this page alone is new. */
  changedHere(): void {
    this.heard({ documents: false, answers: [] });
  }

  answerOf(id: Id): Promise<Answer> {
    return new Promise((resolve) => this.awaited.set(id, [...(this.awaited.get(id) ?? []), resolve]));
  }

  facts(): Promise<Facts> {
    return this.store.read((tx) => readFacts(tx));
  }

  async note(facts: Partial<Facts>): Promise<void> {
    await this.store.write((tx) => writeFacts(tx, facts));
    this.changed();
  }

  private heard({ documents, answers }: News): void {
    for (const { id, ...answer } of answers) {
      for (const resolve of this.awaited.get(id) ?? []) resolve(answer);
      this.awaited.delete(id);
    }
    for (const listener of this.listeners) listener({ documents });
  }
}
