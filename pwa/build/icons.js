// Draws the app's mark and its pictures: four pieces of cloth sewn into one. Run by hand (`npm run icons`), kept in git.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const FOLDER = fileURLToPath(new URL('../public/icons/', import.meta.url));
const COLOURS = {
  paper: '#f6f2e9',
  pine: '#14594a',
  celadon: '#a9cdbd',
  persimmon: '#d8672b',
  gardenia: '#e9bc4b',
};

/** `inset`: how much of the edge stays paper; maskable icons lose up to a fifth of it. */
function mark(/** @type {{ inset: number, corner: number }} */ { inset, corner }) {
  const scale = (512 - 2 * inset) / 512;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">
<rect width="512" height="512" rx="${corner}" fill="${COLOURS.paper}"/>
<g transform="translate(${inset} ${inset}) scale(${scale})">
<path fill="${COLOURS.pine}" d="M26 40 308 22 316 322 32 328z"/>
<path fill="${COLOURS.gardenia}" d="M316 22 486 34 482 206 320 200z"/>
<path fill="${COLOURS.persimmon}" d="M320 208 482 214 490 488 324 482z"/>
<path fill="${COLOURS.celadon}" d="M32 336 316 330 318 484 24 474z"/>
<path fill="none" stroke="${COLOURS.paper}" stroke-width="13" stroke-linecap="round" stroke-dasharray="27 26"
 d="M286 46 294 304 54 308M340 180 462 184M342 232 346 458M54 358 294 353"/>
</g></svg>
`;
}

/** Android shows only the outline, in one colour. */
const BADGE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><path fill="#fff"
 d="M8 10h46v50H8zM58 10h30v28H58zM58 42h30v44H58zM8 64h46v22H8z"/></svg>`;

mkdirSync(FOLDER, { recursive: true });
writeFileSync(`${FOLDER}mark.svg`, mark({ inset: 20, corner: 112 }));

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' });
const page = await browser.newPage();
for (const [name, size, svg] of /** @type {const} */ ([
  ['icon-192', 192, mark({ inset: 20, corner: 112 })],
  ['icon-512', 512, mark({ inset: 20, corner: 112 })],
  ['icon-180', 180, mark({ inset: 36, corner: 0 })],
  ['maskable-512', 512, mark({ inset: 92, corner: 0 })],
  ['badge-96', 96, BADGE],
])) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<body style="margin:0">${svg.replace('<svg ', `<svg style="display:block" width="${size}" `)}`,
  );
  await page.screenshot({ path: `${FOLDER}${name}.png`, omitBackground: true });
}
await browser.close();
