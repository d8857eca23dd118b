// Lucide's icons without their boilerplate: the licence comment (see THIRD-PARTY in public/) and what CSS says anyway.

const ICON = /lucide-static\/icons\/[\w-]+\.svg\?raw$/;

/** @returns {import('vite').Plugin} */
export function lucide() {
  return {
    name: 'lucide',
    enforce: 'pre',
    async transform(code, id) {
      if (!ICON.test(id)) return undefined;
      return {
        code: code.replace(/`[^`]*`|"(?:[^"\\]|\\.)*"/, (text) => JSON.stringify(bare(text))),
        map: null,
      };
    },
  };
}

function bare(/** @type {string} */ literal) {
  const svg = literal.startsWith('`') ? literal.slice(1, -1) : JSON.parse(literal);
  return svg
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<svg[\s\S]*?>/, '<svg viewBox="0 0 24 24">')
    .replace(/\s*\n\s*/g, '')
    .trim();
}
