/** A short word about what just happened, with a way back. One at a time: the newest is the one that matters. */
export interface Toast {
  text: string;
  icon?: string;
  action?: { text: string; run: () => void };
}

/** Long enough to read and reach for the undo; the undo itself stays possible wherever the thing is listed. */
const TOAST_MS = 8_000;

let current = $state.raw<Toast | null>(null);
let timer: ReturnType<typeof setTimeout>;

/** The toast on the screen. */
export const shownToast = (): Toast | null => current;

export function toast(text: string, more: Omit<Toast, 'text'> = {}): void {
  current = { text, ...more };
  clearTimeout(timer);
  timer = setTimeout(dismiss, TOAST_MS);
}

export function dismiss(): void {
  current = null;
}
