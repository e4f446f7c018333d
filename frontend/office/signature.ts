// <c-signature>: a signature drawn with finger, pen or mouse, as a PNG data URL in a hidden input.

/** Bind the pad: strokes, clearing, and the hidden input that stays empty until something was drawn. */
export function bindSignature(box: HTMLElement): void {
  const canvas = box.querySelector("canvas");
  const input = box.querySelector<HTMLInputElement>('input[type="hidden"]');
  const pen = canvas?.getContext("2d");
  if (!canvas || !input || !pen) return;
  box.hidden = false;
  fit(canvas, pen);

  let drawing = false;
  const at = (event: PointerEvent): [number, number] => {
    const frame = canvas.getBoundingClientRect();
    return [event.clientX - frame.left, event.clientY - frame.top];
  };
  canvas.addEventListener("pointerdown", (event) => {
    drawing = true;
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...at(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    pen.lineTo(...at(event));
    pen.stroke();
  });
  const lift = (): void => {
    if (!drawing) return;
    drawing = false;
    input.value = canvas.toDataURL("image/png");
    box.classList.add("is-signed");
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  box.querySelector("[data-clear]")?.addEventListener("click", () => {
    fit(canvas, pen);
    input.value = "";
    box.classList.remove("is-signed");
  });
}

/** Give the canvas the screen's own pixels and a white ground, so that the PNG is legible on paper. */
function fit(canvas: HTMLCanvasElement, pen: CanvasRenderingContext2D): void {
  const scale = Math.min(window.devicePixelRatio || 1, 2);
  const frame = canvas.getBoundingClientRect();
  canvas.width = Math.max(1, Math.round(frame.width * scale));
  canvas.height = Math.max(1, Math.round(frame.height * scale));
  pen.scale(scale, scale);
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.strokeStyle = "#10204a";
  pen.lineWidth = 2.4;
  pen.lineCap = "round";
  pen.lineJoin = "round";
}
