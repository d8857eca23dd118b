// Start order, nothing else.
import { mount } from 'svelte';
import './ui/tokens.css';
import './ui/base.css';
import App from './app/App.svelte';
import { listen } from './app/doorbell.svelte';
import { remember } from './app/hint';
import { openState, session } from './app/state.svelte';
import { takeOverAtStart, watchForUpdates } from './app/update.svelte';
import { preferredLanguage, useLanguage } from './i18n/index.svelte';
import { engine } from './sync';

/** A phone whose database hangs still gets its screen. */
const PATIENCE_MS = 1_000;

async function start(): Promise<void> {
  if (await takeOverAtStart()) return;
  const opened = openState();
  const waited = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  await Promise.all([useLanguage(preferredLanguage(), false), Promise.race([opened, waited])]);
  mount(App, { target: document.getElementById('app') ?? document.body });

  await opened;
  listen();
  await engine.sync('start');
  remember(session.account_id !== null);
  await watchForUpdates();
}

start();
