// What a worker asks for and does at a site, `/my/<name>`. Each is loaded when it is opened.
import type { Component } from 'svelte';
import { ASKING } from '../i18n/index.svelte';
import type { Messages } from '../i18n/messages.gen';
import { PAY } from '../pay/words';
import { RECORD, TABLETS } from '../record/words';
import { SHEETS } from '../sheets/words';
import { TIME, VISIT } from './words';

type Title = { [K in keyof Messages]: Messages[K] extends undefined ? K : never }[keyof Messages];
export type Part = Component<{ id: string }>;

export interface MyScreen {
  title: Title;
  words: number;
  load: () => Promise<{ default: Part | Component<Record<string, never>> }>;
}

export const screens: Record<string, MyScreen> = {
  'open-shifts': { title: 'offers.title', words: ASKING, load: () => import('./OpenShifts.svelte') },
  swaps: { title: 'swap.title', words: ASKING, load: () => import('./Swaps.svelte') },
  availability: { title: 'avail.title', words: TIME, load: () => import('./Times.svelte') },
  leave: { title: 'leave.title', words: TIME, load: () => import('./Leave.svelte') },
  calendar: { title: 'feed.title', words: TIME, load: () => import('./Feeds.svelte') },
  crew: { title: 'crewPunch.title', words: RECORD, load: () => import('../record/CrewPunch.svelte') },
  privacy: { title: 'account.privacy', words: RECORD, load: () => import('../record/Privacy.svelte') },
  pin: { title: 'tablets.pinTitle', words: TABLETS, load: () => import('../record/Pin.svelte') },
  hours: { title: 'sheet.myTitle', words: SHEETS, load: () => import('../sheets/Hours.svelte') },
  receipts: { title: 'receipt.title', words: SHEETS, load: () => import('../sheets/Receipts.svelte') },
  pay: { title: 'week.pay', words: PAY, load: () => import('../pay/Mine.svelte') },
  visit: { title: 'visit.title', words: VISIT, load: () => import('../visit/Visit.svelte') },
  fix: { title: 'fix.title', words: RECORD, load: () => import('../record/MyFix.svelte') },
  reports: { title: 'visit.reports', words: VISIT, load: () => import('../visit/Reports.svelte') },
};
