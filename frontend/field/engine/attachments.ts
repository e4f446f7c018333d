// Pictures on their way: cut into chunks that are sealed one by one, so that a chunk is all that is lost with the signal.
import type { Bytes } from "./bytes";
import { sha256 } from "./canonical";
import { sealTo } from "./crypto";

export const CHUNK = 65_536;
export const LARGEST_FILE = 8 * 1024 * 1024;

export interface Cut {
  readonly sha256: string;
  readonly bytes: number;
  readonly chunks: readonly Bytes[];
}

/** Seal a file chunk by chunk. Throws `RangeError` for an empty file or one above 8 MB. */
export async function cut(file: Bytes, server: Bytes): Promise<Cut> {
  if (file.length === 0 || file.length > LARGEST_FILE) throw new RangeError("an empty picture, or one above 8 MB");
  const hash = await sha256(file);
  const total = Math.ceil(file.length / CHUNK);
  const chunks: Bytes[] = [];
  for (let index = 0; index < total; index++) {
    const part = file.slice(index * CHUNK, (index + 1) * CHUNK);
    chunks.push(await sealTo(server, "chunk", `${hash}/${index}/${total}`, part));
  }
  return { sha256: hash, bytes: file.length, chunks };
}

/** Return which chunks the server still wants. */
export function wanted(total: number, have: readonly number[]): number[] {
  const there = new Set(have);
  return Array.from({ length: total }, (_, index) => index).filter((index) => !there.has(index));
}
