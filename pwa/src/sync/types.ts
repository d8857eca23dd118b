// The words of the sync engine.
import type { Id } from '../api/types';

export type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a screen asks for. `subject` orders items: those of one subject arrive as they were made. */
export interface Draft {
  method: Method;
  path: string;
  body: unknown;
  subject: string;
  /** A UUIDv7 by which other items may already name this one; made here when absent. */
  id?: Id;
  /** Milliseconds since 1970; the item is shown at once and sent after (an undo that is still possible). */
  not_before?: number;
  /** Bytes to be sent in place of the body, alone and after what else waits: a photo. */
  file?: ArrayBuffer;
}

/**
 * One write of one person, kept until the server has answered it.
 * - `waiting`: not answered yet.
 * - `sent`: the server did it; the row stays until the documents show it.
 * - `refused`: the server said why not; it stays until the person deals with it.
 */
export interface Item {
  /** UUIDv7, and the Idempotency-Key. */
  id: Id;
  method: Method;
  path: string;
  body: unknown;
  subject: string;
  /** By the phone's clock, ms since 1970. */
  made_at: number;
  /** Server minus phone, as known at the tap; null when no server was ever heard. */
  clock_offset_ms: number | null;
  account_id: Id;
  file?: ArrayBuffer;
  state: 'waiting' | 'sent' | 'refused';
  not_before: number;
  attempts: number;
  answer?: Answer;
  /** By the server's clock, ms since 1970. */
  sent_at?: number;
}

export interface Answer {
  status: number;
  body: unknown;
}

export interface Document {
  name: string;
  version: string;
  data: unknown;
  /** By the phone's clock, ms since 1970. */
  fetched_at: number;
}

export type Documents = Record<string, Document>;

/** Why a sync was asked for. A person's tap is tried even while the queue is parked. */
export type Reason =
  | 'start'
  | 'item'
  | 'online'
  | 'visible'
  | 'push'
  | 'bell'
  | 'timer'
  | 'background'
  | 'signed-in'
  | 'tap';

export interface Status {
  /** What the last exchange with the server showed; null before the first. */
  online: boolean | null;
  waiting: number;
  refused: number;
  /** By the phone's clock, ms since 1970. */
  last_sync_at: number | null;
  parked: 'signed_out' | null;
  syncing: boolean;
  /** `full`: the phone has no room left. `broken`: its storage does not answer, only a reload helps. */
  storage: 'ok' | 'full' | 'broken';
}

/** Everything the engine holds for the signed-in person, as the screens get it. */
export interface Held {
  account_id: Id | null;
  documents: Documents;
  items: Item[];
  status: Status;
}
