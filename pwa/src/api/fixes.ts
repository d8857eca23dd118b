// What is mended of a person's record, as the server tells it and the phone keeps it.
import type { Id, Kept, Moment, PunchKind } from './types';

/** A punch as it was claimed: it stays in the record. */
export interface Before {
  kind: PunchKind;
  at: Moment;
  site_id: Id | null;
  site_name: string | null;
  how: string;
  recorded_by: Id | null;
}

/** Another punch instead of `replaces`; without it one more; without `kind` one less. */
export interface FixChange {
  id: Id;
  replaces: Id | null;
  before: Before | null;
  kind: PunchKind | null;
  at: Moment | null;
  site_id: Id | null;
  site_name: string | null;
  zone: string;
  shift_id: Id | null;
  /** The punch that counts now, once it is in force. */
  punch_id: Id | null;
  /** A later correction has replaced it. */
  undone: boolean;
}

export type FixState = 'asked' | 'standing' | 'refused' | 'withdrawn';

export interface Fix extends Kept {
  id: Id;
  member_id: Id;
  member_name: string;
  reason: string;
  state: FixState;
  asked_by: Id;
  asked_by_name: string;
  asked_at: Moment;
  decided_by: Id | null;
  decided_by_name: string | null;
  decided_at: Moment | null;
  decision_reason: string | null;
  answer_by: Moment | null;
  answer: 'agreed' | 'objected' | 'silent' | null;
  answered_at: Moment | null;
  answer_reason: string | null;
  proposed: boolean;
  self_approved: boolean;
  changes: FixChange[];
}

/** Which punches seem to be missing after a shift; null for one that is there. */
export interface PunchProposal extends Kept {
  id: Id;
  shift_id: Id;
  site_id: Id;
  site_name: string;
  zone: string;
  starts_at: Moment;
  ends_at: Moment;
  came_at: Moment | null;
  in_at: Moment | null;
  out_at: Moment | null;
  made_at: Moment;
  state: 'open' | 'accepted' | 'dismissed' | 'gone';
}

export interface Fixes {
  corrections: Fix[];
  proposals: PunchProposal[];
}

/** What is asked for, or from the office done. */
export interface FixBody {
  reason: string;
  changes: {
    replaces?: Id;
    kind?: PunchKind;
    at?: Moment;
    site_id?: Id | null;
    shift_id?: Id | null;
  }[];
  member_id?: Id;
}
