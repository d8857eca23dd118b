// What the server says about notifications, by the names of its own description where it has them.
import type { components } from './schema';
import type { Id, Kept } from './types';

type View = components['schemas'];

export type Channel = View['How']['channel'];
export type Urgency = View['InboxItem']['urgency'];
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

type Stated<T> = Omit<T, 'state'> & { state: DeliveryState };

export type InboxItem = View['InboxItem'] & Kept;
export type InboxPage = View['InboxPage'];

/** The document `{org}/inbox`: the newest of 60 days. `next_cursor` continues it; null when nothing is older. */
export interface Inbox {
  unread: number;
  items: InboxItem[];
  next_cursor: string | null;
}

/** One notification, and how it came to this person. */
export type InboxDetail = Omit<View['InboxDetail'], 'how'> & { how: Stated<View['How']>[] };

export type TopicChoice = View['TopicPreference'];
export type Quiet = View['QuietHours'];
/** The document `preferences`. */
export type Preferences = View['Preferences'] & Kept;
export type PushDevice = View['PushDevice'];

export type MessageRow = View['NotificationSummary'];
export type MessageDetail = Omit<View['NotificationReport'], 'sums'> & {
  sums: Partial<Record<Channel, Partial<Record<DeliveryState, number>>>>;
};
export type RecipientDelivery = Stated<View['RecipientDelivery']>;
export type Recipient = Omit<View['RecipientView'], 'deliveries'> & { deliveries: RecipientDelivery[] };

export type Provider = Omit<View['ProviderState'], 'channel'> & { channel: Channel };
export type Messaging = Omit<View['MessagingView'], 'providers'> & { providers: Provider[] };

/** What a push carries beside the text that browsers show by themselves. */
export interface PushExtra {
  org: Id;
  id: Id;
  receipt: string;
  tag: string;
  urgency: Urgency;
  quiet_text: boolean;
}
