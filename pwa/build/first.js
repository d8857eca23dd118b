// What the start needs at once of our own modules becomes one file: one dictionary for the compressor.
// Svelte's parts stay apart, so that a first visit does not load those that only later screens use.

/** @typedef {{ getModuleInfo(id: string): { importedIds: readonly string[] } | null }} Context */

const ENTRY = new URL('../src/main.ts', import.meta.url).pathname;

/** @type {Set<string> | null} */
let reached = null;

/** The chunk of a module: `app` for what the page's entry imports, directly or not, without waiting. */
export function first(/** @type {string} */ id, /** @type {Context} */ context) {
  reached ??= walk(context);
  return reached.has(id) && !id.includes('node_modules') ? 'app' : null;
}

function walk(/** @type {Context} */ context) {
  const seen = new Set(['']);
  const left = [ENTRY];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    left.push(...(context.getModuleInfo(id)?.importedIds ?? []));
  }
  return seen;
}
