// What the server says of shared tablets, PINs and crews.
import type { Id, Moment } from '../api/types';

export type TapKind = 'in' | 'out' | 'break_start' | 'break_end';
export type Presence = 'out' | 'in' | 'break';

export interface TabletPerson {
  member_id: Id;
  name: string;
  has_pin: boolean;
  presence: Presence;
  since: Moment | null;
  starts_at: Moment | null;
  ends_at: Moment | null;
}

export interface TabletShown {
  id: Id;
  firm: string;
  site_id: Id;
  site_name: string;
  timezone: string;
  /** What PINs are sealed with: RSA, SPKI, base64. */
  key: string;
  at: Moment;
  people: TabletPerson[];
}

export interface TabletBody {
  member_id: Id;
  kind: TapKind;
  proof: string;
  device_time: Moment;
  device_age_ms: number | null;
  last_server_time: Moment | null;
  app_version: string;
  kept: boolean;
}

export interface TabletRow {
  id: Id;
  site_id: Id;
  site_name: string;
  name: string;
  paired_at: Moment | null;
  last_seen_at: Moment | null;
  code_until: Moment;
}

export interface TabletOffer {
  id: Id;
  code: string;
  url: string;
  link: string;
  expires_at: Moment;
}

export interface PinState {
  is_set: boolean;
  set_at: Moment | null;
  temporary_until: Moment | null;
  closed_until: Moment | null;
}

export interface Objection {
  punch_id: Id;
  reason: string;
  objected_at: Moment;
}

export interface Refusal {
  code?: string;
  title?: string;
  tries_left?: number;
}
