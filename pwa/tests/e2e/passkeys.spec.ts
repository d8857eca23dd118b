// A fingerprint as the second way in, with the authenticator that Chromium brings for tests.
import { expect, test } from '@playwright/test';
import { Phone } from './phone';
import { Screen } from './screen';
import { BASE, Firm } from './world';

/** Passkeys belong to a name; an address of numbers has none. */
const NAMED = BASE.replace('127.0.0.1', 'localhost');

let phone: Phone;
let screen: Screen;
let finger: (willing: boolean) => Promise<unknown>;
let stored: () => Promise<unknown[]>;

test.beforeEach(async () => {
  const firm = await Firm.found();
  phone = await Phone.on(undefined, undefined, { baseURL: NAMED });
  screen = new Screen(await phone.open('/account/passkeys'));
  const session = await phone.context.newCDPSession(screen.page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
      ...{ hasUserVerification: true, isUserVerified: true },
    },
  });
  finger = (isUserVerified) => session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
  stored = async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
  await screen.signIn(firm.worker);
  await screen.isAt('account.passkeys');
});

test.afterEach(() => phone.off());

async function signOut() {
  await screen.page.goto('/account');
  await screen.press('account.signOut');
  await screen.isAt('signIn.title');
}

test('a fingerprint is added, and opens the app after signing out', async () => {
  await screen.sees('account.passkeyNone');
  await screen.press('account.passkeyAdd');
  await screen.sees('account.passkeyAdded');
  expect(await stored()).toHaveLength(1);

  await signOut();
  await screen.press('signIn.passkey');
  await expect(screen.button('signIn.passkey')).toBeHidden();
  await screen.page.goto('/');
  await expect(screen.text('today.hello', { name: '이순자' })).toBeVisible();
});

test('one that was removed on the account opens nothing', async () => {
  await screen.press('account.passkeyAdd');
  await screen.page.getByRole('button', { name: screen.say('common.remove') }).click();
  await screen.sees('account.passkeyNone');
  await signOut();
  await screen.press('signIn.passkey');
  await screen.sees('signIn.passkeyFailed');
  await screen.isAt('signIn.title');
});

test('somebody else’s finger neither adds nor opens', async () => {
  await finger(false);
  await screen.press('account.passkeyAdd');
  await screen.sees('account.passkeyFailed');
  await finger(true);
  await screen.press('account.passkeyAdd');
  await screen.sees('account.passkeyAdded');
  await finger(false);
  await signOut();
  await screen.press('signIn.passkey');
  await screen.sees('signIn.passkeyFailed');
});
