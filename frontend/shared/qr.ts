// Reads QR codes out of a video: the office's pages and the field app alike.

export type Read = (video: HTMLVideoElement) => Promise<string | null>;

interface Detector {
  detect(source: CanvasImageSource): Promise<{ rawValue: string }[]>;
}
type DetectorClass = (new (options: { formats: string[] }) => Detector) & { getSupportedFormats(): Promise<string[]> };

async function ownClass(): Promise<DetectorClass | null> {
  const own = (globalThis as unknown as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  return own && (await own.getSupportedFormats()).includes("qr_code") ? own : null;
}

/** Say whether the browser reads QR codes by itself; some have the detector and no QR in it. */
export async function ownDetector(): Promise<boolean> {
  return (await ownClass()) !== null;
}

/** Return what reads a QR code from a video: the browser's own detector, else the decoder from our own server. */
export async function reader(): Promise<Read> {
  const own = await ownClass();
  if (!own) return zxingReader();
  const detector = new own({ formats: ["qr_code"] });
  return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
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
