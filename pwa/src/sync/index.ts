// What screens and the worker may know of the sync engine, and the one engine of this page or worker.
import { createWire } from '../api/client';
import { Engine } from './engine';
import { browserPorts } from './ports';
import { Store } from './store';
import type { Draft } from './types';

export type { Outcome } from './engine';
export { newId } from './ids';
export { NotSignedIn } from './outbox';
export { knows, own, type Projected, project, type Route } from './project';
export { StorageBroken, StorageFull } from './store';
export type * from './types';

/** Called with the oldest release that the server still serves, when it names one. */
export const oldestRelease = { told: (_version: string): void => undefined };

export const engine = new Engine({
  store: new Store(),
  wire: createWire({ minClient: (version) => oldestRelease.told(version) }),
  ports: browserPorts(),
});

export const outbox = {
  /** Resolves after the write is on the disk: only then may a screen say "kept on this phone". */
  add: (draft: Draft) => engine.add(draft),
  drop: (id: string) => engine.drop(id),
  retry: (id: string) => engine.retry(id),
  answer: (id: string) => engine.answer(id),
};

/** The server's time now, in ms since 1970, as well as this phone can know it. */
export function serverNow(): number {
  return engine.clock.now();
}

/** What a punch says about time, and which release said it. */
export function punchEvidence() {
  return { ...engine.clock.evidence(), app_version: __VERSION__ };
}
