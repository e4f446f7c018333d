// Signing with a finger on a canvas.

export interface Pad {
  readonly clear: () => void;
}

/** Bind a canvas; `drawn` is told whenever a stroke ends. */
export function bindPad(canvas: HTMLCanvasElement, drawn: () => void): Pad {
  const pen = canvas.getContext("2d");
  let drawing = false;
  const fit = (): void => {
    const { width, height } = canvas.getBoundingClientRect();
    canvas.width = Math.max(1, Math.round(width));
    canvas.height = Math.max(1, Math.round(height));
    if (!pen) return;
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.strokeStyle = "#10204a";
    pen.lineWidth = 3;
    pen.lineCap = "round";
    pen.lineJoin = "round";
  };
  const at = (event: PointerEvent): [number, number] => {
    const frame = canvas.getBoundingClientRect();
    return [event.clientX - frame.left, event.clientY - frame.top];
  };
  canvas.onpointerdown = (event) => {
    drawing = true;
    canvas.setPointerCapture(event.pointerId);
    pen?.beginPath();
    pen?.moveTo(...at(event));
  };
  canvas.onpointermove = (event) => {
    if (!drawing) return;
    pen?.lineTo(...at(event));
    pen?.stroke();
  };
  canvas.onpointerup = canvas.onpointercancel = () => {
    if (drawing) drawn();
    drawing = false;
  };
  fit();
  return { clear: fit };
}
