// A new release is offered, never forced into the middle of a form.
import { oldestRelease } from '../sync';

/** How long a cold start may wait for the new release to take over. */
const PATIENCE_MS = 1_500;
/** Some workers take over by themselves (the kill switch): no offer flashes by. */
const SETTLE_MS = 1_000;
const CHECK_EVERY_MS = 60 * 60_000;

let ready = $state(false);
let accepted = false;

export const update = {
  /** A newer release waits for a tap, or the server no longer serves this one. */
  get ready(): boolean {
    return ready;
  },
};

/**
 * At a cold start, before anything is on the screen, a waiting release takes over without asking, unless
 * another window still runs the old one. True when the page is about to load again.
 */
export async function takeOverAtStart(): Promise<boolean> {
  if (!navigator.serviceWorker?.controller) return false;
  const waiting = (await navigator.serviceWorker.getRegistration())?.waiting;
  if (!waiting) return false;
  waiting.postMessage('take-over-if-alone');
  const taken = await Promise.race([
    new Promise<true>((resolve) =>
      navigator.serviceWorker.addEventListener('controllerchange', () => resolve(true)),
    ),
    new Promise<false>((resolve) => setTimeout(() => resolve(false), PATIENCE_MS)),
  ]);
  if (taken) location.reload();
  return taken;
}

/** A file of this release is gone from phone and server alike: only the new release can go on. */
export function lost(): void {
  ready = true;
}

/** The person tapped "use the new version". */
export async function applyUpdate(): Promise<void> {
  accepted = true;
  const waiting = (await navigator.serviceWorker?.getRegistration())?.waiting;
  if (waiting) waiting.postMessage('take-over');
  else location.reload();
}

/** Install the worker, and watch for newer ones. */
export async function watchForUpdates(): Promise<void> {
  oldestRelease.told = (oldest) => {
    if (isOlder(__VERSION__, oldest)) ready = true;
  };
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  const hadWorker = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (accepted) location.reload();
    // Another window took the new release; this one goes on with what it has, and offers.
    else if (hadWorker) ready = true;
  });
  const registration = await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });
  offer(registration);
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed') setTimeout(() => offer(registration), SETTLE_MS);
    });
  });
  let checked = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - checked < CHECK_EVERY_MS) return;
    checked = Date.now();
    registration.update().catch(() => undefined);
  });
}

/** A worker that waits is a newer release, unless it is the first one here. */
function offer(registration: ServiceWorkerRegistration): void {
  if (registration.waiting && navigator.serviceWorker.controller) ready = true;
}

function isOlder(mine: string, oldest: string): boolean {
  const parts = (version: string) => (version.split('+')[0] ?? '').split('.').map(Number);
  const [a, b] = [parts(mine), parts(oldest)];
  for (let place = 0; place < 3; place += 1) {
    const difference = (a[place] ?? 0) - (b[place] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
