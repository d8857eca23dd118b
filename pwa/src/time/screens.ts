// What a worker asks for and does at a site, `/my/<name>`. Each is loaded when it is opened.
import type { Component } from 'svelte';
import type { Messages } from '../i18n/messages.gen';

type Title = { [K in keyof Messages]: Messages[K] extends undefined ? K : never }[keyof Messages];
export type Part = Component<{ id: string }>;

export interface MyScreen {
  title: Title;
  load: () => Promise<{ default: Part | Component<Record<string, never>> }>;
}

export const screens: Record<string, MyScreen> = {
  'open-shifts': { title: 'offers.title', load: () => import('./OpenShifts.svelte') },
  swaps: { title: 'swap.title', load: () => import('./Swaps.svelte') },
  availability: { title: 'avail.title', load: () => import('./Times.svelte') },
  leave: { title: 'leave.title', load: () => import('./Leave.svelte') },
  calendar: { title: 'feed.title', load: () => import('./Feeds.svelte') },
  visit: { title: 'visit.title', load: () => import('../visit/Visit.svelte') },
  reports: { title: 'visit.reports', load: () => import('../visit/Reports.svelte') },
};
