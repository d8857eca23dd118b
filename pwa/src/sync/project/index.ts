// What screens show: the documents, and on top of them what this phone has not been answered yet.
import type { Documents, Item } from '../types';
import { people } from './people';
import { places } from './places';
import { punches } from './punches';
import { shifts } from './shifts';
import { type Effect, type Projected, View } from './view';

export type { Projected } from './view';

const PREFIX = '/api/v1';

const routes = [...punches, ...places, ...people, ...shifts].map(([method, path, effect]) => ({
  method,
  pattern: new RegExp(`^${PREFIX}${path.replace(/\{\w+\}/g, '([^/]+)')}$`),
  effect,
}));

/** Pure: the same documents and items give the same view. Refused items and unknown paths show nothing. */
export function project(documents: Documents, items: Item[]): Projected {
  const data = Object.fromEntries(Object.values(documents).map(({ name, data }) => [name, data]));
  const view = new View(data);
  for (const item of items) {
    if (item.state === 'refused') continue;
    const found = effectOf(item);
    if (found) attempt(found.effect, view, found.ids, item);
  }
  return view.data;
}

function effectOf(item: Item): { effect: Effect; ids: string[] } | null {
  const path = item.path.split('?')[0] ?? '';
  for (const { method, pattern, effect } of routes) {
    const match = method === item.method ? pattern.exec(path) : null;
    if (match) return { effect, ids: match.slice(1) };
  }
  return null;
}

/** A body of another release, or a wrong one, must not take the screen down: it is shown when it is refused. */
function attempt(effect: Effect, view: View, ids: string[], item: Item): void {
  try {
    effect(view, ids, item);
  } catch (error) {
    console.warn('an item shows no effect', item.id, error);
  }
}
