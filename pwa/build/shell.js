// Turns the built page into the app's shell: its CSS inside the page, so that the first paint waits for no file.

/** @returns {import('vite').Plugin} */
export function shell() {
  return {
    name: 'shell',
    apply: 'build',
    enforce: 'post',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        return html.replace(/<link rel="stylesheet"[^>]*href="\/([^"]+)"[^>]*>/g, (link, name) => {
          const file = bundle?.[name];
          if (file?.type !== 'asset') return link;
          delete bundle?.[name];
          return `<style>${file.source}</style>`;
        });
      },
    },
  };
}
