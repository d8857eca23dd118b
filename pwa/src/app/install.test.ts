import { expect, test } from 'vitest';
import { inAppBrowser, outsideAddress, wayToInstall } from './install';

const KAKAO =
  'Mozilla/5.0 (Linux; Android 14; SM-A155N) AppleWebKit/537.36 Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36 KAKAOTALK/11.2.0';
const NAVER =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1 NAVER(inapp; search; 2000; 12.5.0; 14)';
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1';
const IPAD =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15';
const CHROME_IOS = SAFARI.replace('Version/17.5', 'CriOS/130.0');
const SAMSUNG =
  'Mozilla/5.0 (Linux; Android 14; SM-A155N) AppleWebKit/537.36 SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36';
const DESK = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36';

test.each([
  [KAKAO, 5, 'in-app'],
  [NAVER, 5, 'in-app'],
  [SAFARI, 5, 'ios-safari'],
  [IPAD, 5, 'ios-safari'],
  [IPAD, 0, 'desktop'],
  [CHROME_IOS, 5, 'ios-other'],
  [SAMSUNG, 5, 'android'],
  [DESK, 0, 'desktop'],
])('%s with %i touches: %s', (agent, touches, way) => {
  expect(wayToInstall(agent, touches)).toBe(way);
});

test('out of the in-app browser', () => {
  expect(inAppBrowser(KAKAO)).toBe('KakaoTalk');
  expect(outsideAddress('https://x.kr/join/a', KAKAO)).toBe(
    'kakaotalk://web/openExternal?url=https%3A%2F%2Fx.kr%2Fjoin%2Fa',
  );
  expect(outsideAddress('https://x.kr/join/a?b=1', SAMSUNG)).toBe(
    'intent://x.kr/join/a?b=1#Intent;scheme=https;action=android.intent.action.VIEW;end',
  );
  expect(outsideAddress('https://x.kr/', NAVER)).toBeNull();
});
