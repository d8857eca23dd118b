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
  requests: { title: 'approve.title', load: () => import('./Requests.svelte') },
};
