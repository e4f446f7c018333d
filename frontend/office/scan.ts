// <c-scan>: reads a QR with the browser's own detector, else with zxing in the page; typing always works beside it.

import { type Read, reader } from "../shared/qr";

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
