import decode from 'qr/decode.js';

addEventListener(
  'message',
  ({ data }: MessageEvent<{ data: Uint8ClampedArray; width: number; height: number }>) => {
    let text: string | null = null;
    try {
      text = decode(data);
    } catch {
      // No code in this frame; the next one comes soon.
    }
    postMessage(text);
  },
);
