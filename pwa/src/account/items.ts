/** What an item of the outbox is, in the words of whoever made it. */
import type { PunchKind } from '../api/types';
import { doc } from '../app/state.svelte';
import { type Key, t } from '../i18n/index.svelte';
import type { Item } from '../sync';

type Says = (item: Item, ids: string[]) => string;

const plain =
  (key: Extract<Key, `item.${string}`>): Says =>
  () =>
    t(key as 'item.other');

const kinds: [Item['method'], RegExp, Says][] = [
  ['PUT', /\/orgs\/([^/]+)\/punches\/[^/]+$/, punchWords],
  ['POST', /\/sites$/, (item) => t('item.siteNew', { name: named(item) })],
  ['PATCH', /\/sites\/[^/]+$/, plain('item.siteEdit')],
  ['DELETE', /\/sites\/[^/]+$/, plain('item.siteArchive')],
  ['POST', /\/poster-versions$/, plain('item.poster')],
  ['POST', /\/shifts$/, plain('item.shiftNew')],
  ['PATCH', /\/shifts\/[^/]+$/, plain('item.shiftEdit')],
  ['DELETE', /\/shifts\/[^/]+$/, plain('item.shiftCancel')],
  ['PUT', /\/assignments\/[^/]+$/, plain('item.assign')],
  ['DELETE', /\/assignments\/[^/]+$/, plain('item.unassign')],
  ['POST', /\/publications$/, plain('item.publish')],
  ['POST', /\/week-copies$/, plain('item.copyWeek')],
  ['PATCH', /\/members\/[^/]+$/, plain('item.memberEdit')],
  ['DELETE', /\/members\/[^/]+$/, plain('item.memberRemove')],
  ['POST', /\/invitations$/, plain('item.invite')],
  ['DELETE', /\/invitations\/[^/]+$/, plain('item.revoke')],
  ['POST', /\/orgs$/, (item) => t('item.org', { name: named(item) })],
  ['PATCH', /\/orgs\/[^/]+$/, plain('item.orgEdit')],
  ['PUT', /\/inbox\/([^/]+\/)?reading$/, plain('item.read')],
  ['PUT', /\/me\/(topics\/.*|quiet-hours)$/, plain('item.prefs')],
  ['PATCH', /\/me$/, plain('item.me')],
  ['PUT', /\/claim$/, plain('item.claim')],
  ['DELETE', /\/claim$/, plain('item.claimBack')],
  ['PUT', /\/confirmation$/, plain('item.confirm')],
  ['PUT', /\/refusal$/, plain('item.refuse')],
  ['POST', /\/swaps$/, plain('item.swap')],
  ['PUT', /\/swaps\/[^/]+\/acceptance$/, plain('item.swapYes')],
  ['DELETE', /\/swaps\/[^/]+$/, plain('item.swapNo')],
  ['PUT', /\/availability$/, plain('item.avail')],
  ['PUT', /\/wishes\/[^/]+$/, plain('item.wish')],
  ['DELETE', /\/wishes\/[^/]+$/, plain('item.wish')],
  ['POST', /\/leave-requests$/, plain('item.leave')],
  ['DELETE', /\/leave-requests\/[^/]+$/, plain('item.leaveBack')],
  ['PUT', /\/checks\/[^/]+$/, plain('item.check')],
  ['DELETE', /\/checks\/[^/]+$/, plain('item.uncheck')],
  ['PUT', /\/photos\/[^/]+$/, plain('item.photo')],
  ['POST', /\/reports$/, plain('item.report')],
  ['PUT', /\/corrections\/[^/]+$/, plain('item.fix')],
  ['PUT', /\/corrections\/[^/]+\/withdrawal$/, plain('item.fixBack')],
  ['PUT', /\/corrections\/[^/]+\/answer$/, plain('item.fixAnswer')],
  ['PUT', /\/corrections\/[^/]+\/decision$/, plain('item.fixDecide')],
  ['PUT', /\/punch-proposals\/[^/]+\/answer$/, plain('item.proposal')],
  ['DELETE', /\/calendar-feeds\/[^/]+$/, plain('item.feed')],
];

/** 출근 · 시청역 빌딩 */
export function wordsFor(item: Item): string {
  for (const [method, path, says] of kinds) {
    const found = item.method === method && path.exec(item.path);
    if (found) return says(item, found.slice(1));
  }
  return t('item.other');
}

function punchWords(item: Item, [org = '']: string[]): string {
  const { kind, site_id } = item.body as { kind: PunchKind; site_id?: string | null };
  const known = doc(`${org}/work`)?.shifts.find(({ site }) => site.id === site_id)?.site;
  const site = known ?? doc(`${org}/sites`)?.items.find(({ id }) => id === site_id);
  return t('item.punch', { kind: t(`punch.${kind}`), site: site?.name ?? t('flag.no_shift') });
}

function named(item: Item): string {
  return String((item.body as { name?: string } | null)?.name ?? '');
}

export const isPunch = (item: Item) => /\/punches\/[^/]+$/.test(item.path);

/** When it was done, by the server's clock, in ms since 1970. */
export const madeAt = (item: Item) => item.made_at + (item.clock_offset_ms ?? 0);
