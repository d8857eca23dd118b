// @vitest-environment node
/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { MAX_BYTES } from './receipt';
import { compare, signedWithBrowser, signedWithLibrary, verify } from './verify';

const folder = new URL('../../../tests/timesheets/receipts/', import.meta.url);
const file = (name: string) => new Uint8Array(readFileSync(fileURLToPath(new URL(`${name}.json`, folder))));
const expected: { key: string; findings: Record<string, [string, string, number?][]> } = JSON.parse(
  new TextDecoder().decode(file('expected')),
);

describe.each([
  ['the browser', signedWithBrowser],
  ['the library', signedWithLibrary],
])('with %s', (_, isSigned) => {
  test.each(Object.entries(expected.findings))('%s is found to be what it is', async (name, findings) => {
    const verdict = await verify(file(name), [expected.key], isSigned);
    const found = verdict.findings.map(({ level, code, seq }) =>
      seq === undefined ? [level, code] : [level, code, seq],
    );
    expect(found).toEqual(findings);
    expect(verdict.holds).toBe(name.startsWith('holds'));
  });
});

test('without a known key it says what to compare', async () => {
  const verdict = await verify(file('holds'));
  expect(verdict.holds).toBe(true);
  expect(verdict.findings.find(({ level }) => level === 'note')?.words).toEqual({
    fingerprint: expected.key,
  });
  expect(
    (await verify(file('holds'), [` ${expected.key.toUpperCase().replace(/(.{4})/g, '$1 ')}`])).holds,
  ).toBe(true);
});

test('several files are held against each other', async () => {
  const [one, two, apart] = await Promise.all(
    ['holds', 'holds-goes-on', 'holds-apart'].map(async (name) => {
      const { receipt } = await verify(file(name));
      if (!receipt) throw new Error(name);
      return { name, receipt };
    }),
  );
  if (!one || !two || !apart) throw new Error('no vectors');
  expect(compare([two, one]).map(({ code }) => code)).toEqual(['stories_join']);
  expect(compare([one, apart])).toMatchObject([{ code: 'gap_between', seq: 7 }]);
  const rewritten = structuredClone(two);
  rewritten.receipt.chain.before = 'ab'.repeat(32);
  expect(compare([one, rewritten])).toMatchObject([{ code: 'stories_differ', seq: 6 }]);
});

test('the worst that fits is answered', async () => {
  const fill = (text: string) => new TextEncoder().encode(text);
  for (const worst of [
    '[]'.repeat(500_000),
    `"${'\\'.repeat(999_999)}`,
    '1'.repeat(1_000_000),
    '{"a":'.repeat(100_000),
  ]) {
    expect((await verify(fill(worst))).holds).toBe(false);
  }
  expect((await verify(new Uint8Array(MAX_BYTES + 1))).findings).toEqual([
    { level: 'fails', code: 'too_large' },
  ]);
});
