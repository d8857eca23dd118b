// Turns the built page into the app's shell: its CSS inside the page, so that the first paint waits for no file,
// and a line of script that fetches the words of the reader's language beside the app instead of after it.

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
        return inlined.replace(
          '</head>',
          `${preloads(bundle)}<script>${early(words(bundle))}</script></head>`,
        );
      },
    },
  };
}

/** What the entry imports, so that it is fetched beside the entry instead of after it. */
function preloads(/** @type {Record<string, any>} */ bundle) {
  /** @type {Set<string>} */
  const found = new Set();
  const follow = (/** @type {any} */ chunk) => {
    for (const name of chunk?.imports ?? []) {
      if (found.has(name)) continue;
      found.add(name);
      follow(bundle[name]);
    }
  };
  follow(Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry));
  return [...found].map((name) => `<link rel="modulepreload" href="/${name}">`).join('');
}

/** The file of each language's first words. @returns {Record<string, string>} */
function words(/** @type {Record<string, any>} */ bundle) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const file of Object.values(bundle)) {
    const language = /virtual:messages\/(\w+)\/first$/.exec(file.facadeModuleId ?? '')?.[1];
    if (language) found[language] = `/${file.fileName}`;
  }
  return found;
}

/** Chooses as `preferredLanguage` does. */
function early(/** @type {Record<string, string>} */ files) {
  return `{let f=${JSON.stringify(files)},r;try{r=localStorage.language}catch{}\
let l=[r,...navigator.languages.map(t=>t.slice(0,2)),"ko"].find(w=>f[w]),e=document.createElement("link");\
document.documentElement.lang=l;e.rel="modulepreload";e.href=f[l];document.head.append(e)}`;
}
