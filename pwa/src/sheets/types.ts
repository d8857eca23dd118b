// One's own sheets and receipts, as the server gives them.
import type { Id } from '../api/types';

export type SheetState = 'open' | 'approved' | 'locked';

export interface Figures {
  planned_min: number;
  worked_min: number;
  break_min: number;
  night_min: number;
  travel_min: number;
  leave_min: number;
  days: number;
}

export interface Remark {
  right: boolean;
  at: string;
  text: string;
  about_this: boolean;
}

export interface OwnPeriod {
  period_id: Id;
  from_on: string;
  until_on: string;
  state: SheetState;
}

interface Timed {
  day: string;
  starts_at: string;
  ends_at: string;
}

export interface Stretch extends Timed {
  session_id: Id;
  zone: string;
  breaks: { starts_at: string; ends_at: string }[];
  site_id: Id | null;
  travel: boolean;
  open: boolean;
  minutes: number;
}

export interface Planned extends Timed {
  shift_id: Id;
  zone: string;
  site_id: Id;
}

export interface Absence extends Timed {
  leave_id: Id;
  minutes: number;
}

export interface Odd {
  code: string;
  day: string;
  at: string;
  minutes: number | null;
}

export interface Act {
  id: Id;
  kind: string;
  at: string;
  by_name: string | null;
  reason: string;
}

export interface OwnSheet {
  period_id: Id;
  from_on: string;
  until_on: string;
  over: boolean;
  zone: string;
  state: SheetState;
  moved_on: boolean;
  figures: Figures;
  stretches: Stretch[];
  planned: Planned[];
  absences: Absence[];
  exceptions: Odd[];
  sites: { id: Id; name: string }[];
  acts: Act[];
  remark: Remark | null;
}

export interface ReceiptRow {
  id: Id;
  from_on: string;
  until_on: string;
  made_at: string;
  entries: number;
  fingerprint: string;
}

export interface SigningKey {
  fingerprint: string;
  since: string;
  until: string | null;
}
