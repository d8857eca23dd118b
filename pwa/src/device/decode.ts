/** Finds a QR code in a picture: by the browser itself where it can, else by a small library in a worker. */

interface Detector {
  detect(source: CanvasImageSource): Promise<{ rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

export interface Reader {
  /** The code's text, or null where none is seen. */
  read(source: HTMLVideoElement | ImageBitmap): Promise<string | null>;
  stop(): void;
}

/** Larger pictures only cost time: a printed code fills a good part of the frame. */
const LONG_SIDE_PX = 800;

export async function openReader(): Promise<Reader> {
  const Native = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  const able = await Native?.getSupportedFormats().catch((): string[] => []);
  return Native && able?.includes('qr_code')
    ? nativeReader(new Native({ formats: ['qr_code'] }))
    : workerReader();
}

function nativeReader(detector: Detector): Reader {
  return {
    read: async (source) => (await detector.detect(source).catch(() => []))[0]?.rawValue ?? null,
    stop: () => {},
  };
}

function workerReader(): Reader {
  const worker = new Worker(new URL('./decode.worker.ts', import.meta.url), { type: 'module' });
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return {
    read(source) {
      const [width, height] =
        'videoWidth' in source ? [source.videoWidth, source.videoHeight] : [source.width, source.height];
      if (!context || !width || !height) return Promise.resolve(null);
      const scale = Math.min(1, LONG_SIDE_PX / Math.max(width, height));
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      context.drawImage(source, 0, 0, canvas.width, canvas.height);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      return new Promise((resolve) => {
        worker.onmessage = ({ data: text }: MessageEvent<string | null>) => resolve(text);
        worker.onerror = () => resolve(null);
        worker.postMessage({ data, width: canvas.width, height: canvas.height }, [data.buffer]);
      });
    },
    stop: () => worker.terminate(),
  };
}

/** The site token in what a code says: our codes are links `…/q/<token>`, a screen at the site may show the bare token. */
export function tokenIn(text: string): string | null {
  const found = /^https?:\/\/[^/]+\/q\/([\w.~-]+)$/.exec(text.trim()) ?? /^([\w.~-]{16,})$/.exec(text.trim());
  return found?.[1] ?? null;
}
