// What the server says about notifications: the documents on the phone, and the lists of the office.
import type { Id, Kept, Moment } from './types';

export type Channel = 'push' | 'sms' | 'email';
export type Urgency = 'low' | 'normal' | 'high' | 'urgent';
/** Where one message to one person by one channel stands. */
export type DeliveryState =
  | 'queued'
  | 'leased'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'failed'
  | 'suppressed'
  | 'expired'
  | 'unknown';

export interface InboxItem extends Kept {
  id: Id;
  topic: string;
  topic_title: string;
  title: string;
  body: string;
  /** A path of the app. */
  link: string;
  why: string;
  decided_at: Moment;
  expires_at: Moment;
  urgency: Urgency;
  read_at: Moment | null;
  /** Whether the person may turn the topic off. */
  optional: boolean;
  withdrawn_at?: Moment | null;
}

/** The document `{org}/inbox`: the newest 100 of 60 days. */
export interface Inbox {
  unread: number;
  items: InboxItem[];
  /** Continues it with what is older; null when nothing is. */
  next_cursor: string | null;
}

export interface InboxPage {
  items: InboxItem[];
  next_cursor: string | null;
}

/** How one notification came to this person, or did not. */
export interface Way {
  channel: Channel;
  state: DeliveryState;
  reason: string | null;
  at: Moment | null;
}

export interface TopicChoice {
  name: string;
  title: string;
  text: string;
  optional: boolean;
  channels: { channel: Channel; wanted: boolean }[];
}

export interface Quiet {
  enabled: boolean;
  /** `21:00` */
  begins: string;
  ends: string;
  /** Null: the organisation's. */
  timezone: string | null;
  digest_at: string;
}

/** The document `preferences`. */
export interface Preferences extends Kept {
  topics: TopicChoice[];
  quiet: Quiet;
  email: { address: string | null; verified: boolean; stopped: boolean };
}

export interface PushDevice {
  id: Id;
  name: string;
  created_at: Moment;
  seen_at: Moment;
  current: boolean;
  shows_text: boolean;
}

export interface MessageRow {
  id: Id;
  topic: string;
  topic_title: string;
  title: string;
  decided_at: Moment;
  decided_by_name: string | null;
  /** The sum of the five below, at any instant. */
  audience: number;
  read: number;
  /** It left by some way, and is not read yet. */
  reached: number;
  waiting: number;
  failed: number;
  /** No way was open to it: it stands in the app only. */
  not_sent: number;
  cost_won: number;
  urgency: Urgency;
  expires_at: Moment;
  withdrawn_at?: Moment | null;
}

export interface MessageDetail extends MessageRow {
  sums: Partial<Record<Channel, Partial<Record<DeliveryState, number>>>>;
  texts: Record<string, { title: string; body: string }>;
  arrives_later: { at: Moment; count: number }[];
}

export interface RecipientDelivery {
  channel: Channel;
  state: DeliveryState;
  reason: string | null;
  at: Moment | null;
  due_at: Moment | null;
  attempts: number;
  provider: string | null;
  cost_won: number;
}

export interface Recipient {
  standing?: 'read' | 'reached' | 'waiting' | 'failed' | 'not_sent';
  member_id: Id;
  name: string;
  why: string;
  language: string;
  read_at: Moment | null;
  awake_at: Moment | null;
  deliveries: RecipientDelivery[];
}

export interface Provider {
  channel: Channel;
  name: string;
  state: 'closed' | 'open' | 'half_open';
  /** 0 to 1; null before the first message. */
  success_rate: number | null;
  latency_ms: number | null;
  since: Moment | null;
}

export interface Messaging {
  budget_won: number | null;
  spent_won: number;
  reserved_won: number;
  /** `2026-11` */
  month: string;
  warn_at_percent: number;
  sender: string | null;
  default_sender?: string | null;
  email_name?: string | null;
  email_from?: string | null;
  providers: Provider[];
}

/** What a push carries beside the text that browsers show by themselves. */
export interface PushExtra {
  org: Id;
  id: Id;
  receipt: string;
  tag: string;
  urgency: Urgency;
  quiet_text: boolean;
}
