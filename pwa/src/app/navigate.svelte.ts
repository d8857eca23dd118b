// Where the person is: the path, and moving along it without loading the page again.

let url = $state.raw(new URL(location.href));

export const place = {
  get path(): string {
    return url.pathname;
  },
  get query(): URLSearchParams {
    return url.searchParams;
  },
};

/** Opens a screen of the app; `replace` where going back to the screen before would make no sense. */
export function go(to: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', to);
  else history.pushState({ inside: true }, '', to);
  arrive();
}

/** Back to where the person came from, or to `home` when the app was opened here. */
export function back(home: string): void {
  if (history.state?.inside) history.back();
  else go(home, { replace: true });
}

function arrive(): void {
  url = new URL(location.href);
}

/** Lets ordinary links and the back button move inside the app. */
export function followLinks(): () => void {
  window.addEventListener('popstate', arrive);
  document.addEventListener('click', follow);
  return () => {
    window.removeEventListener('popstate', arrive);
    document.removeEventListener('click', follow);
  };
}

function follow(event: MouseEvent): void {
  const link = (event.target as Element).closest?.('a');
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || event.defaultPrevented || link.target || link.hasAttribute('download')) return;
  const target = new URL(link.href);
  if (target.origin !== location.origin || target.pathname.startsWith('/api/') || link.hash) return;
  event.preventDefault();
  go(target.pathname + target.search);
}

/** Reads `/sites/:id` against `/sites/7`: the named parts, or null when the path is another one. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const names = pattern.split('/');
  const parts = (path.length > 1 ? path.replace(/\/$/, '') : path).split('/');
  if (names.length !== parts.length) return null;
  const found: Record<string, string> = {};
  for (const [i, name] of names.entries()) {
    const part = parts[i] ?? '';
    if (name.startsWith(':')) found[name.slice(1)] = decoded(part);
    else if (name !== part) return null;
  }
  return found;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
