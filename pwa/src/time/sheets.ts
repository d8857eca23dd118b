// What the week opens: fetched together, after the week itself is on the screen.
export { default as Refuse } from './Refuse.svelte';
export { default as SwapSheet } from './SwapSheet.svelte';
