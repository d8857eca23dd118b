/// <reference types="svelte" />
/// <reference types="vite/client" />

declare module 'virtual:languages' {
  export type Text = string | ((parameters: Record<string, string | number>) => string);
  type Load = () => Promise<{ default: Record<string, Text> }>;
  const languages: Record<string, { name: string; parts: Load[] }>;
  export default languages;
}
