// Coming and going: who is signed in on this phone.
import { NoAnswer, type Reply, request } from '../api/client';
import { engine } from '../sync';
import { Entrance } from '../sync/entrance';
import { remember } from './hint';

const entrance = new Entrance(engine.parts);

export function requestCode(phone: string): Promise<Reply> {
  return request('POST', '/api/v1/sign-in/codes', { phone });
}

/** Sign in with the code of the SMS. The answer's status says how it went; throws NoAnswer. */
export async function signIn(body: { phone: string; code: string; name?: string; link?: true }) {
  return enter('/api/v1/sign-in/sessions', body);
}

/** Sign in with a passkey of this phone; throws what the browser throws when the person turns away. */
export async function signInWithPasskey() {
  const { askForPasskey } = await import('./passkeys');
  const options = await request('POST', '/api/v1/sign-in/passkey-options', {});
  if (options.status !== 200) return options;
  const { challenge_id, ...rest } = options.body as { challenge_id: string };
  return enter('/api/v1/sign-in/passkey-sessions', { challenge_id, credential: await askForPasskey(rest) });
}

/** Leave for a provider's page; the person comes back signed in, perhaps as somebody else. */
export async function startProvider(name: string): Promise<void> {
  await entrance.expectSomebody();
  await tellOfPhoneAgain();
  location.assign(`/api/v1/sign-in/providers/${encodeURIComponent(name)}/start`);
}

async function enter(path: string, body: unknown) {
  engine.interrupt();
  const answer = await entrance.signIn((wire) => wire.request('POST', path, body));
  if (answer.status < 300) {
    remember(true);
    await tellOfPhoneAgain();
  }
  engine.wake('signed-in');
  return answer;
}

async function tellOfPhoneAgain(): Promise<void> {
  await import('../notify/kept').then(({ device }) => device.outdate()).catch(() => undefined);
}

/** With unsent writes, `ask` only answers how many; `keep` leaves them here until the person is back. */
export async function signOut(choice: 'ask' | 'discard' | 'keep') {
  engine.interrupt();
  const result = await entrance.signOut(choice);
  if (!result.done) return result;
  await import('../notify/device').then(({ forget }) => forget()).catch(() => undefined);
  remember(false);
  await globalThis.caches?.delete('own-record').catch(() => undefined);
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith('draft:') || key === 'org' || key === 'push') localStorage.removeItem(key);
  }
  engine.wake('tap');
  return result;
}

export const othersWaiting = () => entrance.othersWaiting();
export const discardOthers = () => entrance.discardOthers();
export { NoAnswer };
