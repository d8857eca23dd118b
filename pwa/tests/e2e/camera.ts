// What a phone's camera sees in these tests: a film that Chromium plays instead.
import { writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';

export const cameraShowing = (film: string) => [
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-video-capture=${film}`,
];

/** A film (YUV4MPEG2) of one still picture in grey; any page can read the picture. */
export async function filmOf(picture: Buffer, page: Page, film: string): Promise<void> {
  const { width, height, grey } = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const [width, height] = [bitmap.width & ~1, bitmap.height & ~1];
    const context = new OffscreenCanvas(width, height).getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    const grey = Array.from({ length: width * height }, (_, i) => data[i * 4 + 1] ?? 0);
    return { width, height, grey };
  }, picture.toString('base64'));
  const colourless = Buffer.alloc((width * height) / 2, 128);
  writeFileSync(
    film,
    Buffer.concat([
      Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\nFRAME\n`),
      Buffer.from(grey),
      colourless,
    ]),
  );
}
