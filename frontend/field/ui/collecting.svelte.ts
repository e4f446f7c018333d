// Collecting papers: the open list, what was photographed, and the photos that other apps shared.
import type { Bytes } from "../engine/bytes";
import { Finder } from "../engine/finding";
import { isOpen, standings, type Need, type PaperRow, type Standing, type Task, type TrayRow } from "../engine/papers";
import { all, get } from "../store/db";
import { dropShared, forgetPaper, openShared, photograph, trayOf } from "../store/papers";
import type { StoredPapers } from "../store/tables";
import { sealPoint } from "../sync/keys";
import { unlockPapers, type OpenedPapers } from "../sync/papers";
import type { FieldApp } from "./app.svelte";
import type { Word } from "./words";

interface Findable {
  readonly name: string;
  readonly tail: string;
  readonly recipient: string;
}

export interface SharedNews {
  readonly word: Word;
  readonly n: number;
}

export class Collecting {
  opened = $state.raw<OpenedPapers | null>(null);
  rows = $state.raw<readonly PaperRow[]>([]);
  tray = $state.raw<readonly TrayRow[]>([]);
  news = $state.raw<readonly SharedNews[]>([]);
  standings = $derived<readonly Standing[]>(this.opened ? standings(this.opened.tasks, this.rows) : []);
  private finder: Finder<Findable> | null = null;

  constructor(private readonly app: FieldApp) {}

  /** Whether photos wait to be assigned that were shared just now. */
  get waits(): boolean {
    return this.opened !== null && this.tray.length > 0 && this.news.length > 0;
  }

  /** Hear from the address what became of photos that another app shared. */
  hearShared(): void {
    const told = /^#bagikan=(belum|gagal|(\d+),(\d+))$/.exec(location.hash);
    if (!told) return;
    history.replaceState(null, "", location.pathname);
    if (told[1] === "belum") this.news = [{ word: "share_none", n: 0 }];
    else if (told[1] === "gagal") this.news = [{ word: "share_failed", n: 0 }];
    else {
      this.news = [{ word: "share_kept", n: Number(told[2]) }];
      if (Number(told[3]) > 0) this.news = [...this.news, { word: "share_left", n: Number(told[3]) }];
    }
  }

  async open(wrapKey: CryptoKey): Promise<void> {
    this.opened = await unlockPapers(this.app.storage, wrapKey);
    const people = this.opened?.tasks.tasks.map(({ name, recipient }) => ({ name, recipient, tail: "" })) ?? [];
    this.finder = new Finder(people);
  }

  close(): void {
    this.opened = null;
    this.finder = null;
  }

  /** Look at what was photographed; returns how many papers the office does not have yet. */
  async look(): Promise<number> {
    const [rows, tray] = await Promise.all([all<PaperRow>(this.app.storage, "papers"), trayOf(this.app.storage)]);
    this.rows = rows;
    this.tray = tray;
    return rows.filter(isOpen).length;
  }

  /** Close the list where it was wiped meanwhile. */
  async losing(): Promise<void> {
    if (this.opened && !(await get<StoredPapers>(this.app.storage, "meta", "papers"))) this.close();
  }

  /** Return who fits what was typed; without it those whose papers are not complete come first. */
  found(typed: string, limit: number): Standing[] {
    if (typed.trim().length >= 2 && this.finder) {
      const whose = new Map(this.standings.map((one) => [one.task.recipient, one]));
      return this.finder.find(typed, limit).flatMap((one) => whose.get(one.recipient) ?? []);
    }
    const lacking = this.standings.filter((one) => one.left.length > 0);
    return [...lacking, ...this.standings.filter((one) => one.left.length === 0)].slice(0, limit);
  }

  word(code: string): string {
    return this.opened?.tasks.words[code] ?? code.toUpperCase();
  }

  /** Return the paper's name for a button: the two that are always asked for by what everybody calls them. */
  brief(code: string): string {
    return code === "ktp" || code === "kk" ? code.toUpperCase() : this.word(code);
  }

  /** Return what the person still misses, as it stands now. */
  leftOf(task: Task): readonly Need[] {
    return this.standings.find((one) => one.task.recipient === task.recipient)?.left ?? [];
  }

  /** Keep a photo as somebody's paper. Rejects with nothing said. */
  async keep(task: Task, need: Need, kind: string, file: Bytes): Promise<void> {
    const { identity, storage } = this.app;
    if (!identity) throw new Error("this phone is not enrolled");
    const seal = { id: identity.keys.seal.id, point: sealPoint(identity.keys) };
    const at = Math.round(this.app.now());
    await photograph(storage, { recipient: task.recipient, requirement: need[0], kind, file }, seal, at);
    await this.app.look();
    this.app.send();
  }

  async forget(id: string): Promise<void> {
    await forgetPaper(this.app.storage, id);
    await this.app.look();
  }

  /** Return a shared photo, opened. */
  shared(row: TrayRow): Promise<Bytes> {
    if (!this.opened) return Promise.reject(new Error("the list is not open"));
    return openShared(row, this.opened.tray.key, this.opened.tray.point);
  }

  async discard(sha256: string): Promise<void> {
    await dropShared(this.app.storage, sha256);
    await this.app.look();
  }
}
