// The one table of screens. Today's comes with the app (screen.svelte.ts), and so this table need not; every other
// screen comes when it is opened.
import type { Component } from 'svelte';
import { ASKING, NEWS } from '../i18n/index.svelte';
import type { Messages } from '../i18n/messages.gen';
import { SETUP } from '../plan/words';
import { TABLET } from '../record/words';
import { SHEETS } from '../sheets/words';
import { VISIT } from '../time/words';
import type { Wish } from './may';
import { match } from './navigate.svelte';

/** A text that needs nothing filled in. */
type Title = { [K in keyof Messages]: Messages[K] extends undefined ? K : never }[keyof Messages];
export type Screen = Component<{ params: Record<string, string> }>;
type Load = () => Promise<{ default: Screen | Component<Record<string, never>> }>;

export interface Route {
  path: string;
  title: Title;
  load: Load;
  /** Seen without signing in. */
  open?: true;
  /** Of the person, not of an organisation. */
  personal?: true;
  needs?: Wish;
  /** The parts of the words that it speaks (i18n). */
  words?: number;
}

export interface Found {
  route: Route;
  params: Record<string, string>;
}

const open = { open: true } as const;
const personal = { personal: true } as const;
const words = NEWS;

const at = (path: string, title: Title, load: Load, more: Partial<Route> = {}): Route => ({
  path,
  title,
  load,
  ...more,
});

/** The rarer screens of the office: a table of their own (plan/screens.ts), which today's screen does without. */
const office: Load = () => import('../plan/Office.svelte');
const officeMay = { needs: 'plan_shifts' } as const;

/** A worker's, likewise (time/screens.ts). */
const mine: Load = () => import('../time/Mine.svelte');

export const routes: Route[] = [
  at('/week', 'week.title', () => import('../work/Week.svelte'), { words: ASKING }),
  at('/my/:screen', 'week.title', mine),
  at('/my/:screen/:id', 'week.title', mine),
  at('/c/:token', 'clientView.title', () => import('../visit/ClientView.svelte'), {
    open: true,
    words: VISIT,
  }),
  at('/tablet', 'tablet.title', () => import('../record/Tablet.svelte'), { open: true, words: TABLET }),
  at('/board', 'board.title', () => import('../work/Board.svelte'), { needs: 'see_board', words: SETUP }),
  at('/plan', 'plan.title', () => import('../work/Plan.svelte'), { needs: 'plan_shifts' }),
  at('/office/:screen', 'plan.title', office, officeMay),
  at('/office/:screen/:id', 'plan.title', office, officeMay),
  at('/sites', 'sites.title', () => import('../work/Sites.svelte'), { needs: 'see_sites' }),
  at('/sites/new', 'sites.addTitle', () => import('../work/SiteForm.svelte'), { needs: 'open_sites' }),
  at('/sites/:id', 'sites.editTitle', () => import('../work/SiteForm.svelte'), { needs: 'change_sites' }),
  at('/sites/:id/poster', 'sites.poster', () => import('../work/Poster.svelte'), { needs: 'see_sites' }),
  at('/crew', 'crew.title', () => import('../work/Crew.svelte'), { needs: 'see_members', words: SETUP }),
  at('/crew/invite', 'invite.title', () => import('../work/Invite.svelte'), {
    needs: 'invite',
    words: SETUP,
  }),
  at('/crew/:id', 'crew.title', () => import('../work/Person.svelte'), { needs: 'see_members' }),
  at('/workplace', 'workplace.title', () => import('../work/Workplace.svelte'), {
    needs: 'change_organisation',
  }),
  at('/sites/:id/screen', 'sites.screen', () => import('../work/SiteScreen.svelte'), { needs: 'see_sites' }),
  at('/verify', 'receipt.verifyTitle', () => import('../sheets/Verify.svelte'), {
    open: true,
    words: SHEETS,
  }),
  at('/inbox', 'inbox.title', () => import('../notify/Inbox.svelte'), { words }),
  at('/inbox/:id', 'notice.title', () => import('../notify/Notification.svelte'), { words }),
  at('/messages', 'messages.title', () => import('../notify/Messages.svelte'), {
    needs: 'see_deliveries',
    words,
  }),
  at('/messages/:id', 'message.title', () => import('../notify/Message.svelte'), {
    needs: 'see_deliveries',
    words,
  }),
  at('/workplace/messaging', 'messaging.title', () => import('../notify/Messaging.svelte'), {
    needs: 'change_messaging',
    words,
  }),
  at('/punches/:id', 'evidence.title', () => import('../work/Evidence.svelte'), { words }),
  at('/waiting', 'waiting.title', () => import('../account/Waiting.svelte'), {
    personal: true,
    words: SETUP,
  }),
  at('/account', 'account.title', () => import('../account/Account.svelte'), personal),
  at('/account/phones', 'account.phones', () => import('../account/Phones.svelte'), personal),
  at('/account/notifications', 'prefs.title', () => import('../notify/Preferences.svelte'), {
    personal: true,
    words,
  }),
  at('/account/passkeys', 'account.passkeys', () => import('../account/Passkeys.svelte'), personal),
  at('/open/:org/:id', 'notice.title', () => import('../notify/Open.svelte'), { personal: true, words }),
  at('/start', 'start.title', () => import('../account/Start.svelte'), personal),
  at('/install', 'install.title', () => import('../account/Install.svelte'), open),
  at('/sign-in', 'signIn.title', () => import('../account/SignIn.svelte'), open),
  at('/n/:code', 'notice.title', () => import('../notify/ShortLink.svelte'), { open: true, words }),
  at('/join/:token', 'join.title', () => import('../account/Join.svelte'), open),
];

/** The first route that fits: `/sites/new` stands before `/sites/:id`. */
export function routeFor(path: string): Found | null {
  for (const route of routes) {
    const params = match(route.path, path);
    if (params) return { route, params };
  }
  return null;
}
