// The camera inside the page: a phone with little memory kills a page that leaves for the system's own camera.

export class NoCamera extends Error {}

const LONGEST = 1280;
const QUALITY = 0.72;

/** A card is read by a machine afterwards: its small print needs more of the picture than a face does. */
export const CARD = 2048;

/** Open the rear camera into a video element. Throws `NoCamera` where it is refused or missing. */
export async function openCamera(video: HTMLVideoElement, longest = LONGEST): Promise<MediaStream> {
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: longest } },
      audio: false,
    });
  } catch {
    throw new NoCamera();
  }
  video.srcObject = stream;
  video.muted = true;
  await video.play();
  return stream;
}

export function closeCamera(stream: MediaStream | null): void {
  stream?.getTracks().forEach((track) => track.stop());
}

/** Return the present frame as a JPEG. Throws `NoCamera` when there is none. */
export async function frame(video: HTMLVideoElement, longest = LONGEST): Promise<Uint8Array<ArrayBuffer>> {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0) throw new NoCamera();
  const scale = Math.min(1, longest / Math.max(videoWidth, videoHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(videoWidth * scale);
  canvas.height = Math.round(videoHeight * scale);
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return bytesOf(canvas, "image/jpeg", QUALITY);
}

const LARGEST = 7_000_000;

/** Return a picture small enough to be sent: as it is, else drawn anew. Throws `NoCamera` for what is no picture. */
export async function fitting(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    throw new NoCamera();
  }
  try {
    if (file.size <= LARGEST) return new Uint8Array(await file.arrayBuffer());
    const scale = Math.min(1, (2 * CARD) / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await bytesOf(canvas, "image/jpeg", 0.85);
  } finally {
    picture.close();
  }
}

export async function bytesOf(
  canvas: HTMLCanvasElement,
  type: string,
  quality?: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, type, quality));
  if (!blob) throw new NoCamera();
  return new Uint8Array(await blob.arrayBuffer());
}
