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

/** The questions of pay are asked by the setting's name: `q_…`, its reason, its example, and `a_…` its answers. */
const ASKED = /^pay\.(q|why|ex|a)_/;

const sources = import.meta.glob<string>(['../**/*.{svelte,ts}', '!../**/*.gen.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

test('every text is on some screen', () => {
  const code = Object.values(sources).join('');
  // A key that is put together counts where some of it stands there: `export.kind_${one}`, not `export.${one}`.
  const composed = [...code.matchAll(/`(\w+\.(?:\w+\$\{[^`}]*\}\w*|\$\{[^`}]*\}\w+))`/g)].map(
    ([, key]) => new RegExp(`^${(key ?? '').replace('.', '\\.').replace(/\$\{[^}]*\}/g, '\\w+')}$`),
  );
  const keys = Object.entries(ko)
    .filter(([area]) => !COMPOSED.includes(area))
    .flatMap(([area, texts]) => Object.keys(texts).map((name) => `${area}.${name}`))
    .filter((key) => !ASKED.test(key));
  expect(keys.filter((key) => !code.includes(`'${key}'`) && !composed.some((one) => one.test(key)))).toEqual(
    [],
  );
});

test('the app has a word for every reason that the server gives', () => {
  const given = Object.keys(told).filter((key) => key.startsWith('reason.'));
  expect(given.length).toBeGreaterThan(10);
  expect(given.filter((key) => !(key.slice('reason.'.length) in ko.reason))).toEqual([]);
});
