// What every screen reads: this person's documents with their own waiting writes on top.
import type { DocumentName, DocumentOf, Id, Membership } from '../api/types';
import { engine, type Held, type Item, knows, own, project, type Route, type Status } from '../sync';
import { update } from './update.svelte';

const CHOSEN = 'org';

const nothing: Held = {
  account_id: null,
  documents: {},
  items: [],
  status: {
    ...{ online: null, waiting: 0, refused: 0, last_sync_at: null },
    ...{ parked: null, syncing: false, storage: 'ok' },
  },
};

let held = $state.raw(nothing);
let ready = $state(false);
let chosen = $state.raw(localStorage.getItem(CHOSEN));
let effects = $state.raw<Route[]>(own);
const view = $derived(project(held.documents, held.items, effects));

/** A document as this person's own writes leave it; undefined until it was read once. */
export function doc<N extends DocumentName>(name: N): DocumentOf<N> | undefined {
  return view[name] as DocumentOf<N> | undefined;
}

/** When a document was last known to be true, by the phone's clock. */
export function fetchedAt(name: DocumentName): number | undefined {
  const document = held.documents[name];
  return document && Math.max(document.fetched_at, held.status.last_sync_at ?? 0);
}

export const session = {
  /** False until the phone's database has been read: nothing is known yet, not even whether somebody is signed in. */
  get ready(): boolean {
    return ready;
  },
  /** The person of this phone; null when nobody is signed in. */
  get account_id(): Id | null {
    return held.account_id;
  },
  get account() {
    return held.account_id === null ? null : (doc('me')?.account ?? null);
  },
  get memberships(): Membership[] {
    return doc('me')?.memberships ?? [];
  },
  /** The organisation on the screen: the chosen one, else the first. */
  get org(): Membership | undefined {
    return session.memberships.find(({ org_id }) => org_id === chosen) ?? session.memberships[0];
  },
};

export function chooseOrg(id: Id): void {
  chosen = id;
  localStorage.setItem(CHOSEN, id);
}

/** This person's writes that the documents do not show yet, oldest first. */
export const queue = {
  get items(): Item[] {
    return held.items;
  },
  get waiting(): Item[] {
    return held.items.filter((item) => item.state === 'waiting');
  },
  get refused(): Item[] {
    return held.items.filter((item) => item.state === 'refused');
  },
};

export function status(): Status & { update_ready: boolean } {
  return { ...held.status, update_ready: update.ready };
}

let reading = false;
let stale: { documents: boolean } | null = null;

/** Read the phone's database, and go on reading whenever it changes. */
export async function openState(): Promise<void> {
  engine.onChange(({ documents }) => {
    stale = { documents: documents || (stale?.documents ?? false) };
    if (!reading) readAll();
  });
  take(await engine.held());
  // An evicted database does not know who is signed in: the server is asked before a screen says "nobody".
  if (held.account_id !== null || !engine.person.maybeSignedIn()) ready = true;
}

/** The server was asked, or cannot be: what is known now is all there is. */
export function settle(): void {
  ready = true;
}

async function readAll(): Promise<void> {
  reading = true;
  while (stale) {
    const { documents } = stale;
    stale = null;
    take(await engine.held(documents ? undefined : held));
  }
  reading = false;
}

function take(fresh: Held): void {
  held = fresh;
  if (effects === own && fresh.items.some((item) => !knows(own, item))) showOffice();
}

async function showOffice(): Promise<void> {
  const { office } = await import('../sync/project/office');
  effects = [...own, ...office];
}
