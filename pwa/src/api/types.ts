// The documents that a phone keeps, and the rows in them. What the server describes is taken from its description;
// the rest is backend's `documents.py` of each domain.
import type { OpenShifts, Swaps, Time, Visits } from './asking';
import type { Fixes } from './fixes';
import type { Inbox, Preferences } from './notices';
import type { components } from './schema';

type View = components['schemas'];

/** RFC 3339, UTC. */
export type Moment = string;
export type Id = string;

/** Put on a row by `project`: the item that made or changed it is not yet in the documents. */
export interface Kept {
  kept?: Id;
}

export type OrgKind = 'company' | 'shop' | 'coop';
/** A site manager is a member with `site_ids`. */
export type Role = 'owner' | 'manager' | 'member';

export type Account = View['AccountView'] & Kept;
export type Membership = Omit<View['MembershipView'], 'role' | 'kind'> & { role: Role; kind: OrgKind };
export type Org = View['OrganisationView'];
export type Site = View['SiteView'] & Kept;
export type Punch = Omit<View['PunchView'], 'server_time' | 'has_photo'> &
  Kept & {
    has_photo?: boolean;
    /** Null while the punch is only on this phone. */
    server_time: Moment | null;
  };
export type PunchKind = Punch['kind'];
export type PunchHow = Punch['how'];
export type PunchBody = View['PunchInput'];
export type Member = Omit<View['MemberView'], 'role'> & { role: Role } & Kept;
export type Invitation = Omit<View['InvitationView'], 'role'> & { role: Role } & Kept;
export type Shift = View['ShiftView'] & Kept;
export type ShiftState = Shift['state'];
export type BoardSite = Required<View['BoardSite']>;
export type Board = Omit<View['Board'], 'sites'> & { sites: BoardSite[] };
export type BoardPerson = View['Presence'];

export type { Inbox, InboxItem, Preferences } from './notices';

export interface Me {
  account: Account;
  memberships: Membership[];
}

export interface WorkShift extends Kept {
  id: Id;
  site: Omit<Site, 'qr_version' | 'archived_at'> & {
    /** Why a photo is asked for when clocking in there. */
    photo_reason?: string | null;
  };
  starts_at: Moment;
  ends_at: Moment;
  note: string;
  colleagues: string[];
  /** Until when one says whether one comes; null when nobody asked. */
  confirm_by?: Moment | null;
  confirmed_at?: Moment | null;
  /** Said on this phone that one does not come. */
  declined?: true;
}

export interface WorkSession extends Kept {
  id: Id;
  site_id: Id | null;
  shift_id: Id | null;
  started_at: Moment;
  on_break: boolean;
  on_break_since: Moment | null;
  /** Breaks that have ended. */
  break_ms: number;
  /** On the way from one site to the next. */
  travel?: boolean;
}

/** What the organisation asks for at a punch. */
export interface Asked {
  /** To have one's position kept; null while nobody answered. */
  consent: boolean | null;
  /** After so many days a position is rounded. */
  location_days: number;
  photo_days: number;
  /** Where one texts or calls without the app. */
  clock_number: string | null;
}

export interface Work {
  org: Pick<Org, 'id' | 'name' | 'timezone' | 'language'>;
  member_id: Id;
  now_session: WorkSession | null;
  shifts: WorkShift[];
  punches: Punch[];
  asked?: Asked | undefined;
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
  inbox: Inbox;
  open_shifts: OpenShifts;
  swaps: Swaps;
  time: Time;
  fixes: Fixes;
  visits: Visits;
}

export type DocumentName = 'me' | 'preferences' | `${string}/${keyof OrgDocuments}`;

export type DocumentOf<N extends DocumentName> = N extends 'me'
  ? Me
  : N extends 'preferences'
    ? Preferences
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
