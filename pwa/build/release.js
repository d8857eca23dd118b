// The name of a release: its version and a hash of what it is made of, so that the same sources give the same name.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const SOURCES = ['src', 'messages', 'public', 'build'];
const FILES = ['index.html', 'package-lock.json', 'vite.config.ts'];

/** `0.1.0+3f2a9c81`. PUMASI_E2E_RELEASE makes another release of the same sources, for the tests of updates. */
export function release() {
  const { version } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));
  const hash = createHash('sha256').update(process.env.PUMASI_E2E_RELEASE ?? '');
  for (const path of paths()) hash.update(path).update(readFileSync(ROOT + path));
  return `${version}+${hash.digest('hex').slice(0, 8)}`;
}

function paths() {
  const inside = SOURCES.flatMap((folder) =>
    readdirSync(ROOT + folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.gen.ts') && !entry.name.includes('.test.'))
      .map((entry) => `${entry.parentPath}/${entry.name}`.slice(ROOT.length)),
  );
  return [...FILES, ...inside].sort();
}
