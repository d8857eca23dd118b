// The JavaScript that a first visit to each screen loads, gzipped, against the budget.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const KB = 1024;
const BUDGET = { today: 40 * KB, any: 60 * KB };

const page = readFileSync(`${DIST}index.html`, 'utf8');
/** @type {Record<string, string>} */
const code = Object.fromEntries(
  current().map((name) => [name, readFileSync(`${DIST}assets/${name}`, 'utf8')]),
);

/** Only this release's files: the worker lists them. @returns {string[]} */
function current() {
  const worker = readFileSync(`${DIST}sw.js`, 'utf8');
  return readdirSync(`${DIST}assets`).filter(
    (name) => name.endsWith('.js') && worker.includes(`/assets/${name}`),
  );
}

/** A file and all that it imports at once. @returns {Set<string>} */
function reached(/** @type {string[]} */ names, /** @type {Set<string>} */ seen = new Set()) {
  for (const name of names) {
    if (seen.has(name) || code[name] === undefined) continue;
    seen.add(name);
    const imports = [...code[name].matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g)];
    reached(
      imports.map(([, file]) => file ?? ''),
      seen,
    );
  }
  return seen;
}

function dynamic(/** @type {string} */ text) {
  return [...text.matchAll(/import\(["'`]\.\/([^"'`]+\.js)["'`]\)/g)].map(([, name]) => name ?? '');
}

const weights = Object.fromEntries(Object.entries(code).map(([name, text]) => [name, gzipSync(text).length]));
const weight = (/** @type {Iterable<string>} */ names) =>
  [...names].reduce((sum, name) => sum + (weights[name] ?? 0), 0);

const entry = /src="\/assets\/([^"]+\.js)"/.exec(page)?.[1] ?? '';
const largest = (/** @type {string} */ start) =>
  Object.keys(code)
    .filter((name) => name.startsWith(start))
    .sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0))[0] ?? '';
const words = { first: largest('first-'), rest: largest('rest-') };
/** Screens that name words of the further parts (build/messages.js). @type {[string, RegExp][]} */
const FURTHER = [
  [largest('more-'), /["'`](evidence|ask|inbox|notice|prefs|push|messages?|messaging)\./],
  [largest('planning-'), /["'`](roster|series|engine|engineWhy|approve|leaveKind|office)\.\w/],
  [largest('setup-'), /["'`](rules|facts|client|imports|invite|board|item|waiting)\.\w/],
  [largest('asking-'), /["'`](offers|swap)\.\w/],
  [largest('time-'), /["'`](avail|leave|feed)\.\w/],
  [largest('visit-'), /["'`](visit|clientView)\.\w/],
  [largest('record-'), /["'`](fix|crewPunch|consent)\.\w/],
  [largest('sheets-'), /["'`](sheet|anomaly|receipt)\.\w/],
  [largest('pay-'), /["'`](pay|payLine|payRemark|export|insight)\.\w/],
  [largest('tablet-'), /["'`]tablet\.\w/],
  [largest('tablets-'), /["'`]tablets\.\w/],
];
const wordsOf = (/** @type {string} */ name) => [
  ...Object.values(words),
  ...FURTHER.filter(([, speaks]) => speaks.test(code[name] ?? '')).map(([part]) => part),
];

const today = reached([entry, words.first]);
/** The table of screens, fetched beside today's. */
const table = largest('routes-');
const lazy = new Set([...today, table].flatMap((name) => dynamic(code[name] ?? '')));
/** The rarer screens of the office, and those of what workers ask for, are each reached by way of one. */
const ways = { office: way('Office-'), my: way('Mine-') };

function way(/** @type {string} */ start) {
  return [...lazy].find((name) => name.startsWith(start)) ?? '';
}

const screens = [...lazy].filter(
  (name) => !/^(first|rest|more|planning|asking|setup|time|visit|routes)-/.test(name),
);
const rows = [
  { screen: 'today', bytes: weight(today), budget: BUDGET.today },
  ...screens.map((name) => ({
    screen: name.replace(/-[\w-]{8}\.js$/, ''),
    bytes: weight(reached([entry, table, ...wordsOf(name), name])),
    budget: BUDGET.any,
  })),
  ...Object.entries(ways).flatMap(([path, by]) =>
    [...reached([by])]
      .flatMap((name) => dynamic(code[name] ?? ''))
      .filter((name) => !lazy.has(name))
      .map((name) => ({
        screen: `${path}/${name.replace(/-[\w-]{8}\.js$/, '')}`,
        bytes: weight(reached([entry, table, by, ...wordsOf(name), name])),
        budget: BUDGET.any,
      })),
  ),
].sort((a, b) => b.bytes - a.bytes);

const over = rows.filter(({ bytes, budget }) => bytes > budget);
for (const { screen, bytes, budget } of rows) {
  const mark = bytes > budget ? '  over budget' : '';
  console.log(`${screen.padEnd(24)} ${(bytes / KB).toFixed(1).padStart(5)} KB of ${budget / KB}${mark}`);
}
for (const name of [...today].sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0))) {
  console.log(`  today loads ${name.padEnd(34)} ${((weights[name] ?? 0) / KB).toFixed(1).padStart(5)} KB`);
}
if (entry === '' || rows.length < 2) throw new Error('dist/ holds no app: run `npm run build` first');
if (over.length) process.exit(1);
