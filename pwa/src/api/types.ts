// The documents a phone keeps, and the rows in them. Their source is backend's `/api/v1/me/snapshot`.

/** RFC 3339, UTC. */
export type Moment = string;
export type Id = string;

export type Role = 'owner' | 'manager' | 'member' | 'site_manager';
export type OrgKind = 'company' | 'shop' | 'coop';
export type PunchKind = 'in' | 'out' | 'break_start' | 'break_end';
export type PunchHow = 'none' | 'gps' | 'qr' | 'manual';
export type ShiftState = 'draft' | 'published' | 'cancelled';

/** Put on a row by `project`: the item that made or changed it is not yet in the documents. */
export interface Kept {
  kept?: Id;
}

export interface Account extends Kept {
  id: Id;
  name: string;
  phone: string;
  language: string | null;
  text_size: string | null;
}

export interface Membership {
  org_id: Id;
  org_name: string;
  kind: OrgKind;
  timezone: string;
  language: string;
  member_id: Id;
  role: Role;
  permissions: string[];
  site_ids: Id[] | null;
}

export interface Me {
  account: Account;
  memberships: Membership[];
}

export interface Org {
  id: Id;
  name: string;
  kind: OrgKind;
  timezone: string;
  language: string;
  settings: { punch_outside: 'flag' | 'block'; no_show_after_min: number };
}

export interface Site extends Kept {
  id: Id;
  name: string;
  address: string;
  lat: number | null;
  lon: number | null;
  radius_m: number;
  timezone: string;
  note: string;
  qr_version?: number;
  archived_at?: Moment | null;
}

export interface WorkShift extends Kept {
  id: Id;
  site: Site;
  starts_at: Moment;
  ends_at: Moment;
  note: string;
  colleagues: string[];
}

export interface Punch extends Kept {
  id: Id;
  member_id: Id;
  member_name: string;
  kind: PunchKind;
  site_id: Id | null;
  shift_id: Id | null;
  how: PunchHow;
  device_time: Moment;
  device_age_ms: number | null;
  last_server_time: Moment | null;
  /** Null while the punch is only on this phone. */
  server_time: Moment | null;
  believed_at: Moment;
  lat: number | null;
  lon: number | null;
  accuracy_m: number | null;
  distance_m: number | null;
  flags: string[];
  session_id: Id | null;
  app_version: string | null;
  recorded_by: Id | null;
  reason: string | null;
}

/** What a phone sends as a punch. `qr` is the scanned token. */
export interface PunchBody {
  kind: PunchKind;
  site_id?: Id | null;
  device_time: Moment;
  device_age_ms?: number | null;
  last_server_time?: Moment | null;
  lat?: number | null;
  lon?: number | null;
  accuracy_m?: number | null;
  qr?: string | null;
  app_version?: string | null;
  member_id?: Id;
  reason?: string;
}

export interface WorkSession extends Kept {
  id: Id;
  site_id: Id | null;
  shift_id: Id | null;
  started_at: Moment;
  on_break: boolean;
}

export interface Work {
  org: Org;
  member_id: Id;
  now_session: WorkSession | null;
  shifts: WorkShift[];
  punches: Punch[];
}

export interface Member extends Kept {
  id: Id;
  account_id: Id;
  name: string;
  role: Role;
  phone?: string | null;
  joined_at: Moment;
  ended_at: Moment | null;
  site_ids: Id[] | null;
}

export interface Invitation extends Kept {
  id: Id;
  token: string;
  link: string;
  role: Role;
  phone: string | null;
  expires_at: Moment;
  max_uses: number | null;
  uses: number;
}

export interface Shift extends Kept {
  id: Id;
  site_id: Id;
  starts_at: Moment;
  ends_at: Moment;
  seats: number;
  note: string;
  state: ShiftState;
  assigned: { member_id: Id; name: string }[];
}

export interface BoardPerson {
  member_id: Id;
  name: string;
  shift_id: Id | null;
  starts_at: Moment | null;
  ends_at: Moment | null;
  in_at: Moment | null;
  out_at: Moment | null;
  flags: string[];
  minutes_late: number | null;
}

export interface BoardSite {
  site_id: Id;
  name: string;
  timezone: string;
  expected: BoardPerson[];
  on_site: BoardPerson[];
  late: BoardPerson[];
  left: BoardPerson[];
}

export interface Board {
  at: Moment;
  sites: BoardSite[];
  counts: { expected: number; on_site: number; late: number; left: number };
}

export interface Sites {
  items: Site[];
}

export interface Crew {
  items: Member[];
  invitations: Invitation[];
}

export interface Plan {
  shifts: Shift[];
}

export interface OrgDocuments {
  work: Work;
  sites: Sites;
  crew: Crew;
  plan: Plan;
  board: Board;
}

export type DocumentName = 'me' | `${string}/${keyof OrgDocuments}`;

export type DocumentOf<N extends DocumentName> = N extends 'me'
  ? Me
  : N extends `${string}/${infer K extends keyof OrgDocuments}`
    ? OrgDocuments[K]
    : never;

export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  errors?: { pointer: string; code: string; detail: string }[];
}

export interface BatchRequest {
  id: Id;
  method: string;
  path: string;
  body: unknown;
}

export interface BatchAnswer {
  responses: { id: Id; status: number; body: unknown }[];
  server_time: Moment;
}

export interface SnapshotAnswer {
  documents: Record<string, { version: string; data: unknown }>;
  gone: string[];
  server_time: Moment;
}
