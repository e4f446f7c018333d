// <c-scan>: reads a QR with the browser's own detector, else with zxing in the page; typing always works beside it.

type Read = (frame: HTMLVideoElement) => Promise<string | null>;
interface Detector {
  detect(source: CanvasImageSource): Promise<{ rawValue: string }[]>;
}
type DetectorClass = new (options: { formats: string[] }) => Detector;

const PAUSE_MS = 180;

/** Bind the box: a button opens the camera, the first code found goes into the text input and the form is sent. */
export function bindScan(box: HTMLElement): void {
  const button = box.querySelector<HTMLButtonElement>("[data-scan-start]");
  const video = box.querySelector("video");
  const input = box.querySelector<HTMLInputElement>("input[data-scan-value]");
  const note = box.querySelector<HTMLElement>("[data-scan-note]");
  if (!button || !video || !input || !note) return;
  if (!("mediaDevices" in navigator)) {
    note.textContent = box.dataset["noCamera"] ?? "";
    return;
  }
  button.hidden = false;
  button.addEventListener("click", () => {
    void start(box, button, video, input, note);
  });
}

async function start(
  box: HTMLElement,
  button: HTMLButtonElement,
  video: HTMLVideoElement,
  input: HTMLInputElement,
  note: HTMLElement,
): Promise<void> {
  button.disabled = true;
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
  } catch {
    note.textContent = box.dataset["denied"] ?? "";
    button.disabled = false;
    return;
  }
  video.hidden = false;
  video.srcObject = stream;
  await video.play();
  note.textContent = box.dataset["looking"] ?? "";
  const value = await look(video, await reader());
  stream.getTracks().forEach((track) => track.stop());
  video.hidden = true;
  button.disabled = false;
  if (value === null) return;
  if ("vibrate" in navigator) navigator.vibrate(80);
  input.value = value;
  note.textContent = box.dataset["found"] ?? "";
  input.form?.requestSubmit();
}

async function look(video: HTMLVideoElement, read: Read): Promise<string | null> {
  while (video.isConnected && video.srcObject) {
    const value = await read(video);
    if (value) return value;
    await new Promise((resume) => setTimeout(resume, PAUSE_MS));
  }
  return null;
}

async function reader(): Promise<Read> {
  const own = (window as unknown as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (own) {
    const detector = new own({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
  }
  return zxingReader();
}

/** Load the decoder from our own server; nothing is fetched from outside. */
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
