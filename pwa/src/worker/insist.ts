/** Chromium forgets to let the old worker go when a page asks it for a file in that moment; asking again reminds it. */
const AGAIN_MS = 400;
const LONGEST_MS = 20_000;

/** Take the old worker's place, as soon as the browser allows. */
export function takeOver(worker: ServiceWorkerGlobalScope): Promise<void> {
  const again = setInterval(() => void worker.skipWaiting(), AGAIN_MS);
  setTimeout(() => clearInterval(again), LONGEST_MS);
  worker.addEventListener('activate', () => clearInterval(again));
  return worker.skipWaiting();
}
