// What screens show: the documents, and on top of them what this phone has not been answered yet.
import type { Documents, Item } from '../types';
import { account } from './account';
import { punches } from './punches';
import { type Effect, type Projected, type Route, View } from './view';

export type { Projected, Route } from './view';

const PREFIX = '/api/v1';

/** What everybody writes; `office` has the rest. */
export const own: Route[] = [...account, ...punches];

const patterns = new Map<string, RegExp>();

/** Pure: the same documents and items give the same view. Refused items and unknown paths show nothing. */
export function project(documents: Documents, items: Item[], routes: Route[]): Projected {
  const data = Object.fromEntries(Object.values(documents).map(({ name, data }) => [name, data]));
  const view = new View(data);
  for (const item of items) {
    const found = item.state === 'refused' ? null : effectOf(item, routes);
    if (found) attempt(found.effect, view, found.ids, item);
  }
  return view.data;
}

/** Whether the routes know what this item does. */
export function knows(routes: Route[], item: Item): boolean {
  return effectOf(item, routes) !== null;
}

function effectOf(item: Item, routes: Route[]): { effect: Effect; ids: string[] } | null {
  const path = item.path.split('?')[0] ?? '';
  for (const [method, template, effect] of routes) {
    const match = method === item.method ? patternOf(template).exec(path) : null;
    if (match) return { effect, ids: match.slice(1) };
  }
  return null;
}

function patternOf(template: string): RegExp {
  const pattern =
    patterns.get(template) ?? new RegExp(`^${PREFIX}${template.replace(/\{\w+\}/g, '([^/]+)')}$`);
  patterns.set(template, pattern);
  return pattern;
}

/** A body of another release, or a wrong one, must not take the screen down: it is shown when it is refused. */
function attempt(effect: Effect, view: View, ids: string[], item: Item): void {
  try {
    effect(view, ids, item);
  } catch (error) {
    console.warn('an item shows no effect', item.id, error);
  }
}
