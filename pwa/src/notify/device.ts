// Pushes on this phone: asking the person, subscribing, telling the server, and telling it again.
import { NoAnswer, request } from '../api/client';
import { inAppBrowser, isInstalled, isIos } from '../app/install';
import { newId } from '../sync';
import { device, sendReceipts } from './kept';
import { bytesOf, sameKey, sent } from './subscription';

/**
 * How it stands with pushes on this phone.
 * - `in-app`: inside KakaoTalk and the like there are none; the person must open the browser.
 * - `install-first`: iOS gives pushes to apps on the home screen only.
 * - `denied`: the browser was told no, and only its settings change that.
 */
export type PushState = 'on' | 'off' | 'denied' | 'install-first' | 'in-app' | 'unsupported';

/** Told again after a day, so that the server knows which phones still live. */
const TELL_AGAIN_MS = 86_400_000;
const WANTED = 'push';

/** What this browser can, before the person is asked. Pure: the parts that decide are given. */
export function abilityOf(browser: {
  inApp: boolean;
  ios: boolean;
  installed: boolean;
  push: boolean;
  permission: NotificationPermission | undefined;
}): Exclude<PushState, 'on'> {
  if (browser.inApp) return 'in-app';
  if (browser.ios && !browser.installed) return 'install-first';
  if (!browser.push || browser.permission === undefined) return 'unsupported';
  return browser.permission === 'denied' ? 'denied' : 'off';
}

export function ability(): Exclude<PushState, 'on'> {
  return abilityOf({
    inApp: inAppBrowser() !== null,
    ios: isIos(),
    installed: isInstalled(),
    push: 'serviceWorker' in navigator && 'PushManager' in window,
    permission: 'Notification' in window ? Notification.permission : undefined,
  });
}

export async function pushState(): Promise<PushState> {
  const able = ability();
  if (able !== 'off' || Notification.permission !== 'granted' || !wanted()) return able;
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) && (await device.get()) ? 'on' : 'off';
}

const wanted = () => localStorage.getItem(WANTED) === 'on';

/** Ask, subscribe, and tell the server. Call it from a tap: browsers ask on nothing else. Throws NoAnswer. */
export async function turnOn(): Promise<PushState> {
  if ((await Notification.requestPermission()) !== 'granted') return ability();
  localStorage.setItem(WANTED, 'on');
  return (await tell({ force: true })) ? 'on' : 'off';
}

/** No more pushes on this phone; the permission itself stays with the browser. */
export async function turnOff(): Promise<void> {
  localStorage.removeItem(WANTED);
  const known = await device.get();
  await forget();
  if (known) await request('DELETE', `/api/v1/me/push-devices/${known.id}`);
}

/** Whether texts may stand on the lock screen of this phone. */
export async function showText(shows_text: boolean): Promise<boolean> {
  const known = await device.get();
  if (known) await device.put({ ...known, shows_text });
  return tell({ force: true });
}

/** At each start: what waits is sent, and the subscription told again when it is new or a day old. */
export async function start(): Promise<void> {
  await sendReceipts().catch(() => undefined);
  if ('Notification' in window && Notification.permission === 'granted' && wanted()) await tell({});
}

/** At sign-out: the next person of this phone gets nothing of this one. The session's end ends the device too. */
export async function forget(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  const subscription = await registration?.pushManager?.getSubscription();
  await subscription?.unsubscribe();
  await device.forget();
}

async function tell({ force = false }): Promise<boolean> {
  const registration = await navigator.serviceWorker.ready;
  const known = await device.get();
  let subscription = await registration.pushManager.getSubscription();
  const due =
    !known || known.endpoint !== subscription?.endpoint || Date.now() - known.told_at > TELL_AGAIN_MS;
  if (!force && !due) return true;

  const answer = await request('GET', '/api/v1/public/push-key');
  if (answer.status !== 200) throw new NoAnswer(`push key: ${answer.status}`);
  const key = bytesOf((answer.body as { key: string }).key);
  if (subscription && !sameKey(subscription, key)) {
    // The server's key was renewed: what was made for the old one is dead.
    await subscription.unsubscribe();
    subscription = null;
  }
  subscription ??= await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: key,
  });
  const id = known?.id ?? newId();
  const shows_text = known?.shows_text ?? false;
  const { status } = await request('PUT', `/api/v1/me/push-devices/${id}`, sent(subscription, shows_text));
  if (status >= 300) return false;
  await device.put({ id, endpoint: subscription.endpoint, shows_text, told_at: Date.now() });
  return true;
}
