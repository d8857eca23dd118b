// A browser's push subscription as the server wants it. For the page and the worker.

/** Bytes from base64url. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

export function base64url(bytes: ArrayBuffer | null): string {
  const plain = String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0)));
  return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** Whether it was made for this key of the server; a browser that does not say is believed. */
export function sameKey(subscription: PushSubscription, key: Uint8Array): boolean {
  const made = subscription.options?.applicationServerKey;
  return !made || base64url(made) === base64url(key.slice().buffer);
}

export function sent(subscription: PushSubscription, shows_text: boolean) {
  return {
    endpoint: subscription.endpoint,
    p256dh: base64url(subscription.getKey('p256dh')),
    auth: base64url(subscription.getKey('auth')),
    shows_text,
  };
}
