// The time on the screen: the server's, as well as this phone knows it, moved on while somebody looks.
import { createSubscriber } from 'svelte/reactivity';
import { serverNow } from '../sync';

const TICK_MS = 10_000;

const subscribe = createSubscriber((update) => {
  const timer = setInterval(() => document.visibilityState === 'visible' && update(), TICK_MS);
  document.addEventListener('visibilitychange', update);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', update);
  };
});

/** Milliseconds since 1970; a screen that reads it is drawn again every ten seconds. */
export function now(): number {
  subscribe();
  return serverNow();
}
