// The camera inside the page: a phone with little memory kills a page that leaves for the system's own camera.

export class NoCamera extends Error {}

const LONGEST = 1280;
const QUALITY = 0.72;

/** Open the rear camera into a video element. Throws `NoCamera` where it is refused or missing. */
export async function openCamera(video: HTMLVideoElement): Promise<MediaStream> {
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: LONGEST } },
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
export async function frame(video: HTMLVideoElement): Promise<Uint8Array<ArrayBuffer>> {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0) throw new NoCamera();
  const scale = Math.min(1, LONGEST / Math.max(videoWidth, videoHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(videoWidth * scale);
  canvas.height = Math.round(videoHeight * scale);
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return bytesOf(canvas, "image/jpeg", QUALITY);
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
