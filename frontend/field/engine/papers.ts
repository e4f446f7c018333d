// Missing papers of a village, as the app works with them: who, where, which paper, and what was photographed already.
import type { Bytes } from "./bytes";

/** A paper that is asked for: its code, then what may stand for it. */
export type Need = readonly [string, ...string[]];

export interface Task {
  readonly recipient: string;
  readonly name: string;
  readonly village: string;
  readonly rt: string;
  readonly distribution: string;
  /** The same number for the members of one family: one KK serves them all; -1 where it is not known. */
  readonly home: number;
  readonly needs: readonly Need[];
}

export interface Tasks {
  /** Milliseconds since 1970. */
  readonly madeAt: number;
  readonly until: number;
  readonly words: Readonly<Record<string, string>>;
  readonly tasks: readonly Task[];
}

export type PaperState = "new" | "waiting" | "done" | "refused";

/** One photo of one paper; its picture lies sealed in the files. */
export interface PaperRow {
  readonly id: string;
  readonly recipient: string;
  readonly requirement: string;
  readonly kind: string;
  readonly sha256: string;
  readonly madeAt: number;
  readonly state: PaperState;
  readonly code: string;
  readonly doneAt: number | null;
}

export const OF_HOUSEHOLD = "kk";
export const SHARED_AT_ONCE = 30;

export interface Standing {
  readonly task: Task;
  readonly left: readonly Need[];
  readonly taken: readonly PaperRow[];
}

/** Say how each person stands: what was photographed here counts until a newer list says that it is missing after all. */
export function standings({ tasks, madeAt }: Tasks, rows: readonly PaperRow[]): Standing[] {
  const counting = rows.filter((row) => row.state !== "refused" && (row.doneAt === null || row.doneAt >= madeAt));
  const own = grouped(counting, (row) => row.recipient);
  const homes = new Map(tasks.map((task) => [task.recipient, homeOf(task)]));
  const cards = grouped(
    counting.filter((row) => row.requirement === OF_HOUSEHOLD),
    (row) => homes.get(row.recipient) ?? "",
  );
  return tasks.map((task) => {
    const family = homeOf(task) ? (cards.get(homeOf(task)) ?? []) : [];
    const taken = [...new Set([...(own.get(task.recipient) ?? []), ...family])];
    const there = new Set(taken.map((row) => row.requirement));
    return { task, left: task.needs.filter(([code]) => !there.has(code)), taken };
  });
}

const homeOf = (task: Task): string => (task.home < 0 ? "" : `${task.distribution}/${task.home}`);

function grouped<T>(rows: readonly T[], by: (row: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const row of rows) found.set(by(row), [...(found.get(by(row)) ?? []), row]);
  return found;
}

/** What is still to be told to the office, or to be heard from it. */
export function isOpen(row: PaperRow): boolean {
  return row.state === "new" || row.state === "waiting";
}

/** A photo that came from another app and nobody has said yet whose it is; sealed, only an open list reads it. */
export interface TrayRow {
  readonly sha256: string;
  readonly sealed: Bytes;
  readonly at: number;
}
