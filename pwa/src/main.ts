// Start order, nothing else.
import { mount } from 'svelte';
import App from './app/App.svelte';
import { preferredLanguage, useLanguage } from './i18n/index.svelte';

await useLanguage(preferredLanguage(), false);
mount(App, { target: document.getElementById('app') ?? document.body });
