// What the plan opens: fetched together, after the plan itself is on the screen.
export { default as ShiftSheet } from '../work/ShiftSheet.svelte';
export { default as Copies } from './Copies.svelte';
export { default as Cost } from './Cost.svelte';
export { default as DayPeople } from './DayPeople.svelte';
export { default as Publish } from './Publish.svelte';
export { default as Roster } from './Roster.svelte';
export { default as Templates } from './Templates.svelte';
export { default as Tools } from './Tools.svelte';
