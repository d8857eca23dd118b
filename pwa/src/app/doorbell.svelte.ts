// What asks for a sync: the network coming back, the app coming to the front, and the server's bell.
import { engine } from '../sync';
import { session, status } from './state.svelte';

/** A burst of bells (a published week rings once per shift) is one visit. */
const BURST_MS = 300;
const LOOK_AGAIN_MS = 5 * 60_000;
/** EventSource gives up for good on a refusal; so often we try again while somebody looks. */
const KNOCK_AGAIN_MS = 60_000;
const BACKGROUND_TAG = 'outbox';

let visible = $state.raw(document.visibilityState === 'visible');
/** False while the server has turned us away. */
let knocking = $state(true);

/** Start listening; lasts as long as the page. */
export function listen(): void {
  window.addEventListener('online', () => engine.wake('online'));
  document.addEventListener('visibilitychange', () => {
    visible = document.visibilityState === 'visible';
    if (visible) engine.wake('visible');
  });
  setInterval(() => {
    if (visible) engine.wake('timer');
  }, LOOK_AGAIN_MS);

  $effect.root(() => {
    // Derived, so that the stream stays open while everything else about the session changes.
    const listened = $derived(visible && knocking && !status().parked ? session.org?.org_id : undefined);
    $effect(() => {
      if (listened) return bell(listened);
    });
    $effect(() => {
      if (status().waiting > 0) keepSafe();
    });
  });
}

/** The live stream carries nothing to trust: it only says that there is something new. */
function bell(org: string): () => void {
  const stream = new EventSource(`/api/v1/orgs/${org}/stream`);
  let broken = false;
  let ring: ReturnType<typeof setTimeout> | undefined;
  stream.addEventListener('change', () => {
    clearTimeout(ring);
    ring = setTimeout(() => engine.wake('bell'), BURST_MS);
  });
  stream.addEventListener('open', () => {
    if (broken) engine.wake('online');
    broken = false;
  });
  stream.addEventListener('error', () => {
    broken = true;
    if (stream.readyState === EventSource.CLOSED) knockLater();
  });
  return () => {
    clearTimeout(ring);
    stream.close();
  };
}

function knockLater(): void {
  knocking = false;
  setTimeout(() => {
    knocking = true;
  }, KNOCK_AGAIN_MS);
}

let safe = false;

/** After the first kept write: ask the browser not to evict it, and to send it even when we are closed. */
function keepSafe(): void {
  if (!safe) navigator.storage?.persist?.().catch(() => undefined);
  safe = true;
  navigator.serviceWorker?.ready
    .then((registration) => (registration as BackgroundSync).sync?.register(BACKGROUND_TAG))
    .catch(() => undefined);
}

interface BackgroundSync extends ServiceWorkerRegistration {
  sync?: { register(tag: string): Promise<void> };
}
