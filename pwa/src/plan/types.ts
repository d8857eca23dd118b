// What the office's screens read and write, as the server describes it.
import type { Id, Moment } from '../api/types';

export interface Finding {
  code: string;
  level: 'warn' | 'refuse';
  member_id: Id;
  shift_id: Id;
  ko: string;
  en: string;
  article?: string | null;
  minutes?: number | null;
}

export interface Position {
  id: Id;
  name: string;
  color: string;
  archived_at?: Moment | null;
}

export interface PublicationPreview {
  revision: string;
  shifts: number;
  open_seats: number;
  findings: Finding[];
  people: {
    member_id: Id;
    name: string;
    shifts: number;
    minutes: number;
    added: number;
    removed: number;
    moved: number;
  }[];
}

export interface LabourCost {
  total_won: number;
  minutes: number;
  sites: { site_id: Id; name: string; minutes: number; won: number; budget_won: number | null }[];
  people: {
    member_id: Id;
    name: string;
    minutes: number;
    won: number;
    overtime_min: number;
    night_min: number;
    holiday_min: number;
    weekly_holiday_won: number;
  }[];
}

export type RosteringState = 'waiting' | 'running' | 'done' | 'cancelled' | 'failed' | 'applied';

export interface Rostering {
  id: Id;
  state: RosteringState;
  seconds: number;
  progress: {
    value: number | null;
    bound: number | null;
    seconds: number;
    seats: number;
    filled: number;
  } | null;
  proposal: { shift_id: Id; member_id: Id; name: string; why: { code: string; points: number }[] }[];
  taken_off: { shift_id: Id; member_id: Id; name: string }[];
  empty: { shift_id: Id; seats: number; why_not: { member_id: Id; name: string; codes: string[] }[] }[];
  changes: number;
}
