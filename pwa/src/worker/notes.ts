// What the worker does about a push beside showing it: the receipt, the number on the icon, the tap, a new subscription.
import { acknowledge, device, sendReceipts } from '../notify/kept';
import { bytesOf, sent } from '../notify/subscription';
import { engine, own, project } from '../sync';
import { office } from '../sync/project/office';
import { unreadIn } from '../sync/unread';
import type { Declared, NoteData } from './push';

/** A frozen page needs a moment to wake up and say that it goes where it was sent. */
const PATIENCE_MS = 1_000;

/** By the server's clock, as far as this phone knows it. */
async function moment(): Promise<string> {
  await engine.held('items only');
  return new Date(engine.clock.now()).toISOString();
}

export async function received(said: Declared): Promise<void> {
  const token = said.pumasi?.receipt;
  if (token) await acknowledge({ token, received_at: await moment() });
  else await sendReceipts();
}

/** As the app counts it (sync/unread.ts). A push that found no signal brings the server's number with it. */
export async function showBadge(said: Declared, synced: boolean): Promise<void> {
  const { documents, items, status } = await engine.held();
  const told = said.app_badge ?? said.notification?.app_badge;
  const unread = unreadIn(project(documents, items, [...own, ...office]));
  const count = (synced || told === undefined ? unread : told) + status.waiting + status.refused;
  await (count ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.());
}

/** A tap: the app in front goes there without loading again, else a window opens; both without a signal. */
export async function open(worker: ServiceWorkerGlobalScope, data: Partial<NoteData> | null): Promise<void> {
  const path = data?.path ?? '/';
  const told = data?.receipt
    ? moment().then((opened_at) => acknowledge({ token: data.receipt ?? '', opened_at }))
    : null;
  const [front] = await worker.clients.matchAll({ type: 'window' });
  if (!front) await worker.clients.openWindow(path);
  else {
    await front.focus().catch(() => undefined);
    if (!(await goes(front, path))) await front.navigate(path).catch(() => worker.clients.openWindow(path));
  }
  await told?.catch(() => undefined);
}

function goes(front: WindowClient, path: string): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), PATIENCE_MS);
    port1.onmessage = () => resolve(true);
    front.postMessage({ go: path }, [port2]);
  });
}

interface SubscriptionChange extends ExtendableEvent {
  oldSubscription?: PushSubscription | null;
  newSubscription?: PushSubscription | null;
}

/** The browser has replaced the subscription: the server is told at once, or at the next start of the app. */
export async function subscribeAgain(
  worker: ServiceWorkerGlobalScope,
  event: SubscriptionChange,
): Promise<void> {
  const known = await device.get();
  if (!known) return;
  const fresh = event.newSubscription ?? (await subscribe(worker, event.oldSubscription));
  const response = await fetch(`/api/v1/me/push-devices/${known.id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(sent(fresh, known.shows_text)),
  });
  if (response.ok) await device.put({ ...known, endpoint: fresh.endpoint, told_at: Date.now() });
}

async function subscribe(worker: ServiceWorkerGlobalScope, old: PushSubscription | null | undefined) {
  const options = old?.options ?? {
    userVisibleOnly: true,
    applicationServerKey: bytesOf((await (await fetch('/api/v1/public/push-key')).json()).key),
  };
  return worker.registration.pushManager.subscribe(options);
}
