import { expect, test } from 'vitest';
import { language, loadRest, t, useLanguage } from './index.svelte';

test('the language and the other half of its words may be asked for at once', async () => {
  await useLanguage('ko', false);
  await Promise.all([loadRest(), useLanguage('en', false)]);
  expect(language()).toBe('en');
  expect(t('plan.title')).toBe('Plan the week');
  await useLanguage('ko', false);
  expect(t('plan.title')).toBe('근무표');
});

test('an unknown language changes nothing', async () => {
  await useLanguage('ko', false);
  await useLanguage('tlh', false);
  expect(language()).toBe('ko');
});
