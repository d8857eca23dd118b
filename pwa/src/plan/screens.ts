// The rarer screens of the office, `/office/<name>`. Each is loaded when it is opened.
import type { Component } from 'svelte';
import type { Messages } from '../i18n/messages.gen';

type Title = { [K in keyof Messages]: Messages[K] extends undefined ? K : never }[keyof Messages];
export type Part = Component<{ id: string }>;

export interface OfficeScreen {
  title: Title;
  load: () => Promise<{ default: Part | Component<Record<string, never>> }>;
}

export const screens: Record<string, OfficeScreen> = {
  client: { title: 'client.title', load: () => import('../clients/ClientScreen.svelte') },
  clients: { title: 'client.title', load: () => import('../clients/Clients.svelte') },
  imports: { title: 'imports.title', load: () => import('./Imports.svelte') },
  month: { title: 'roster.month', load: () => import('./Month.svelte') },
  person: { title: 'facts.title', load: () => import('../people/Facts.svelte') },
  requests: { title: 'approve.title', load: () => import('./Requests.svelte') },
  rules: { title: 'rules.title', load: () => import('./Rules.svelte') },
};
