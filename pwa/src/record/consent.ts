/** Consent to note where somebody is at a punch: asked once, said again whenever they like. */
import { mount } from 'svelte';
import type { Asked, Id } from '../api/types';
import { language, loadRest } from '../i18n/index.svelte';
import { type Item, newId, outbox, serverNow } from '../sync';
import Consent from './Consent.svelte';
import { RECORD } from './words';

/** Of the wording in `consent.what`, `.why`, `.long` and `.free`; a new wording gets the next number. */
export const TEXT_VERSION = 1;

export function say(org_id: Id, given: boolean): Promise<Item> {
  const id = newId();
  return outbox.add({
    id,
    method: 'PUT',
    path: `/api/v1/orgs/${org_id}/consents/${id}`,
    body: {
      ...{ kind: 'location', given, text_version: TEXT_VERSION },
      ...{ language: language() === 'ko' ? 'ko' : 'en', said_at: new Date(serverNow()).toISOString() },
    },
    subject: `consent:${org_id}`,
  });
}

/** Ask now, over whatever is on the screen. Closing the question is no answer, and no position. */
export async function askNow(org: Id, { location_days: days }: Asked): Promise<boolean> {
  await loadRest(RECORD);
  return new Promise((resolve) => {
    const onanswer = (given: boolean | null) => {
      if (given !== null) void say(org, given).catch(() => undefined);
      resolve(given ?? false);
    };
    mount(Consent, { target: document.body, props: { days, onanswer } });
  });
}
