// Whether this phone may go to the field: installed, storage kept for good and large enough, camera and clock fine.
import type { ClockState } from "../engine/clock";

export interface Readiness {
  readonly installed: boolean;
  readonly persisted: boolean;
  readonly space: boolean;
  readonly camera: boolean;
  readonly clock: boolean;
}

/** Three times what a shift of 300 people with photo and signature takes. */
const SPACE = 3 * 300 * 300_000;

export async function readiness(clock: ClockState): Promise<Readiness> {
  return {
    installed: matchMedia("(display-mode: standalone), (display-mode: fullscreen)").matches,
    persisted: await persisted(),
    space: await hasSpace(),
    camera: await hasCamera(),
    clock: clock === "good",
  };
}

async function persisted(): Promise<boolean> {
  if (!("storage" in navigator)) return false;
  return (await navigator.storage.persisted()) || navigator.storage.persist();
}

async function hasSpace(): Promise<boolean> {
  const { quota = 0, usage = 0 } = await navigator.storage.estimate();
  return quota - usage >= SPACE;
}

async function hasCamera(): Promise<boolean> {
  if (!("mediaDevices" in navigator)) return false;
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.some((device) => device.kind === "videoinput");
}

/** Return how much of the storage is used, in per cent; null where the browser does not say. */
export async function storageUse(): Promise<number | null> {
  try {
    const { quota = 0, usage = 0 } = await navigator.storage.estimate();
    return quota > 0 ? Math.min(100, Math.round((usage / quota) * 100)) : null;
  } catch {
    return null;
  }
}
