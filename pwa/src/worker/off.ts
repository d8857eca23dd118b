// The kill switch: served as sw.js, it clears every cache and removes itself. What people wrote stays.
import { takeOver } from './insist';

const worker = self as unknown as ServiceWorkerGlobalScope;

worker.addEventListener('install', (event) => event.waitUntil(takeOver(worker)));

worker.addEventListener('activate', (event) => event.waitUntil(leave()));

async function leave(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.map((name) => caches.delete(name)));
  await worker.registration.unregister();
  const windows = await worker.clients.matchAll({ type: 'window' });
  await Promise.all(windows.map((window) => window.navigate(window.url).catch(() => null)));
}
