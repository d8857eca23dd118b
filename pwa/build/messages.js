// ICU messages become plain functions at build time, so that the phone carries no message parser.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isPluralElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';

/** @typedef {import('@formatjs/icu-messageformat-parser').MessageFormatElement} Element */
/** @typedef {Record<string, string>} Texts */

export const SOURCE = 'ko';
const FOLDER = fileURLToPath(new URL('../messages/', import.meta.url));
const TYPES = fileURLToPath(new URL('../src/i18n/messages.gen.ts', import.meta.url));

// What the today screen can say is loaded before it; the words of other screens come after it. Those of
// notifications and of evidence are many and spoken by a few screens: they come with these. So do those of planning, and of what workers ask for.
const FIRST = new Set(['app', 'nav', 'sync', 'time', 'today', 'punch', 'flag', 'day', 'place']);
const MORE = new Set([
  ...['ask', 'inbox', 'notice', 'prefs', 'push', 'messages', 'message', 'messaging'],
  ...['evidence', 'flagWhy', 'channel', 'delivery', 'people', 'reason'],
]);
const PLANNING = new Set(['roster', 'series', 'engine', 'engineWhy', 'approve', 'leaveKind', 'office']);
const SETUP = new Set(['rules', 'facts', 'client', 'imports', 'invite', 'board', 'item', 'waiting']);
const ASKING = new Set(['offers', 'swap']);
const TIME = new Set(['avail', 'leave', 'feed']);
const VISIT = new Set(['visit', 'clientView']);
const RECORD = new Set(['fix', 'crewPunch', 'consent']);
const SHEETS = new Set(['sheet', 'anomaly', 'receipt']);
const PAY = new Set(['pay', 'payLine', 'payRemark', 'export', 'insight']);
const TABLET = new Set(['tablet']);
const TABLETS = new Set(['tablets']);
const PARTS = [
  ...['first', 'rest', 'more', 'planning', 'asking', 'setup', 'time', 'visit'],
  ...['record', 'sheets', 'pay', 'tablet', 'tablets'],
];

/** So many parts of them are loaded from the first moment on. */
const AT_HAND = 2;

/** Every language's texts, by language code. @returns {Record<string, Texts>} */
export function readMessages(folder = FOLDER) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(
    files.map((name) => [name.slice(0, -5), flatten(JSON.parse(readFileSync(folder + name, 'utf8')))]),
  );
}

/** Nested areas are allowed in the files: {"today": {"title": …}} is `today.title`. @returns {Texts} */
function flatten(/** @type {Record<string, unknown>} */ tree, prefix = '') {
  /** @type {Texts} */
  const texts = {};
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') texts[prefix + key] = value;
    else Object.assign(texts, flatten(/** @type {Record<string, unknown>} */ (value), `${prefix + key}.`));
  }
  return texts;
}

/** What a translator got wrong, one line each; empty when the build may go on. @returns {string[]} */
export function faults(/** @type {Record<string, Texts>} */ all) {
  const source = all[SOURCE] ?? {};
  /** @type {string[]} */
  const found = [];
  for (const [language, texts] of Object.entries(all)) {
    for (const key of Object.keys(source)) if (!(key in texts)) found.push(`${language}: ${key} is missing`);
    for (const [key, text] of Object.entries(texts)) {
      const original = source[key];
      if (original === undefined) found.push(`${language}: ${key} is not in ${SOURCE}.json`);
      else found.push(...messageFaults(language, key, text, original));
    }
  }
  return found;
}

/** @returns {string[]} */
function messageFaults(
  /** @type {string} */ language,
  /** @type {string} */ key,
  /** @type {string} */ text,
  /** @type {string} */ source,
) {
  try {
    const elements = read(text);
    const wanted = JSON.stringify(sorted(parameters(read(source))));
    const given = JSON.stringify(sorted(parameters(elements)));
    const wrong = wanted === given ? [] : [`${language}: ${key} has parameters ${given}, not ${wanted}`];
    return [
      ...wrong,
      ...missingForms(language, elements).map((form) => `${language}: ${key} lacks the form ${form}`),
    ];
  } catch (error) {
    return [`${language}: ${key} cannot be read: ${/** @type {Error} */ (error).message}`];
  }
}

/** Plural categories that the language has and the message forgot. @returns {string[]} */
function missingForms(/** @type {string} */ language, /** @type {Element[]} */ elements) {
  return elements.flatMap((element) => {
    if (!('options' in element)) return [];
    const nested = Object.values(element.options).flatMap((option) => missingForms(language, option.value));
    if (!isPluralElement(element)) return nested;
    const type = element.pluralType ?? 'cardinal';
    const forms = new Intl.PluralRules(language, { type }).resolvedOptions().pluralCategories;
    return [...forms.filter((form) => !(form in element.options)), ...nested];
  });
}

function read(/** @type {string} */ text) {
  return parse(text, { ignoreTag: true, requiresOtherClause: true });
}

/** Name and kind of each parameter. @returns {Record<string, 'number' | 'string'>} */
function parameters(/** @type {Element[]} */ elements) {
  /** @type {Record<string, 'number' | 'string'>} */
  const found = {};
  for (const element of elements) {
    if (element.type === TYPE.argument || element.type === TYPE.select) found[element.value] ??= 'string';
    if (element.type === TYPE.number || element.type === TYPE.plural) found[element.value] = 'number';
    if ('options' in element) {
      for (const option of Object.values(element.options)) Object.assign(found, parameters(option.value));
    }
  }
  return found;
}

/** @template T @returns {Record<string, T>} */
function sorted(/** @type {Record<string, T>} */ record) {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The module of one language: `{key: text}` or `{key: (parameters) => text}`. */
export function compile(/** @type {string} */ language, /** @type {Texts} */ texts) {
  const lines = Object.entries(texts).map(([key, text]) => {
    const elements = read(text);
    const body = expression(elements);
    return `${JSON.stringify(key)}:${Object.keys(parameters(elements)).length ? `p=>${body}` : body}`;
  });
  return `const cardinal=new Intl.PluralRules(${JSON.stringify(language)});
const ordinal=new Intl.PluralRules(${JSON.stringify(language)},{type:"ordinal"});
const number=new Intl.NumberFormat(${JSON.stringify(language)});
const plural=(rules,n,o)=>(o["="+n]||o[rules.select(n)]||o.other)();
const select=(v,o)=>(o[v]||o.other)();
export default {${lines.join(',\n')}};`;
}

/** @returns {string} */
function expression(/** @type {Element[]} */ elements, /** @type {string} */ hash = '""') {
  const parts = elements.map((element) => piece(element, hash));
  return parts.length === 0 ? '""' : parts[0]?.startsWith('"') ? parts.join('+') : ['""', ...parts].join('+');
}

/** @returns {string} */
function piece(/** @type {Element} */ element, /** @type {string} */ hash) {
  if (element.type === TYPE.literal) return JSON.stringify(element.value);
  if (element.type === TYPE.pound) return hash;
  const value = `p[${JSON.stringify('value' in element ? element.value : '')}]`;
  if (element.type === TYPE.argument) return value;
  if (element.type === TYPE.number) return `number.format(${value})`;
  if (element.type === TYPE.select) return `select(${value},${options(element.options, hash)})`;
  if (element.type === TYPE.plural) {
    const rules = element.pluralType === 'ordinal' ? 'ordinal' : 'cardinal';
    return `plural(${rules},${value},${options(element.options, `number.format(${value})`)})`;
  }
  throw new Error('dates and times are formatted by i18n/format, not inside a message');
}

function options(/** @type {Record<string, {value: Element[]}>} */ choices, /** @type {string} */ hash) {
  const entries = Object.entries(choices).map(
    ([name, option]) => `${JSON.stringify(name)}:()=>${expression(option.value, hash)}`,
  );
  return `{${entries.join(',')}}`;
}

/** Types of every key's parameters, so that a screen which forgets one does not compile. */
export function types(/** @type {Texts} */ texts) {
  const lines = Object.entries(texts).map(([key, text]) => {
    const named = Object.entries(parameters(read(text)));
    const fields = named.map(
      ([name, kind]) => `${name}: ${kind === 'number' ? 'number' : 'string | number'}`,
    );
    return `  ${JSON.stringify(key)}: ${fields.length ? `{ ${fields.join('; ')} }` : 'undefined'};`;
  });
  return `export interface Messages {\n${lines.join('\n')}\n}\n`;
}

/** English stretched by 40 % and accented: shows cut-off texts and forgotten translations. @returns {Texts} */
export function pseudo(/** @type {Texts} */ texts) {
  const accents = /** @type {Record<string, string>} */ ({ a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ú' });
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => {
      let depth = 0;
      const accented = [...text].map((letter) => {
        if (letter === '{') depth += 1;
        if (letter === '}') depth -= 1;
        return depth === 0 ? (accents[letter] ?? letter) : letter;
      });
      return [key, `[${accented.join('')} ${'~'.repeat(Math.ceil(text.length * 0.4))}]`];
    }),
  );
}

/** Writes the types, and throws when a language is incomplete. */
export function writeTypes() {
  const all = readMessages();
  const wrong = faults(all);
  if (wrong.length) throw new Error(`messages/:\n  ${wrong.join('\n  ')}`);
  mkdirSync(new URL('.', `file://${TYPES}`), { recursive: true });
  writeFileSync(TYPES, `// Written by build/messages.js.\n${types(all[SOURCE] ?? {})}`);
}

/** @returns {import('vite').Plugin} */
export function messages() {
  return {
    name: 'messages',
    buildStart() {
      writeTypes();
    },
    resolveId(id) {
      return id === 'virtual:languages' || id.startsWith('virtual:messages/') ? `\0${id}` : undefined;
    },
    load(id) {
      if (id === '\0virtual:languages') return languagesModule();
      if (!id.startsWith('\0virtual:messages/')) return undefined;
      const [language = '', name = ''] = id.slice('\0virtual:messages/'.length).split('/');
      if (name === 'further') return furtherModule(language);
      const all = readMessages();
      for (const code of Object.keys(all)) this.addWatchFile(`${FOLDER + code}.json`);
      const texts = language === 'pseudo' ? pseudo(all.en ?? {}) : (all[language] ?? {});
      return compile(language === 'pseudo' ? 'en' : language, part(texts, name));
    },
  };
}

/** @returns {Texts} */
function part(/** @type {Texts} */ texts, /** @type {string} */ name) {
  return Object.fromEntries(
    Object.entries(texts).filter(([key]) => partOf(key.split('.')[0] ?? '') === name),
  );
}

function partOf(/** @type {string} */ area) {
  if (FIRST.has(area)) return 'first';
  if (MORE.has(area)) return 'more';
  if (PLANNING.has(area)) return 'planning';
  if (SETUP.has(area)) return 'setup';
  if (TIME.has(area)) return 'time';
  if (VISIT.has(area)) return 'visit';
  if (RECORD.has(area)) return 'record';
  if (SHEETS.has(area)) return 'sheets';
  if (PAY.has(area)) return 'pay';
  if (TABLET.has(area)) return 'tablet';
  if (TABLETS.has(area)) return 'tablets';
  return ASKING.has(area) ? 'asking' : 'rest';
}

/** Each language in its own name, and how to load it. The pseudo-locale only where a test asks for it. */
function languagesModule() {
  const found = Object.keys(readMessages()).sort((a, b) => Number(b === SOURCE) - Number(a === SOURCE));
  const all = process.env.PUMASI_E2E_PSEUDO ? [...found, 'pseudo'] : found;
  const entries = all.map((language) => {
    const name =
      language === 'pseudo' ? 'Pseudo' : new Intl.DisplayNames([language], { type: 'language' }).of(language);
    const parts = PARTS.slice(0, AT_HAND).map((part) => loading(language, part));
    return `${JSON.stringify(language)}:{name:${JSON.stringify(name)},parts:[${parts},...further(${loading(language, 'further')})]}`;
  });
  const further = `Array.from({length:${PARTS.length - AT_HAND}},(_,i)=>async()=>(await load()).default[i]())`;
  return `const further=(load)=>${further};export default {${entries.join(',')}};`;
}

/** The parts that few screens speak are listed apart: their addresses, in every language, would be in the first load. */
function furtherModule(/** @type {string} */ language) {
  return `export default [${PARTS.slice(AT_HAND).map((part) => loading(language, part))}];`;
}

function loading(/** @type {string} */ language, /** @type {string} */ part) {
  return `()=>import("virtual:messages/${language}/${part}")`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeTypes();
