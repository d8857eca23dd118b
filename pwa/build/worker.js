// Builds the service worker as one plain file that knows every file of its release.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { release } from './release.js';

const SOURCES = fileURLToPath(new URL('../src/worker/', import.meta.url));

/** The page is kept as `/`; the others are for visitors that keep nothing. */
const NOT_KEPT = new Set(['index.html', 'robots.txt', 'third-party.txt']);

/** @returns {import('vite').Plugin} */
export function worker() {
  /** @type {string[]} */
  let files = [];
  let dist = '';
  let publicFolder = '';
  return {
    name: 'worker',
    apply: 'build',
    configResolved(config) {
      dist = config.build.outDir;
      publicFolder = config.publicDir;
    },
    writeBundle(_options, bundle) {
      const built = Object.keys(bundle).filter((name) => !NOT_KEPT.has(name));
      files = ['/', ...[...built, ...publicFiles(publicFolder)].map((name) => `/${name}`)].sort();
    },
    async closeBundle() {
      if (files.length === 0) return;
      await one('sw.ts', 'sw.js', files, dist);
      await one('off.ts', 'sw-off.js', [], dist);
    },
  };
}

/** What browsers ask for by a fixed name. @returns {string[]} */
function publicFiles(/** @type {string} */ folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !NOT_KEPT.has(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.length + 1));
}

async function one(
  /** @type {string} */ source,
  /** @type {string} */ name,
  /** @type {string[]} */ files,
  /** @type {string} */ dist,
) {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define: { __VERSION__: JSON.stringify(release()), __FILES__: JSON.stringify(files) },
    build: {
      outDir: dist,
      emptyOutDir: false,
      target: ['chrome100', 'safari16.4'],
      rolldownOptions: { input: SOURCES + source, output: { format: 'iife', entryFileNames: name } },
    },
  });
}
