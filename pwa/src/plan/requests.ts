// What waits for the office's word, and the word itself.
import type { Id, Moment } from '../api/types';
import type { Draft } from '../sync';
import type { Finding } from './types';

export interface OpenShift {
  id: Id;
  site_name: string;
  timezone: string;
  position_name: string | null;
  starts_at: Moment;
  ends_at: Moment;
  free: number;
  waiting: number;
}

export interface Claim {
  member_id: Id;
  name: string;
  state: 'requested' | 'standby' | 'granted' | 'refused' | 'withdrawn' | 'lapsed';
  place: number | null;
  note: string;
  findings: Finding[];
}

export interface SwapShift {
  id: Id;
  site_name: string;
  timezone: string;
  starts_at: Moment;
  ends_at: Moment;
}

export interface SwapView {
  id: Id;
  state: string;
  note: string;
  from_member: { id: Id; name: string };
  to_member: { id: Id; name: string } | null;
  shift: SwapShift;
  in_return_shift: SwapShift | null;
}

export interface LeaveRequestView {
  id: Id;
  member_id: Id;
  name: string;
  kind: 'annual' | 'sick' | 'family' | 'public' | 'unpaid';
  from_on: string;
  until_on: string;
  part: 'day' | 'morning' | 'afternoon' | 'hours';
  starts_at: Moment;
  ends_at: Moment;
  minutes: number;
  reason: string;
}

export interface Cover {
  shift: { id: Id; site_id: Id; starts_at: Moment; ends_at: Moment };
  candidates: { member_id: Id; name: string; findings: Finding[]; minutes_this_week: number }[];
}

/** One word of the office; words about one thing arrive in their order. */
export function decide(path: string, body: object): Draft {
  return { method: 'PUT', path, body, subject: path };
}
