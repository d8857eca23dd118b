import { expect, test } from 'vitest';
import { compile, faults, pseudo } from './messages.js';

/** @returns {Promise<Record<string, any>>} */
async function run(/** @type {string} */ language, /** @type {Record<string, string>} */ texts) {
  const code = compile(language, texts);
  return (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`)).default;
}

test('a message without parameters is its text', async () => {
  expect(await run('ko', { a: '출근' })).toEqual({ a: '출근' });
});

test('parameters, plural forms, exact numbers, choices', async () => {
  const { people, choice, order } = await run('en', {
    people: 'Hello {name}, {n, plural, =0 {nobody} one {# person} other {# people}} waiting',
    choice: '{kind, select, in {on site} other {gone}}',
    order: '{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}',
  });
  expect(people({ name: 'Kim', n: 0 })).toBe('Hello Kim, nobody waiting');
  expect(people({ name: 'Kim', n: 1 })).toBe('Hello Kim, 1 person waiting');
  expect(people({ name: 'Kim', n: 1200 })).toBe('Hello Kim, 1,200 people waiting');
  expect(choice({ kind: 'in' })).toBe('on site');
  expect(choice({ kind: 'x' })).toBe('gone');
  expect(order({ n: 22 })).toBe('22nd');
});

test.each([
  ['a missing key', { ko: { a: '가' }, en: {} }, 'en: a is missing'],
  ['an extra key', { ko: {}, en: { a: 'A' } }, 'en: a is not in ko.json'],
  [
    'another parameter',
    { ko: { a: '{n}' }, en: { a: '{m}' } },
    'en: a has parameters {"m":"string"}, not {"n":"string"}',
  ],
  [
    'a missing plural form',
    { ko: { a: '{n, plural, other {#}}' }, en: { a: '{n, plural, other {#}}' } },
    'en: a lacks the form one',
  ],
])('%s stops the build', (_, all, line) => {
  expect(faults(/** @type {any} */ (all))).toEqual([line]);
});

test('the pseudo-locale is longer and keeps its parameters', async () => {
  const { a } = await run('en', pseudo({ a: 'Hello {name}' }));
  expect(a({ name: 'Kim' })).toBe('[Hélló Kim ~~~~~]');
});
