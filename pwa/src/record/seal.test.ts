import { expect, test } from 'vitest';
import { seal } from './seal';

test('what is sealed opens with the private key under the same label only, and looks new each time', async () => {
  const kind = {
    name: 'RSA-OAEP',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  };
  const { publicKey, privateKey } = await crypto.subtle.generateKey(kind, true, ['encrypt', 'decrypt']);
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
  const key = btoa(String.fromCharCode(...spki));

  const sealed = await seal(key, 'punch lee', '2580');
  expect(sealed).toHaveLength(344);
  expect(sealed).not.toBe(await seal(key, 'punch lee', '2580'));
  const bytes = Uint8Array.from(atob(sealed), (letter) => letter.charCodeAt(0));
  const open = (label: string) =>
    crypto.subtle.decrypt({ name: 'RSA-OAEP', label: new TextEncoder().encode(label) }, privateKey, bytes);
  expect(new TextDecoder().decode(await open('punch lee'))).toBe('2580');
  await expect(open('punch choi')).rejects.toThrow();
});
