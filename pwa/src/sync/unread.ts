/**
 * What the number on the app's icon and on the bell counts. The bell: unread notifications of all the person's
 * organisations. The icon: these, and what this phone still has to send or was refused.
 */
export function unreadIn(view: Readonly<Record<string, unknown>>): number {
  return Object.entries(view).reduce(
    (sum, [name, data]) =>
      name.endsWith('/inbox') ? sum + ((data as { unread?: number }).unread ?? 0) : sum,
    0,
  );
}
