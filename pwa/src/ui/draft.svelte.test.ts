import { flushSync } from 'svelte';
import { beforeEach, expect, test } from 'vitest';
import { draft } from './draft.svelte';

beforeEach(() => localStorage.clear());

/** Runs as a component would. */
function within<T>(work: () => T): T {
  let result: T | undefined;
  $effect.root(() => {
    result = work();
  });
  flushSync();
  return result as T;
}

const open = () => within(() => draft('site:new', { name: '', radius_m: 150 }));

test('what was typed is there again', () => {
  const first = open();
  first.value.name = '시청역';
  flushSync();
  expect(open().value).toEqual({ name: '시청역', radius_m: 150 });
});

test('a form that was sent, or emptied again, leaves nothing', () => {
  const first = open();
  first.value.name = '시청역';
  flushSync();
  first.drop();
  expect(localStorage.length).toBe(0);
  first.value.name = '나중에';
  flushSync();
  expect(localStorage.length).toBe(0);

  const second = open();
  second.value.name = 'x';
  flushSync();
  second.value.name = '';
  flushSync();
  expect(localStorage.length).toBe(0);
});

test('a draft that cannot be read is no draft', () => {
  localStorage.setItem('draft:site:new', '{broken');
  expect(open().value.name).toBe('');
});
