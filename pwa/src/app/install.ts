import { hasOffer, takeOffer } from './install-offer';

/** How the app gets onto the home screen: each platform has its own way, and in-app browsers have none. */

export type Way = 'installed' | 'prompt' | 'ios-safari' | 'ios-other' | 'in-app' | 'android' | 'desktop';

/** Shows the browser's own question; true when the person said yes. */
export async function promptInstall(): Promise<boolean> {
  const prompt = takeOffer();
  if (!prompt) return false;
  await prompt.prompt();
  return (await prompt.userChoice).outcome === 'accepted';
}

const IN_APP: [RegExp, string][] = [
  [/KAKAOTALK/i, 'KakaoTalk'],
  [/NAVER\(inapp/i, 'Naver'],
  [/\bBAND\//i, 'Band'],
  [/\bLine\//i, 'LINE'],
  [/Instagram/i, 'Instagram'],
  [/FBA[NV]|FB_IAB/i, 'Facebook'],
  [/DaumApps/i, 'Daum'],
];

/** The name of the app around us, when the page runs in one's built-in browser. */
export function inAppBrowser(agent = navigator.userAgent): string | null {
  return IN_APP.find(([mark]) => mark.test(agent))?.[1] ?? null;
}

export function isIos(agent = navigator.userAgent, touches = navigator.maxTouchPoints): boolean {
  // iPads call themselves Macs, but no Mac has a touch screen.
  return /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && touches > 1);
}

export function isInstalled(): boolean {
  return (
    matchMedia('(display-mode: standalone)').matches ||
    ('standalone' in navigator && navigator.standalone === true)
  );
}

/** The way for this browser, by what it is and what it has offered. */
export function wayToInstall(agent = navigator.userAgent, touches = navigator.maxTouchPoints): Way {
  if (isInstalled()) return 'installed';
  if (inAppBrowser(agent)) return 'in-app';
  if (hasOffer()) return 'prompt';
  if (isIos(agent, touches)) return /CriOS|FxiOS|EdgiOS|Whale/.test(agent) ? 'ios-other' : 'ios-safari';
  return /Android/.test(agent) ? 'android' : 'desktop';
}

/** An address that leads out of the in-app browser into the phone's own, or null where there is none. */
export function outsideAddress(url: string, agent = navigator.userAgent): string | null {
  if (/KAKAOTALK/i.test(agent)) return `kakaotalk://web/openExternal?url=${encodeURIComponent(url)}`;
  if (!/Android/.test(agent)) return null;
  const { protocol, host, pathname, search } = new URL(url);
  return `intent://${host}${pathname}${search}#Intent;scheme=${protocol.slice(0, -1)};action=android.intent.action.VIEW;end`;
}
