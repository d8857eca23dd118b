// The words on the screen. One language is loaded at a time; changing it changes every screen at once.
import languages, { type Text } from 'virtual:languages';
import type { Messages } from './messages.gen';

export type Key = keyof Messages;
type Parameters<K extends Key> = Messages[K] extends undefined ? [] : [Messages[K]];

const REMEMBERED = 'language';
let table = $state.raw<Record<string, Text>>({});
let current = $state('ko');
let wanted = 'ko';
/** Which parts of a language's words (build/messages.js), one bit each. */
let wants = 1;
let has = 1;

/** Languages to choose from, each in its own name, the source first. */
export const languageNames = Object.entries(languages).map(([code, { name }]) => ({ code, name }));

/** The language on the screen now. */
export function language(): string {
  return current;
}

/** The remembered language, else the first of the phone's that exists, else Korean. */
export function preferredLanguage(): string {
  const wishes = [localStorage.getItem(REMEMBERED), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return wishes.find((wish): wish is string => wish !== null && wish in languages) ?? 'ko';
}

/** Shows the app in this language; unknown ones are ignored. */
export async function useLanguage(code: string, remember = true): Promise<void> {
  if (!(code in languages)) return;
  wanted = code;
  if (remember) localStorage.setItem(REMEMBERED, code);
  await show();
}

/** The words of every screen but today's, and with `NEWS` and its like those of some more. */
export async function loadRest(parts = 3): Promise<void> {
  if ((has & parts) === parts) return;
  wants |= parts;
  try {
    await show();
  } catch (error) {
    wants = has;
    throw error;
  }
}

/** Notifications and evidence; what workers ask for and are asked. */
export const NEWS = 7;
export const ASKING = 19;

/** Loads what is wanted now; when something else is wanted by the time it is here, that is loaded instead. */
async function show(): Promise<void> {
  const [code, parts] = [wanted, wants];
  const chosen = languages[code];
  if (!chosen) return;
  const loaded = await Promise.all(chosen.parts.filter((_, i) => (parts >> i) & 1).map((load) => load()));
  if (code !== wanted || parts !== wants) return show();
  table = Object.assign({}, ...loaded.map((part) => part.default));
  has = parts;
  current = code;
  document.documentElement.lang = code === 'pseudo' ? 'en' : code;
}

export function t<K extends Key>(key: K, ...parameters: Parameters<K>): string {
  return text(key, parameters[0]) ?? key;
}

/** The text for a server's code, such as `problem.already-in`; `fallback` where a newer server sends an unknown one. */
export function tCode<K extends Key>(
  area: string,
  code: string,
  fallback: K,
  ...parameters: Parameters<K>
): string {
  return text(`${area}.${code}`, parameters[0]) ?? t(fallback, ...parameters);
}

function text(key: string, parameters?: object): string | undefined {
  const entry = table[key];
  return typeof entry === 'function' ? entry((parameters ?? {}) as Record<string, string | number>) : entry;
}
