/** A photo as it is kept and sent: small enough for a weak signal, sharp enough to be proof. */

/** Pixels along the longer side. */
const LONGEST = 1_600;
const QUALITY = 0.8;

export class NoPicture extends Error {
  override name = 'NoPicture';
}

/** Draw what the camera gave anew, as a JPEG: place and camera, which it also says, stay behind. Raises NoPicture. */
export async function shrink(file: Blob): Promise<ArrayBuffer> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => {
    throw new NoPicture();
  });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const jpeg = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
  if (!jpeg) throw new NoPicture();
  return jpeg.arrayBuffer();
}
