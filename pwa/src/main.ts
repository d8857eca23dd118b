// Start order, nothing else.
import { mount } from 'svelte';
import './ui/tokens.css';
import './ui/base.css';
import App from './app/App.svelte';
import { listen } from './app/doorbell.svelte';
import { remember } from './app/hint';
import { openState, settle } from './app/state.svelte';
import { takeOverAtStart, watchForUpdates } from './app/update.svelte';
import { preferredLanguage, useLanguage } from './i18n/index.svelte';
import { engine } from './sync';

/** A phone whose database hangs still gets its screen. */
const PATIENCE_MS = 1_000;
/** So long may the question of who is signed in keep the screen empty; it is asked after an eviction only. */
const ANSWER_MS = 4_000;

async function start(): Promise<void> {
  // Each of the three waits for the browser; side by side they cost a slow phone 0.1 s less.
  const opened = openState();
  const words = useLanguage(preferredLanguage(), false);
  if (await takeOverAtStart()) return;
  const waited = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  await Promise.all([words, Promise.race([opened, waited])]);
  mount(App, { target: document.getElementById('app') ?? document.body });
  requestAnimationFrame(() => setTimeout(layOutIcons));

  await opened;
  listen();
  setTimeout(settle, ANSWER_MS);
  const outcome = await engine.sync('start').finally(settle);
  const { account_id } = await engine.held('items only');
  if (account_id || outcome === 'out') remember(account_id !== null);
  await watchForUpdates();
}

/** What build/lucide.js has put by. */
function layOutIcons(): void {
  const icons = document.getElementById('icons');
  if (icons instanceof HTMLTemplateElement) icons.replaceWith(icons.content);
}

start();
