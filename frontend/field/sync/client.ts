// One request to the office's server, signed by this device; no cookie goes along.
import { text, utf8, type Bytes } from "../engine/bytes";
import { API, authorization } from "../engine/requests";

export interface Signer {
  readonly device: string;
  readonly key: CryptoKey;
}

export interface Reply {
  readonly status: number;
  readonly body: Bytes;
  readonly headers: Headers;
}

export type Fetch = (address: string, options: RequestInit) => Promise<Response>;

const PATIENCE_MS = 40_000;

/** Send a request; `signer` null for the enrolment. Rejects when no answer comes. */
export async function send(
  fetcher: Fetch,
  signer: Signer | null,
  request: { readonly method: string; readonly path: string; readonly body?: Bytes; readonly type?: string },
): Promise<Reply> {
  const path = API + request.path;
  const body = request.body ?? new Uint8Array(0);
  const headers: Record<string, string> = {};
  if (request.body) headers["Content-Type"] = request.type ?? "application/json";
  if (signer) {
    headers["Authorization"] = await authorization(signer.device, signer.key, { method: request.method, path, body });
  }
  const options: RequestInit = {
    method: request.method,
    headers,
    credentials: "omit",
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE_MS),
  };
  if (request.body) options.body = request.body;
  const response = await fetcher(path, options);
  return { status: response.status, body: new Uint8Array(await response.arrayBuffer()), headers: response.headers };
}

/** Return a reply's JSON, or an empty object where it is none: a gateway's page is no answer of ours. */
export function json<T>(reply: Reply): Partial<T> {
  try {
    const value: unknown = JSON.parse(text(reply.body));
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}

export function jsonBytes(value: unknown): Bytes {
  return utf8(JSON.stringify(value));
}
