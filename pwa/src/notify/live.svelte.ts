// Lists of the office live on the server; the bell (a sync has ended) says when to look again.
import { untrack } from 'svelte';
import { status } from '../app/state.svelte';

/** Ask again after each exchange with the server. Call it while a component starts. */
export function refetched(ask: () => Promise<void>): void {
  let seen = untrack(() => status().last_sync_at);
  $effect(() => {
    const { last_sync_at } = status();
    if (last_sync_at === seen) return;
    seen = last_sync_at;
    untrack(() => void ask());
  });
}
