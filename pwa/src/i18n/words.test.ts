import { expect, test } from 'vitest';
import told from '../../../backend/texts/ko.json';
import ko from '../../messages/ko.json';

/** Areas whose keys are put together from a server's code or a row's state. */
const COMPOSED = [
  'problem',
  'flag',
  'flagWhy',
  'role',
  'evidence',
  'punch',
  'start',
  'place',
  'push',
  'channel',
  'delivery',
  'people',
  'reason',
  'messaging',
  'engineWhy',
  'leaveKind',
  'anomaly',
  'payLine',
  'payRemark',
];

const sources = import.meta.glob<string>(['../**/*.{svelte,ts}', '!../**/*.gen.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

test('every text is on some screen', () => {
  const code = Object.values(sources).join('');
  const keys = Object.entries(ko)
    .filter(([area]) => !COMPOSED.includes(area))
    .flatMap(([area, texts]) => Object.keys(texts).map((name) => `${area}.${name}`));
  expect(keys.filter((key) => !code.includes(`'${key}'`))).toEqual([]);
});

test('the app has a word for every reason that the server gives', () => {
  const given = Object.keys(told).filter((key) => key.startsWith('reason.'));
  expect(given.length).toBeGreaterThan(10);
  expect(given.filter((key) => !(key.slice('reason.'.length) in ko.reason))).toEqual([]);
});
