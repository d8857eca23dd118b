// Turns the built page into the app's shell: its CSS inside the page, so that the first paint waits for no file,
// and a line of script that fetches the reader's words and screen beside the app instead of after it.
import { readFileSync } from 'node:fs';

const ROUTES = new URL('../src/app/routes.ts', import.meta.url);
const ROUTE = /\bat\('\/([\w-]+)[^']*', '[\w.]+', \(\) => import\('\.\.\/([\w/]+\.svelte)'\)/g;

/** @typedef {import('rolldown').OutputBundle} Bundle */

/** @returns {import('vite').Plugin} */
export function shell() {
  return {
    name: 'shell',
    apply: 'build',
    enforce: 'post',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const inlined = html.replace(/<link rel="stylesheet"[^>]*href="\/([^"]+)"[^>]*>/g, (link, name) => {
          const file = bundle[name];
          if (file?.type !== 'asset') return link;
          delete bundle[name];
          return `<style>${file.source}</style>`;
        });
        const begun = imported(entryOf(bundle), bundle);
        const links = [...begun].map((name) => `<link rel="modulepreload" href="/${name}">`).join('');
        const script = early(words(bundle, 'first'), words(bundle, 'rest'), screens(bundle, begun));
        return inlined.replace('</head>', `${links}<script>${script}</script></head>`);
      },
    },
  };
}

function entryOf(/** @type {Record<string, any>} */ bundle) {
  return Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry);
}

/** What a chunk imports, directly or not, without waiting. */
function imported(
  /** @type {any} */ chunk,
  /** @type {Record<string, any>} */ bundle,
  /** @type {Set<string>} */ found = new Set(),
) {
  for (const name of chunk?.imports ?? []) {
    if (found.has(name)) continue;
    found.add(name);
    imported(bundle[name], bundle, found);
  }
  return found;
}

/** The files of the main screen of each address, `sites` for `/sites`, which the start does not bring anyway. */
function screens(/** @type {Record<string, any>} */ bundle, /** @type {Set<string>} */ begun) {
  const entry = entryOf(bundle)?.fileName;
  /** @type {Record<string, string[]>} */
  const found = {};
  const table = Object.values(bundle).find((one) => one.facadeModuleId?.endsWith('/src/app/routes.ts'));
  for (const [, name = '', file = ''] of readFileSync(ROUTES, 'utf8').matchAll(ROUTE)) {
    const chunk = Object.values(bundle).find((one) => one.facadeModuleId?.endsWith(`/src/${file}`));
    if (!chunk || found[name]) continue;
    found[name] = [table?.fileName, chunk.fileName, ...imported(chunk, bundle)].filter(
      (each) => each && each !== entry && !begun.has(each),
    );
  }
  return found;
}

/** The file of each language's words, of one of their halves. @returns {Record<string, string>} */
function words(/** @type {Record<string, any>} */ bundle, /** @type {'first' | 'rest'} */ half) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const file of Object.values(bundle)) {
    const [, language, part] = /virtual:messages\/(\w+)\/(\w+)$/.exec(file.facadeModuleId ?? '') ?? [];
    if (language && part === half) found[language] = file.fileName;
  }
  return found;
}

/** Chooses the language as `preferredLanguage` does. Who was never here is on the way to sign in. */
function early(
  /** @type {Record<string, string>} */ first,
  /** @type {Record<string, string>} */ rest,
  /** @type {Record<string, string[]>} */ screens,
) {
  const files = [...new Set(Object.values(screens).flat())];
  const places = Object.entries(screens).map(([name, needed]) => [name, needed.map((n) => files.indexOf(n))]);
  return `{let f=${JSON.stringify(first)},m=${JSON.stringify(rest)},n=${JSON.stringify(files)},\
s=${JSON.stringify(Object.fromEntries(places))},r;try{r=localStorage.language}catch{}\
let l=[r,...navigator.languages.map(t=>t.slice(0,2)),"ko"].find(w=>f[w]),\
p=location.pathname.split("/")[1]||(/\\bvisited=1/.test(document.cookie)?"":"sign-in"),\
a=[f[l],...(s[p]?[m[l],...s[p].map(i=>n[i])]:[])];document.documentElement.lang=l;\
for(let u of a){let e=document.createElement("link");e.rel="modulepreload";e.href="/"+u;document.head.append(e)}}`;
}
