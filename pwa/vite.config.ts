import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';
import { first } from './build/first.js';
import { imports } from './build/imports.js';
import { licences } from './build/licences.js';
import { lucide } from './build/lucide.js';
import { messages } from './build/messages.js';
import { release } from './build/release.js';
import { retire } from './build/retire.js';
import { shell } from './build/shell.js';
import { worker } from './build/worker.js';

const BACKEND = process.env.PUMASI_BASE_URL ?? 'http://127.0.0.1:8000';

const SVELTE_PARTS = /svelte\/src\/internal\/(client\/(dom|reactivity)|shared)\//;

export default defineConfig({
  plugins: [svelte(), lucide(), messages(), licences(), imports(), shell(), worker(), retire()],
  define: { __VERSION__: JSON.stringify(release()) },
  server: { proxy: { '/api': BACKEND, '/health': BACKEND } },
  build: {
    target: ['chrome100', 'safari16.4'],
    assetsInlineLimit: 0,
    // build/retire.js decides what goes: pages of the release before may still ask for their files.
    emptyOutDir: false,
    // All styles stand in the page (17 KB), and the worker holds every chunk: preload lists would only weigh.
    cssCodeSplit: false,
    // Svelte does not say so itself, but what no screen of a chunk uses may be left out of it (2.6 KB gzip).
    rolldownOptions: {
      treeshake: { moduleSideEffects: (id) => !SVELTE_PARTS.test(id) },
      output: { codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: first }] } },
    },
    modulePreload: false,
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'sync',
          environment: 'node',
          include: ['src/{sync,worker,api}/**/*.test.ts', 'build/**/*.test.js'],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        plugins: [svelteTesting()],
        test: {
          name: 'screens',
          environment: 'happy-dom',
          include: [
            'src/{app,ui,work,plan,people,clients,time,visit,record,sheets,pay,account,notify,market,device,i18n}/**/*.test.ts',
          ],
        },
      },
    ],
  },
});
