// Emptying the outbox, a batch at a time. Runs only while the engine holds the lock.

import { NoAnswer, type Reply, type Wire } from '../api/client';
import type { BatchAnswer, Id } from '../api/types';
import type { Clock } from './clock';
import { nextBatch, type Outbox, type Verdict, verdictOf } from './outbox';
import type { Row } from './store';
import type { Answer } from './types';

const BATCH = 20;
/** So many subjects may fail on their own in one run before it is the server that ails. */
const PATIENCE = 3;

export interface Drained {
  /** `all`: nothing that is due is left. `files`: only files. `later`: try again. `out`: nobody is signed in. */
  left: 'all' | 'files' | 'later' | 'out';
  retry_after_s: number | null;
}

export type Answered = { id: Id } & Answer;

export class Drain {
  constructor(
    private readonly outbox: Outbox,
    private readonly wire: Wire,
    private readonly clock: Clock,
    private readonly told: (answers: Answered[]) => void,
  ) {}

  /**
   * Send what is due, in order per subject; throws NoAnswer. `careful`: whole batches failed before, so each
   * goes alone, and one that breaks the server cannot hold up the rest.
   */
  async run(account: Id, signal: AbortSignal, careful: boolean): Promise<Drained> {
    const ailing = new Set<string>();
    let limit = careful ? 1 : BATCH;
    let files = 0;
    for (;;) {
      const batch = nextBatch(await this.outbox.of(account), Date.now(), limit, ailing);
      const [first] = batch;
      if (!first) {
        const left = ailing.size > files ? 'later' : files ? 'files' : 'all';
        return { left, retry_after_s: null };
      }
      if (first.file) {
        const reply = await this.sendFile(first, signal);
        if (await this.settle(batch, new Map([[first.id, reply]]), ailing)) {
          return { left: 'out', retry_after_s: null };
        }
        if (ailing.has(first.subject)) files += 1;
        continue;
      }

      const started = this.clock.monotonic();
      const reply = await this.wire.request(
        'POST',
        '/api/v1/batch',
        { requests: batch.map(envelope) },
        { signal },
      );
      const responses = responsesOf(reply);
      if (responses) this.clock.heard((reply.body as BatchAnswer).server_time, started);
      const step = responses ? 'settle' : stepAfter(reply, batch.length, careful);
      if (step === 'out' || step === 'later') return { left: step, retry_after_s: reply.retry_after_s };
      if (step === 'split') {
        limit = 1;
        continue;
      }

      const out = await this.settle(batch, responses ?? new Map(batch.map(({ id }) => [id, reply])), ailing);
      if (out) return { left: 'out', retry_after_s: null };
      if (ailing.size >= PATIENCE) return { left: 'later', retry_after_s: null };
    }
  }

  /** A file that gets no answer is tried again later; what else there is shows whether there is a signal. */
  private async sendFile({ id, method, path, file }: Row, signal: AbortSignal): Promise<Answer> {
    try {
      return await this.wire.request(method, path, file, { signal, key: id });
    } catch (error) {
      if (!(error instanceof NoAnswer) || signal.aborted) throw error;
      return { status: 0, body: null };
    }
  }

  /** Write the answers down. True when the person turned out to be signed out. */
  private async settle(batch: Row[], responses: Map<Id, Answer>, ailing: Set<string>): Promise<boolean> {
    const verdicts: { id: Id; verdict: Verdict; answer?: Answer }[] = [];
    const answers: Answered[] = [];
    let out = false;
    for (const row of batch) {
      const given = responses.get(row.id);
      const verdict = given ? verdictOf(given) : 'later';
      if (verdict === 'out') out = true;
      if (verdict === 'later' && !ailing.has(row.subject) && given && !notAttempted(given)) {
        ailing.add(row.subject);
        verdicts.push({ id: row.id, verdict });
      }
      if ((verdict === 'done' || verdict === 'refused') && given) {
        const answer = { status: given.status, body: given.body };
        verdicts.push({ id: row.id, verdict, answer });
        answers.push({ id: row.id, ...answer });
      }
    }
    if (verdicts.length === 0 && !out) for (const row of batch) ailing.add(row.subject);
    await this.outbox.settle(verdicts, this.clock.now());
    this.told(answers);
    return out;
  }
}

function envelope({ id, method, path, body }: Row) {
  return { id, method, path, body };
}

/** The server stopped before this one, because one ahead of it must be tried again first. */
function notAttempted({ status, body }: Answer): boolean {
  return status === 503 && (body as { code?: string } | null)?.code === 'not-attempted';
}

function responsesOf({ status, body }: Reply): Map<Id, Answer> | null {
  const responses = (body as Partial<BatchAnswer> | null)?.responses;
  if (status !== 200 || !Array.isArray(responses)) return null;
  return new Map(responses.map(({ id, ...answer }) => [id, answer]));
}

/** What to do when the batch as a whole was not taken. */
function stepAfter(reply: Reply, size: number, careful: boolean): 'out' | 'later' | 'split' | 'settle' {
  if (verdictOf(reply) === 'out') return 'out';
  // A 403 or 404 here speaks of the way to the server, not of what a person wrote.
  const unreadable = reply.status === 400 || reply.status === 413 || reply.status === 422;
  if (unreadable) return size > 1 ? 'split' : 'settle';
  return careful && reply.status >= 500 ? 'settle' : 'later';
}
