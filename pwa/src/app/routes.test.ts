import { expect, test } from 'vitest';
import { match } from './navigate.svelte';

test.each([
  ['/', '/', {}],
  ['/sites/:id', '/sites/7', { id: '7' }],
  ['/sites/:id', '/sites/7/', { id: '7' }],
  ['/sites/:id', '/sites', null],
  ['/sites/:id/poster', '/sites/7/poster', { id: '7' }],
  ['/join/:token', '/join/a%2Fb', { token: 'a/b' }],
  ['/join/:token', '/join/%E0%A4%A', { token: '%E0%A4%A' }],
])('%s reads %s as %o', (pattern, path, params) => {
  expect(match(pattern, path)).toEqual(params);
});
