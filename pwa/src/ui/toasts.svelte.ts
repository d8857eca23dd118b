/** A short word about what just happened, with a way back. It waits for the person: only harmless ones leave by themselves. */
export interface Toast {
  id: number;
  text: string;
  icon?: string;
  action?: { text: string; run: () => void };
}

/** Long enough to read and reach for the undo; the undo itself stays possible wherever the thing is listed. */
export const TOAST_MS = 8_000;

export const toasts = $state<Toast[]>([]);
let last = 0;

export function toast(text: string, more: Omit<Toast, 'id' | 'text'> = {}): void {
  const id = ++last;
  toasts.splice(0, toasts.length, { id, text, ...more });
  setTimeout(() => dismiss(id), TOAST_MS);
}

export function dismiss(id: number): void {
  const at = toasts.findIndex((shown) => shown.id === id);
  if (at >= 0) toasts.splice(at, 1);
}
