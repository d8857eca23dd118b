// A PIN leaves the keypad only sealed for the server: the tablet itself cannot open what it keeps.

/** Seals a short text under a label; the server opens it under the same label only. */
export async function seal(key: string, label: string, text: string): Promise<string> {
  const bytes = (words: string) => new TextEncoder().encode(words);
  const spki = Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0));
  const kind = { name: 'RSA-OAEP', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('spki', spki, kind, false, ['encrypt']);
  const sealed = await crypto.subtle.encrypt(
    { name: 'RSA-OAEP', label: bytes(label) },
    imported,
    bytes(text),
  );
  return btoa(String.fromCharCode(...new Uint8Array(sealed)));
}
