// Every push shows something: iOS takes the permission away from apps whose pushes show nothing.
import type { PushExtra } from '../api/notices';

export interface PushEventLike {
  data: { json(): unknown } | null;
}

/** Declarative Web Push, which browsers that know it show without us, and what is ours beside it. */
export interface Declared {
  notification?: {
    title?: string;
    body?: string;
    navigate?: string;
    tag?: string;
    lang?: string;
    silent?: boolean;
    app_badge?: number;
  };
  app_badge?: number;
  pumasi?: Partial<PushExtra>;
}

/** What a shown notification remembers for the tap on it. */
export interface NoteData {
  path: string;
  id?: string;
  receipt?: string;
}

const NAME = '품앗이';
const ICON = '/icons/icon-192.png';
/** These ring again although they replace an older one, and stay until somebody looks. */
const LOUD = new Set(['high', 'urgent']);

/** What a push says; anything else than ours reads as nothing. */
export function read({ data }: PushEventLike): Declared {
  try {
    const said = data?.json();
    return typeof said === 'object' && said !== null ? (said as Declared) : {};
  } catch {
    return {};
  }
}

export function showNotification(registration: ServiceWorkerRegistration, said: Declared): Promise<void> {
  const { title, body, navigate, lang, silent, tag = said.pumasi?.tag } = said.notification ?? {};
  const { id, receipt, urgency = 'normal' } = said.pumasi ?? {};
  const loud = LOUD.has(urgency);
  const data: NoteData = { path: pathOf(navigate), ...(id && { id }), ...(receipt && { receipt }) };
  return registration.showNotification(title ?? NAME, {
    icon: ICON,
    badge: '/icons/badge-96.png',
    data,
    ...(body !== undefined && { body }),
    ...(tag && { tag, renotify: loud }),
    ...(lang !== undefined && { lang }),
    ...(silent !== undefined && { silent }),
    ...(urgency === 'urgent' && { requireInteraction: true }),
  } as NotificationOptions);
}

/** Only our own screens: a payload cannot send anybody elsewhere. */
function pathOf(navigate: string | undefined): string {
  try {
    const url = new URL(navigate ?? '/', self.location.origin);
    return url.origin === self.location.origin ? url.pathname + url.search : '/';
  } catch {
    return '/';
  }
}
