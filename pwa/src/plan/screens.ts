// The rarer screens of the office, `/office/<name>`. Each is loaded when it is opened.
import type { Component } from 'svelte';
import type { Messages } from '../i18n/messages.gen';
import { PAY } from '../pay/words';
import { RECORD, TABLETS } from '../record/words';
import { SHEETS } from '../sheets/words';
import { PLANNING, SETUP } from './words';

type Title = { [K in keyof Messages]: Messages[K] extends undefined ? K : never }[keyof Messages];
export type Part = Component<{ id: string }>;

export interface OfficeScreen {
  title: Title;
  words: number;
  load: () => Promise<{ default: Part | Component<Record<string, never>> }>;
}

export const screens: Record<string, OfficeScreen> = {
  client: { title: 'client.title', words: SETUP, load: () => import('../clients/ClientScreen.svelte') },
  clients: { title: 'client.title', words: SETUP, load: () => import('../clients/Clients.svelte') },
  exports: { title: 'export.title', words: PAY, load: () => import('../exports/Exports.svelte') },
  fixes: { title: 'fix.office', words: RECORD, load: () => import('../record/OfficeFixes.svelte') },
  imports: { title: 'imports.title', words: SETUP, load: () => import('./Imports.svelte') },
  insight: { title: 'insight.title', words: PAY, load: () => import('../insight/Insight.svelte') },
  month: { title: 'roster.month', words: PLANNING, load: () => import('./Month.svelte') },
  pay: { title: 'pay.title', words: PAY, load: () => import('../pay/Pay.svelte') },
  'pay-of': { title: 'pay.title', words: PAY, load: () => import('../pay/PayOf.svelte') },
  'pay-rules': { title: 'pay.rules', words: PAY, load: () => import('../pay/PayRules.svelte') },
  person: { title: 'facts.title', words: SETUP, load: () => import('../people/Facts.svelte') },
  record: { title: 'consent.policyTitle', words: RECORD, load: () => import('../record/Policy.svelte') },
  requests: { title: 'approve.title', words: PLANNING, load: () => import('./Requests.svelte') },
  sheet: { title: 'sheet.title', words: SHEETS, load: () => import('../sheets/OfficeSheet.svelte') },
  sheets: { title: 'sheet.title', words: SHEETS, load: () => import('../sheets/Sheets.svelte') },
  tablets: { title: 'tablets.office', words: TABLETS, load: () => import('../record/Tablets.svelte') },
  tag: { title: 'tablets.tagTitle', words: TABLETS, load: () => import('../record/TagWriter.svelte') },
  rules: { title: 'rules.title', words: SETUP, load: () => import('./Rules.svelte') },
};
