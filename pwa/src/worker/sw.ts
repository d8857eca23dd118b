// The worker: the app's files from the phone, the outbox sent while the app is closed, and what a push brings.
import { sendReceipts } from '../notify/kept';
import { engine } from '../sync';
import { Files, isScreen } from './files';
import { takeOver } from './insist';
import { open, received, showBadge, subscribeAgain } from './notes';
import { type NoteData, type PushEventLike, read, showNotification } from './push';

const worker = self as unknown as ServiceWorkerGlobalScope;
const files = new Files(caches, `pumasi-${__VERSION__}`, __FILES__);

worker.addEventListener('install', (event) => event.waitUntil(files.fill()));

worker.addEventListener('activate', (event) => {
  event.waitUntil(files.forgetOlder().then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (request.mode === 'navigate') {
    if (isScreen(url.pathname)) event.respondWith(files.get('/', (filling) => event.waitUntil(filling)));
  } else if (files.has(url.pathname)) {
    event.respondWith(files.get(url.pathname, (filling) => event.waitUntil(filling)));
  }
});

worker.addEventListener('message', (event) => {
  if (event.data === 'take-over') event.waitUntil(takeOver(worker));
  if (event.data === 'take-over-if-alone') event.waitUntil(takeOverIfAlone());
});

async function takeOverIfAlone(): Promise<void> {
  const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (windows.length <= 1) await takeOver(worker);
}

interface SyncEvent extends ExtendableEvent {
  tag: string;
}

// Background Sync: a rejected promise makes the browser try again later.
worker.addEventListener('sync' as 'push', (event: ExtendableEvent) => {
  if ((event as SyncEvent).tag !== 'outbox') return;
  event.waitUntil(sendReceipts().catch(() => undefined));
  event.waitUntil(
    engine.sync('background').then((outcome) => {
      if (outcome === 'later') throw new Error('the outbox is not empty');
    }),
  );
});

worker.addEventListener('push', (event) => {
  const said = read(event as PushEventLike);
  // A phone that is awake anyway takes the chance to send and read.
  const synced = engine.sync('push').then(
    (outcome) => outcome === 'done',
    () => false,
  );
  const badge = synced.then((done) => showBadge(said, done)).catch(() => undefined);
  const receipt = received(said).catch(() => undefined);
  event.waitUntil(Promise.all([showNotification(worker.registration, said), badge, receipt]));
});

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(worker, event.notification.data as NoteData | null));
});

worker.addEventListener('pushsubscriptionchange' as 'push', (event: ExtendableEvent) => {
  event.waitUntil(subscribeAgain(worker, event));
});
