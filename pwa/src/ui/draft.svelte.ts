/** What is typed into a form survives a closed tab, a call, an empty battery: it is kept on the phone until it is sent. */

const PREFIX = 'draft:';

export interface Kept<T> {
  value: T;
  /** Forget it: the form was sent or given up. */
  drop(): void;
}

/** A draft by name, `fresh` where nothing was typed before. Call it while a component starts. */
export function draft<T extends object>(name: string, fresh: T): Kept<T> {
  const key = PREFIX + name;
  const value = $state({ ...fresh, ...read<T>(key) });
  let dropped = false;
  $effect(() => {
    const text = JSON.stringify(value);
    if (dropped) return;
    if (text === JSON.stringify(fresh)) localStorage.removeItem(key);
    else write(key, text);
  });
  return {
    value,
    drop() {
      dropped = true;
      localStorage.removeItem(key);
    },
  };
}

function read<T>(key: string): Partial<T> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}');
  } catch {
    return {};
  }
}

function write(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // A full phone loses the draft, not the form on the screen.
  }
}
