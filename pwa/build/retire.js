// Keeps the assets of earlier releases for a month, for pages that were opened before this one; and makes the
// smaller forms of each file that the server sends.
import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const KEPT_MS = 30 * 86_400_000;
const SMALLER = /\.(br|gz)$/;
const COMPRESSIBLE = /\.(js|css|html|svg|webmanifest|json|txt)$/;

/** @returns {import('vite').Plugin} */
export function retire() {
  let dist = '';
  /** @type {Set<string>} */
  let current = new Set();
  return {
    name: 'retire',
    apply: 'build',
    configResolved(config) {
      dist = config.build.outDir;
    },
    writeBundle(_options, bundle) {
      current = new Set(Object.keys(bundle));
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      handler() {
        if (current.size === 0) return;
        forgetOld(dist, current);
        compress(dist);
      },
    },
  };
}

function forgetOld(/** @type {string} */ dist, /** @type {Set<string>} */ current) {
  const now = new Date();
  for (const name of readdirSync(`${dist}/assets`)) {
    const path = `${dist}/assets/${name}`;
    // A file that this release has too starts its month again when this release ends.
    if (current.has(`assets/${name.replace(SMALLER, '')}`)) utimesSync(path, now, now);
    else if (Date.now() - statSync(path).mtimeMs > KEPT_MS) rmSync(path);
  }
}

function compress(/** @type {string} */ dist) {
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const path = `${entry.parentPath}/${entry.name}`;
    if (!entry.isFile() || !COMPRESSIBLE.test(entry.name)) continue;
    if (path.includes('/assets/') && existsSync(`${path}.br`)) continue;
    const body = readFileSync(path);
    writeFileSync(`${path}.gz`, gzipSync(body, { level: 9 }));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length };
    writeFileSync(`${path}.br`, brotliCompressSync(body, { params }));
  }
}
