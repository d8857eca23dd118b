// The licences of what is shipped inside the app's files, as they ask for: /third-party.txt.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MODULES = fileURLToPath(new URL('../node_modules/', import.meta.url));
/** Drawings come from the page, not from a chunk. */
const ALWAYS = ['lucide-static'];

/** @returns {import('vite').Plugin} */
export function licences() {
  return {
    name: 'licences',
    apply: 'build',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
      const names = modules.map((id) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1] ?? '');
      const shipped = [...new Set([...ALWAYS, ...names])].filter(Boolean).sort();
      const source = shipped.map((name) => `${name}\n\n${licenceOf(name)}`).join('\n\n--------\n\n');
      this.emitFile({ type: 'asset', fileName: 'third-party.txt', source });
    },
  };
}

function licenceOf(/** @type {string} */ name) {
  const file = readdirSync(MODULES + name).find((each) => /^licen[cs]e/i.test(each));
  if (!file) throw new Error(`${name} ships no licence text`);
  return readFileSync(`${MODULES}${name}/${file}`, 'utf8').trim();
}
