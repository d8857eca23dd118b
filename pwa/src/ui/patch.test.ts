import { expect, test } from 'vitest';
import { DYES, dyeOf, initialOf, shareDyes } from './patch.svelte';

test('sites of one list have different dyes while there are enough', () => {
  const ids = Array.from({ length: DYES }, () => crypto.randomUUID());
  shareDyes(ids);
  expect(new Set(ids.map(dyeOf)).size).toBe(DYES);
});

test('who shares no list keeps a dye of its own', () => {
  const id = '01936000-0000-7000-8000-000000000001';
  shareDyes([]);
  expect(dyeOf(id)).toBe(dyeOf(id));
  expect(dyeOf(id)).toBeLessThan(DYES);
});

test.each([
  ['시청역 빌딩', '시'],
  [' lan', 'L'],
  ['😀 팀', '😀'],
  ['', '·'],
])('the patch of %s says %s', (name, letter) => {
  expect(initialOf(name)).toBe(letter);
});
