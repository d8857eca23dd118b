// Lucide's icons stand in the page once, as symbols, and a screen names the ones it shows: a fifteenth of the
// script of the first load was drawings. They lie in a template until the first screen is there: in the page itself
// their 280 elements were styled again and again before it, a sixth of the work of a start.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const SOURCES = fileURLToPath(new URL('../src/', import.meta.url));
const ICON = /lucide-static\/icons\/([\w-]+)\.svg\?raw$/;
const IMPORTED = /lucide-static\/icons\/([\w-]+)\.svg\?raw/g;
const require = createRequire(import.meta.url);

/** `import X from 'lucide-static/icons/x.svg?raw'` gives the symbol's name. @returns {import('vite').Plugin} */
export function lucide() {
  return {
    name: 'lucide',
    enforce: 'pre',
    transform(_code, id) {
      const name = ICON.exec(id)?.[1];
      return name ? { code: `export default ${JSON.stringify(`i-${name}`)}`, map: null } : undefined;
    },
    transformIndexHtml(html) {
      return html.replace(
        '<div id="app">',
        `<template id="icons"><svg width="0" height="0" aria-hidden="true">${imported().map(symbol).join('')}</svg></template><div id="app">`,
      );
    },
  };
}

/** Every icon that a screen imports. @returns {string[]} */
function imported() {
  const names = readdirSync(SOURCES, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(svelte|ts)$/.test(entry.name))
    .flatMap((entry) => [...readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8').matchAll(IMPORTED)])
    .map(([, name]) => name ?? '');
  return [...new Set(names)].sort();
}

/** Without the licence comment (/third-party.txt has it) and without what CSS says anyway. */
function symbol(/** @type {string} */ name) {
  const svg = readFileSync(require.resolve(`lucide-static/icons/${name}.svg`), 'utf8');
  const drawing = svg
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<\/?svg[\s\S]*?>/g, '')
    .replace(/\s*\n\s*/g, '')
    .trim();
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${drawing}</symbol>`;
}
