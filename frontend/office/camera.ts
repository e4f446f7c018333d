// <c-camera>: a photo taken in the page (a phone with little memory kills the page behind the system's own camera);
// the file input beside it always works too.

const LONGEST = 1600;
const QUALITY = 0.85;

interface Parts {
  box: HTMLElement;
  input: HTMLInputElement;
  video: HTMLVideoElement;
  shot: HTMLImageElement;
  note: HTMLElement;
  start: HTMLButtonElement;
  shoot: HTMLButtonElement;
}

/** Bind the box: open the camera, take the picture, put it into the file input; again as often as wanted. */
export function bindCamera(box: HTMLElement): void {
  const parts = find(box);
  if (!parts) return;
  parts.input.addEventListener("change", () => show(parts));
  if (!("mediaDevices" in navigator)) return;
  parts.start.hidden = false;
  parts.start.addEventListener("click", () => void open(parts));
  parts.shoot.addEventListener("click", () => void take(parts));
}

function find(box: HTMLElement): Parts | null {
  const input = box.querySelector<HTMLInputElement>('input[type="file"]');
  const video = box.querySelector("video");
  const shot = box.querySelector<HTMLImageElement>("[data-camera-shot]");
  const note = box.querySelector<HTMLElement>("[data-camera-note]");
  const start = box.querySelector<HTMLButtonElement>("[data-camera-start]");
  const shoot = box.querySelector<HTMLButtonElement>("[data-camera-shoot]");
  return input && video && shot && note && start && shoot ? { box, input, video, shot, note, start, shoot } : null;
}

async function open(parts: Parts): Promise<void> {
  const facing = parts.box.dataset["camera"] === "user" ? "user" : "environment";
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: facing, width: { ideal: LONGEST } },
      audio: false,
    });
    parts.video.srcObject = stream;
  } catch {
    parts.note.textContent = parts.box.dataset["denied"] ?? "";
    return;
  }
  parts.video.hidden = false;
  parts.shot.hidden = true;
  parts.start.hidden = true;
  parts.note.textContent = "";
  await parts.video.play();
  await firstFrame(parts.video);
  parts.shoot.hidden = false; // a picture taken before the first frame would be empty
}

function firstFrame(video: HTMLVideoElement): Promise<void> {
  return new Promise((ready) => {
    if (video.videoWidth > 0 && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) ready();
    else video.addEventListener("loadeddata", () => ready(), { once: true });
  });
}

async function take(parts: Parts): Promise<void> {
  const { videoWidth: width, videoHeight: height } = parts.video;
  const scale = Math.min(1, LONGEST / Math.max(width, height, 1));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d")?.drawImage(parts.video, 0, 0, canvas.width, canvas.height);
  const picture = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  close(parts);
  if (!picture) {
    parts.note.textContent = parts.box.dataset["failed"] ?? "";
    return;
  }
  const holder = new DataTransfer();
  holder.items.add(new File([picture], "foto.jpg", { type: "image/jpeg" }));
  parts.input.files = holder.files;
  parts.input.dispatchEvent(new Event("change", { bubbles: true }));
}

function close(parts: Parts): void {
  const stream = parts.video.srcObject;
  if (stream instanceof MediaStream) stream.getTracks().forEach((track) => track.stop());
  parts.video.srcObject = null;
  parts.video.hidden = true;
  parts.shoot.hidden = true;
  parts.start.hidden = false;
}

function show(parts: Parts): void {
  const file = parts.input.files?.[0];
  parts.shot.hidden = !file;
  if (!file) return;
  parts.shot.src = URL.createObjectURL(file);
  parts.shot.addEventListener("load", () => URL.revokeObjectURL(parts.shot.src), { once: true });
  const again = parts.start.querySelector("span");
  if (again) again.textContent = parts.box.dataset["again"] ?? again.textContent;
}
