/// <reference types="svelte" />
/// <reference types="vite/client" />

declare module 'virtual:languages' {
  type Text = string | ((parameters: Record<string, string | number>) => string);
  const languages: Record<string, { name: string; load: () => Promise<{ default: Record<string, Text> }> }>;
  export default languages;
}

declare const __VERSION__: string;
