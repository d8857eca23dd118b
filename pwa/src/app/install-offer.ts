// The browser's offer to install comes once and early; it is kept until somebody wants it.

interface InstallPrompt extends Event {
  prompt(): Promise<void>;
  userChoice: Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

let offered: InstallPrompt | null = null;
const listeners = new Set<() => void>();

export function watchInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offer(event as InstallPrompt);
  });
  addEventListener('appinstalled', () => offer(null));
}

function offer(prompt: InstallPrompt | null): void {
  offered = prompt;
  for (const tell of listeners) tell();
}

/** Calls back when the way to install may have changed. */
export function onInstallChange(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

/** Takes the offer away to show it; null when there is none. */
export function takeOffer(): InstallPrompt | null {
  const prompt = offered;
  if (prompt) offer(null);
  return prompt;
}

export const hasOffer = (): boolean => offered !== null;
