// What a worker is offered, asks for and does at a site, as the phone keeps it.
import type { Id, Kept, Moment } from './types';

/** What a rule says about somebody on a shift. */
export interface Finding {
  code: string;
  level: 'warn' | 'refuse';
  ko: string;
  en: string;
}

export interface OpenShift extends Kept {
  id: Id;
  site_id: Id;
  site_name: string;
  timezone: string;
  position_name: string | null;
  starts_at: Moment;
  ends_at: Moment;
  break_min: number;
  note: string;
  /** At once, or by the office's word. */
  open_by: 'claim' | 'request';
  seats: number;
  free: number;
  waiting: number;
  mine: 'requested' | 'standby' | null;
  place: number | null;
  findings: Finding[];
}

export interface OpenShifts {
  items: OpenShift[];
}

export interface VisitTask {
  id: Id;
  text: string;
  photo: 'none' | 'optional' | 'required';
  done_at: Moment | null;
  done_by: string | null;
  note: string;
  photo_ids: Id[];
}

export interface Visit extends Kept {
  shift_id: Id;
  site_id: Id;
  site_name: string;
  starts_at: Moment;
  ends_at: Moment;
  has_access_note: boolean;
  items: (VisitTask & Kept)[];
}

export interface Visits {
  items: Visit[];
}

/** A time of a week (0 is Monday) or of one day. `ends` at or before `begins` is on the next day. */
export interface Availability {
  begins: string;
  ends: string;
  kind: 'can' | 'cannot';
  note: string;
}

export type WeeklyTime = Availability & { weekday: number };
export type DayTime = Availability & { on_day: string };

export interface Wish extends Kept {
  on_day: string;
  kind: 'work' | 'off';
  weight: number;
  note: string;
}

export type LeaveKind = 'annual' | 'sick' | 'family' | 'public' | 'unpaid';
export type LeavePart = 'day' | 'morning' | 'afternoon' | 'hours';

export interface LeaveRequest extends Kept {
  id: Id;
  kind: LeaveKind;
  from_on: string;
  until_on: string;
  part: LeavePart;
  minutes: number | null;
  reason: string;
  state: 'asked' | 'approved' | 'refused' | 'withdrawn';
  answer: string;
}

export interface LeaveBalance {
  kind: LeaveKind;
  minutes: number;
  days: number;
  /** Whether there is an end to it. */
  limited: boolean;
}

export interface LeaveEntry {
  id: Id;
  kind: LeaveKind;
  minutes: number;
  on_day: string;
  why: string;
  note: string;
}

export interface Time {
  availability: { weekly: WeeklyTime[]; days: DayTime[] } & Kept;
  wishes: Wish[];
  leave: { balances: LeaveBalance[]; entries: LeaveEntry[]; requests: LeaveRequest[] };
}

export type SwapState =
  | 'asked'
  | 'countered'
  | 'accepted'
  | 'done'
  | 'refused'
  | 'declined'
  | 'withdrawn'
  | 'lapsed';

export interface SwapShift {
  id: Id;
  site_id: Id;
  site_name: string;
  timezone: string;
  starts_at: Moment;
  ends_at: Moment;
}

export interface Swap extends Kept {
  id: Id;
  state: SwapState;
  shift: SwapShift;
  from_member: { id: Id; name: string };
  to_member: { id: Id; name: string } | null;
  to_anybody: boolean;
  in_return_shift: SwapShift | null;
  note: string;
  answer: string;
  /** Which of the two the reader is. */
  mine: 'from' | 'to' | null;
}

export interface Swaps {
  items: Swap[];
}

export interface SwapSide {
  minutes_before: number;
  minutes_after: number;
  won_before: number | null;
  won_after: number | null;
  weekly_holiday_before: number | null;
  weekly_holiday_after: number | null;
}

export interface SwapEffects {
  mine: SwapSide;
  theirs: SwapSide | null;
  findings: Finding[];
}

export interface Report {
  id: Id;
  site_name: string;
  member_id: Id;
  kind: 'problem' | 'supplies';
  text: string;
  state: 'open' | 'done';
  answer: string;
  made_at: Moment;
  photo_ids: Id[];
}

export interface ClientVisits {
  firm: string;
  client: string;
  seen_at: Moment;
  visits: {
    id: Id;
    site_name: string;
    zone: string;
    starts_at: Moment;
    ends_at: Moment;
    state: 'planned' | 'now' | 'done' | 'missed';
    people: number;
    began_at: Moment | null;
    ended_at: Moment | null;
    tasks: { text: string; done_at: Moment | null; photo_ids: Id[] }[];
  }[];
}
