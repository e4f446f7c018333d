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

type Read = (video: HTMLVideoElement) => Promise<string | null>;
interface Detector {
  detect(source: CanvasImageSource): Promise<{ rawValue: string }[]>;
}
type DetectorClass = (new (options: { formats: string[] }) => Detector) & { getSupportedFormats(): Promise<string[]> };

/** Say whether the browser reads QR codes by itself; else the decoder is fetched and kept for offline. */
export async function ownDetector(): Promise<boolean> {
  const own = (globalThis as unknown as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  return own !== undefined && (await own.getSupportedFormats()).includes("qr_code");
}

/** Return what reads a QR code from a video. */
export async function reader(): Promise<Read> {
  if (await ownDetector()) {
    const own = (globalThis as unknown as { BarcodeDetector: DetectorClass }).BarcodeDetector;
    const detector = new own({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
  }
  return zxingReader();
}

async function zxingReader(): Promise<Read> {
  const [{ prepareZXingModule, readBarcodes }, { default: wasm }] = await Promise.all([
    import("zxing-wasm/reader"),
    import("zxing-wasm/reader/zxing_reader.wasm?url"),
  ]);
  prepareZXingModule({ overrides: { locateFile: (path: string) => (path.endsWith(".wasm") ? wasm : path) } });
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    if (!pen || !video.videoWidth) return null;
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    pen.drawImage(video, 0, 0);
    const found = await readBarcodes(pen.getImageData(0, 0, canvas.width, canvas.height), { formats: ["QRCode"] });
    return found[0]?.text ?? null;
  };
}
