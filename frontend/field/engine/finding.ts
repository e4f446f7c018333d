// A search that forgives, as `handover.rules.finding` scores it; vectors/finding.json binds both.
// Names share their words, so each distinct word is scored once a question: 10,000 people cost some thousand words.

const OLD: readonly (readonly [string, string])[] = [
  ["OE", "U"],
  ["TJ", "C"],
  ["DJ", "J"],
  ["SJ", "SY"],
  ["NJ", "NY"],
  ["CH", "H"],
  ["KH", "H"],
  ["DH", "D"],
  ["TH", "T"],
];
const ALIKE: Readonly<Record<string, string>> = { V: "F", Y: "I", Z: "S", Q: "K" };
const EXACT = 100;
const START = 80;
const INSIDE = 60;
const SOUND = 50;
const NEAR = 30;
const MINIMUM_FOR_NEAR = 4;

/** Return a name for comparing: capitals A to Z and single blanks only. */
export function nameKey(name: string): string {
  const plain = name.normalize("NFKD").replace(/[^\u0000-\u007f]/g, "");
  const letters = plain
    .toUpperCase()
    .replace(/[-./]/g, " ")
    .replace(/[^A-Z ]+/g, "");
  return letters.split(" ").filter(Boolean).join(" ").slice(0, 150);
}

/** Return a word as it sounds: `MOECHAMMAD` and `MUHAMAD` are one. */
export function sound(word: string): string {
  let heard = word;
  for (const [old, now] of OLD) heard = heard.replaceAll(old, now);
  return heard.replace(/[VYZQ]/g, (sign) => ALIKE[sign] ?? sign).replace(/(.)\1+/g, "$1");
}

/** Say how well a name key fits what was asked (its key): 0 for not at all; every word asked must fit some word. */
export function score(asked: string, name: string): number {
  const words = name.split(" ").filter(Boolean);
  return total(asked, (part) => Math.max(0, ...words.map((word) => fits(part, sound(part), word, sound(word)))));
}

function total(asked: string, best: (part: string) => number): number {
  let sum = 0;
  for (const part of asked.split(" ").filter(Boolean)) {
    const one = best(part);
    if (!one) return 0;
    sum += one;
  }
  return sum;
}

function fits(part: string, heard: string, word: string, spoken: string): number {
  if (part === word) return EXACT;
  if (word.startsWith(part)) return START;
  if (part.length > 2 && word.includes(part)) return INSIDE;
  if (spoken.startsWith(heard)) return SOUND;
  return part.length >= MINIMUM_FOR_NEAR && near(heard, spoken.slice(0, heard.length + 1)) ? NEAR : 0;
}

/** Say whether one letter changed, missing, added or swapped makes the two equal (or the second one's beginning). */
function near(left: string, right: string): boolean {
  const shorter = left.length ? right.slice(0, left.length - 1) : right.slice(0, -1);
  return oneStep(left, right) || oneStep(left, right.slice(0, left.length)) || oneStep(left, shorter);
}

function oneStep(left: string, right: string): boolean {
  if (Math.abs(left.length - right.length) > 1) return false;
  const shared = Math.min(left.length, right.length);
  let start = 0;
  while (start < shared && left[start] === right[start]) start++;
  if (start === shared) return true;
  const rest = left.slice(start + 1);
  if (rest === right.slice(start + 1) || rest === right.slice(start)) return true;
  if (left.slice(start) === right.slice(start + 1)) return true;
  const swapped = left.charAt(start + 1) + left.charAt(start) + left.slice(start + 2);
  return swapped === right.slice(start);
}

export interface Findable {
  readonly name: string;
  /** The last four digits of the NIK. */
  readonly tail: string;
}

/** Finds among people; made once per bundle, asked at each key stroke. */
export class Finder<Person extends Findable> {
  private readonly words: { word: string; spoken: string }[] = [];
  private readonly wordsOf: number[][] = [];

  constructor(private readonly people: readonly Person[]) {
    const places = new Map<string, number>();
    for (const person of people) {
      this.wordsOf.push(
        nameKey(person.name)
          .split(" ")
          .filter(Boolean)
          .map((word) => this.place(word, places)),
      );
    }
  }

  /** Return who fits: by the last digits (two to four) or by name, the best first. */
  find(typed: string, limit = 20): Person[] {
    const digits = typed.trim();
    if (/^\d{2,4}$/.test(digits)) return this.people.filter((one) => one.tail.endsWith(digits)).slice(0, limit);
    const asked = nameKey(typed);
    if (asked.length < 2) return [];
    return this.named(asked, limit);
  }

  private place(word: string, places: Map<string, number>): number {
    let at = places.get(word);
    if (at === undefined) {
      at = this.words.push({ word, spoken: sound(word) }) - 1;
      places.set(word, at);
    }
    return at;
  }

  private named(asked: string, limit: number): Person[] {
    const scores = new Map<string, number[]>();
    for (const part of asked.split(" ")) {
      const heard = sound(part);
      scores.set(
        part,
        this.words.map(({ word, spoken }) => fits(part, heard, word, spoken)),
      );
    }
    const found: { at: number; points: number }[] = [];
    this.wordsOf.forEach((words, at) => {
      const points = total(asked, (part) => {
        const fitting = scores.get(part) ?? [];
        return words.reduce((best, word) => Math.max(best, fitting[word] ?? 0), 0);
      });
      if (points) found.push({ at, points });
    });
    found.sort((left, right) => right.points - left.points || left.at - right.at);
    return found.slice(0, limit).flatMap(({ at }) => this.people[at] ?? []);
  }
}
