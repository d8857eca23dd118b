// Vite wraps each lazy import in a helper that preloads styles and scripts. All our styles stand in the page and
// the worker holds every script, so the helper would only weigh, most of all beside the table of screens.

const HELPER = 'vite/preload-helper';
const WRAPPED = /__vitePreload\(\(\) => (import\("[^"]+"\)), __VITE_PRELOAD__\)/g;

/** @returns {import('vite').Plugin} */
export function imports() {
  return {
    name: 'plain-imports',
    apply: 'build',
    transform(_code, id) {
      if (!id.includes(HELPER)) return;
      return { code: 'export const __vitePreload = (load) => load();', map: null };
    },
    renderChunk(code) {
      const plain = code.replace(WRAPPED, '$1');
      return plain === code ? null : { code: plain, map: null };
    },
  };
}
