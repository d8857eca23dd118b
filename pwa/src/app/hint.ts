// A cookie of our own beside the session's, which no script can see: there may be a session here even when the
// browser has evicted the database.
import { engine } from '../sync';

const HINT = 'visited=1';
const YEAR_S = 365 * 86_400;

engine.person.maybeSignedIn = () => document.cookie.split('; ').includes(HINT);

export function remember(visited: boolean): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari
  document.cookie = `${HINT}; path=/; samesite=lax; max-age=${visited ? YEAR_S : 0}`;
}
