import base from './playwright.config';

/** What is measured rather than passed; `make bench` runs it. */
export default { ...base, testMatch: '*.bench.ts', timeout: 180_000 };
