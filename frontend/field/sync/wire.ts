// The answers of the field API (docs/reference/field-api.md).
import type { KeySet } from "../store/tables";

export interface WireReceipt {
  position: number;
  key: string;
  signature: string;
}

export interface WireResult {
  id: string;
  hash: string;
  status: string;
  receipt?: WireReceipt;
  notes?: string[];
  cases?: string[];
  code?: string;
}

export interface WireServer {
  high: number;
  missing: [number, number][];
}

export interface WireLease {
  slice: string;
  post: string;
  epoch: number;
  until: string;
  label: string;
}

export interface WireChange {
  keys: KeySet;
  signature: string;
  by: string;
}

export interface WireEvents {
  now: string;
  results: WireResult[];
  server: WireServer;
  leases: WireLease[];
  state: string;
  position: number;
  chain?: string;
  resend?: boolean;
  more: boolean;
  settled: string[];
  reopened: string[];
  attachments: string[];
  change?: WireChange;
}

export interface WireMe {
  now: string;
  device: string;
  state: string;
  name: string;
  office: { id: string; name: string; zone: string };
  keys: KeySet;
  words: string[];
  leases: WireLease[];
  server: WireServer;
  change: WireChange;
  duties: string[];
}

export interface WirePapers {
  v: number;
  kind: string;
  made_at: string;
  until: string;
  distributions: string[];
  villages: string[];
  words: Record<string, string>;
  people: {
    id: string;
    distribution: number[];
    village: number[];
    home: number[];
    name: string[];
    rt: string[];
    needs: string[][][];
  };
}

export interface WireTold {
  now: string;
  results: { id: string; state: string; code: string }[];
}

export interface WireFile {
  now: string;
  state: string;
  have: number[];
  total: number;
  receipt: { key: string; signature: string };
}

export interface WireError {
  code: string;
  message: string;
  now: string;
}
