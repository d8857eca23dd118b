// Which screen an address means. Today's is here at once; the table of all others is fetched beside it.
import Today from '../work/Today.svelte';
import { match } from './navigate.svelte';
import type { Found, Route } from './routes';

const today: Route = { path: '/', title: 'nav.today', load: async () => ({ default: Today }) };

let table = $state.raw<typeof import('./routes')>();

/** Null: there is no such screen. Undefined: the table is not here yet. */
export function screenAt(path: string): Found | null | undefined {
  const params = match('/', path) ?? match('/q/:token', path);
  return params ? { route: today, params } : table?.routeFor(path);
}

export async function readTable(): Promise<void> {
  table = await import('./routes');
}
