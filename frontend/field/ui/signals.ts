// Sound and vibration, so that a verdict is noticed without looking.
import type { Tone } from "../engine/verdicts";

const TONES: Readonly<Record<Tone, readonly (readonly [number, number])[]>> = {
  good: [
    [660, 0.09],
    [880, 0.16],
  ],
  warn: [
    [520, 0.12],
    [520, 0.12],
  ],
  bad: [[170, 0.45]],
};
const SHAKES: Readonly<Record<Tone, number | number[]>> = { good: 80, warn: [80, 60, 80], bad: [300, 80, 300] };

let audio: AudioContext | null = null;

/** Sound and shake for a verdict; a phone that can do neither stays silent. */
export function signal(tone: Tone): void {
  if ("vibrate" in navigator) navigator.vibrate(SHAKES[tone] as number);
  try {
    audio ??= new AudioContext();
    let at = audio.currentTime;
    for (const [pitch, length] of TONES[tone]) {
      const voice = audio.createOscillator();
      const loud = audio.createGain();
      voice.type = tone === "bad" ? "square" : "sine";
      voice.frequency.value = pitch;
      loud.gain.value = 0.25;
      voice.connect(loud).connect(audio.destination);
      voice.start(at);
      voice.stop(at + length);
      at += length + 0.04;
    }
  } catch {
    // no sound here; colour, sign and word say it too
  }
}
