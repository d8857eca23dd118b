import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

export default {
  preprocess: vitePreprocess({ script: false }),
  compilerOptions: {
    runes: true,
    // Every element carries its scope's name: the short form saves half a kilobyte of the first load.
    cssHash: ({ hash, css }) => `s-${hash(css).slice(0, 4)}`,
  },
};
