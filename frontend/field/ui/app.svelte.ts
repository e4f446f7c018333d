// What the app knows while it is open, and the few acts every screen shares.
import { Book, type Act } from "../engine/acts";
import { fromBase64, type Bytes } from "../engine/bytes";
import type { Bundle, Person } from "../engine/bundle";
import { bestNow, clockState, momentText, passed, type ClockState, type Now, type ServerTime } from "../engine/clock";
import { passkeyKey, phraseKey, PHRASE_ROUNDS } from "../engine/crypto";
import type { AttachmentKind, Draft, EventTime, Named, Writer } from "../engine/events";
import { Finder } from "../engine/finding";
import type { Need, Task } from "../engine/papers";
import { all, get, open, strictly } from "../store/db";
import { dropDraft, dropOrphans, drafts, keepDraft } from "../store/drafts";
import { keepFile, record } from "../store/journal";
import type {
  FileRow,
  Identity,
  Meta,
  Queued,
  StockRow,
  StoredBundle,
  StoredPapers,
  Sync,
  Wrapping,
} from "../store/tables";
import { askState, unlock, wipeExpired } from "../sync/enrol";
import { sealPoint } from "../sync/keys";
import { fetchAll } from "../sync/papers";
import { Runner, type News } from "../sync/runner";
import type { Round } from "../sync/syncer";
import { Collecting } from "./collecting.svelte";
import { askPasskey, makePasskey } from "./passkey";
import type { Form } from "./form";
import { readiness, storageUse } from "./readiness";
import { say, type Language, type Word } from "./words";

export const VERSION = __APP__;
const RUN = crypto.randomUUID();

/** The screens that need to know nothing. */
type Plain =
  | "starting"
  | "enrol"
  | "words"
  | "ready"
  | "key"
  | "unlock"
  | "officer"
  | "home"
  | "scan"
  | "goods"
  | "status"
  | "papers"
  | "tray";

export type Screen =
  | { readonly name: Plain }
  | { readonly name: "paper"; readonly task: Task; readonly need: Need }
  | { readonly name: "person"; readonly person: Person }
  | { readonly name: "give"; readonly form: Form }
  | { readonly name: "fail"; readonly person: Person; readonly kind: "absent" | "refuse" | "entrust" }
  | { readonly name: "sign"; readonly verdict: Word; readonly lead: Word | null; readonly fill: Record<string, string> }
  | { readonly name: "green"; readonly act: Act; readonly person: Person | null; readonly lines: readonly string[] }
  | { readonly name: "undo"; readonly act: Act }
  | { readonly name: "extra" }
  | { readonly name: "count"; readonly kind: "shift_open" | "shift_close" };

export interface Status {
  unsent: number;
  photos: number;
  unreadable: number;
  percent: number | null;
  clock: ClockState;
  sync: Sync | null;
  sending: boolean;
  news: Extract<News, { kind: "synced" }> | null;
}

interface Opened {
  readonly bundle: Bundle;
  readonly key: CryptoKey;
  readonly book: Book;
  readonly finder: Finder<Person>;
}

export interface Saved {
  readonly drafts: readonly Draft[];
  readonly person: string;
  readonly proxyTag: string;
  readonly undoes: Act | null;
  readonly formId: string;
  readonly at: number;
}

const now = (): Now => ({ device: Date.now(), monotonic: performance.now(), run: RUN });

export class FieldApp {
  screen = $state.raw<Screen>({ name: "starting" });
  identity = $state.raw<Identity | null>(null);
  opened = $state.raw<Opened | null>(null);
  live = $state.raw<ReadonlySet<string> | null>(null);
  status = $state<Status>({
    unsent: 0, photos: 0, unreadable: 0, percent: null, clock: "unknown", sync: null, sending: false, news: null,
  }); // prettier-ignore
  stock = $state.raw<readonly StockRow[]>([]);
  language = $state<Language>("id");
  left = $state(false);
  sun = $state(false);
  officer = $state("");
  shift = $state.raw<Meta["shift"]>(null);
  /** Rises with every act, so that screens look into the book again. */
  turn = $state(0);
  waitingForm = $state.raw<Form | null>(null);
  failure = $state<Word | null>(null);
  update = $state.raw<ServiceWorker | null>(null);
  bundleGone = $state(false);
  readonly collecting = new Collecting(this);

  private db: IDBDatabase | null = null;
  private heard: ServerTime | null = null;
  private runner: Runner | null = null;
  private wrapKey: CryptoKey | null = null;
  private wrapping: Wrapping | null = null;

  say = (word: Word, fill: Readonly<Record<string, string | number>> = {}): string => say(this.language, word, fill);

  get storage(): IDBDatabase {
    if (!this.db) throw new Error("the storage is not open");
    return this.db;
  }

  get round(): Round {
    return { db: this.storage, fetcher: (address, options) => fetch(address, options), app: VERSION, clock: now };
  }

  get zone(): string {
    return this.identity?.office.zone ?? "Asia/Makassar";
  }

  /** Milliseconds since 1970, as far as the server's time is known. */
  now(): number {
    return bestNow(this.heard, now());
  }

  go(screen: Screen): void {
    this.screen = screen;
    scrollTo(0, 0);
  }

  /** Open the storage and go where this phone stands. */
  async start(): Promise<void> {
    try {
      this.db = await open();
    } catch {
      this.failure = "storage_blocked";
      return;
    }
    const settings = await get<Meta["settings"]>(this.storage, "meta", "settings");
    this.language = settings?.language === "en" ? "en" : "id";
    this.left = settings?.left ?? false;
    this.sun = settings?.sun ?? false;
    this.officer = (await get<string>(this.storage, "meta", "officer")) ?? "";
    this.shift = (await get<Meta["shift"]>(this.storage, "meta", "shift")) ?? null;
    this.identity = (await get<Identity>(this.storage, "meta", "identity")) ?? null;
    this.collecting.hearShared();
    await this.look();
    this.bundleGone = await wipeExpired(this.storage, this.now());
    await this.arrive();
    if (this.identity) this.send();
  }

  /** Go to the first thing that is still to be done before the queue. */
  async arrive(): Promise<void> {
    const bundle = this.identity ? await get<StoredBundle>(this.storage, "meta", "bundle") : undefined;
    if (bundle) this.live = new Set(bundle.live);
    const papers = this.identity ? await get<StoredPapers>(this.storage, "meta", "papers") : undefined;
    this.go({ name: this.firstUndone(bundle !== undefined, papers !== undefined) });
  }

  private firstUndone(hasBundle: boolean, hasPapers: boolean): Plain {
    if (!this.identity) return "enrol";
    if (this.identity.state === "waiting" || this.identity.state === "refused") return "words";
    if (!hasBundle && !hasPapers) return "key";
    if ((hasBundle && !this.opened) || (hasPapers && !this.collecting.opened)) return "unlock";
    if (this.collecting.waits) return "tray";
    if (!hasBundle) return "papers";
    return this.shift && this.officer ? "home" : "officer";
  }

  /** Begin sending, in one tab of all. */
  send(): void {
    if (this.runner) {
      this.runner.now();
      return;
    }
    this.runner = new Runner(this.round, (news) => void this.hear(news));
    void this.runner.start();
  }

  private async hear(news: News): Promise<void> {
    this.status.sending = news.kind === "syncing";
    if (news.kind === "synced") this.status.news = news;
    await this.look();
    if (news.kind === "synced") await this.collecting.losing();
    if (news.kind !== "synced" || !this.opened) return;
    const settled = await all<{ id: string }>(this.storage, "settled");
    this.opened.book.hear(settled.map((one) => one.id));
    const bundle = await get<StoredBundle>(this.storage, "meta", "bundle");
    if (bundle) this.live = new Set(bundle.live);
    else this.loseBundle();
    this.turn++;
  }

  private loseBundle(): void {
    this.bundleGone = true;
    if (this.screen.name !== "home" && this.screen.name !== "unlock") return; // an open form is finished first
    this.opened = null;
    this.go({ name: "key" });
  }

  /** Look at everything the bar at the top shows. */
  async look(): Promise<void> {
    const [rows, files, heard, sync, stock] = await Promise.all([
      all<Queued>(this.storage, "outbox"),
      all<FileRow>(this.storage, "files"),
      get<ServerTime>(this.storage, "meta", "server"),
      get<Sync>(this.storage, "meta", "sync"),
      all<StockRow>(this.storage, "stock"),
    ]);
    this.heard = heard ?? null;
    this.stock = stock;
    const papers = await this.collecting.look();
    this.status.unsent = rows.filter((row) => row.receiptedAt === null).length + papers;
    this.status.unreadable = rows.filter((row) => row.receiptedAt === null && row.status === "unreadable").length;
    this.status.photos = files.filter((file) => file.confirmedAt === null).length;
    this.status.clock = clockState(this.heard, now());
    this.status.sync = sync ?? null;
    this.status.percent = await storageUse();
  }

  ready = (): ReturnType<typeof readiness> => readiness(this.status.clock);

  // --- the bundle and its key ---------------------------------------------------------------------------------------

  async takeWithPhrase(phrase: string): Promise<void> {
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const wrapping: Wrapping = { way: "phrase", salt, rounds: PHRASE_ROUNDS, credential: null };
    await this.take(await phraseKey(phrase, salt), wrapping);
  }

  /** Take the bundle under a passkey; false where the phone has none to give. */
  async takeWithPasskey(): Promise<boolean> {
    const made = await makePasskey(this.identity?.name ?? "Ponsel");
    if (!made) return false;
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const wrapping: Wrapping = { way: "passkey", salt, rounds: 0, credential: made.credential };
    await this.take(await passkeyKey(made.secret, salt), wrapping);
    return true;
  }

  /** Fetch the bundle anew under the key that is open. */
  async renew(): Promise<void> {
    if (this.wrapKey && this.wrapping) await this.take(this.wrapKey, this.wrapping);
  }

  private async take(wrapKey: CryptoKey, wrapping: Wrapping): Promise<void> {
    this.identity = await askState(this.round);
    await fetchAll(this.round, wrapKey, wrapping, this.identity.duties ?? []);
    this.bundleGone = false;
    await this.openWith(wrapKey, wrapping);
  }

  /** Open the kept bundle. Throws `WrongKey`. */
  async openWithPhrase(phrase: string): Promise<void> {
    const wrapping = await this.keptWrapping();
    if (wrapping) await this.openWith(await phraseKey(phrase, wrapping.salt, wrapping.rounds), wrapping);
  }

  async openWithPasskey(): Promise<boolean> {
    const wrapping = await this.keptWrapping();
    const secret = wrapping?.credential ? await askPasskey(wrapping.credential) : null;
    if (!wrapping || !secret) return false;
    await this.openWith(await passkeyKey(secret, wrapping.salt), wrapping);
    return true;
  }

  async keptWrapping(): Promise<Wrapping | null> {
    const kept =
      (await get<StoredBundle>(this.storage, "meta", "bundle")) ??
      (await get<StoredPapers>(this.storage, "meta", "papers"));
    return kept?.wrapping ?? null;
  }

  private async openWith(wrapKey: CryptoKey, wrapping: Wrapping): Promise<void> {
    await this.collecting.open(wrapKey);
    if (await get<StoredBundle>(this.storage, "meta", "bundle")) await this.openBundle(wrapKey);
    else this.opened = null;
    this.wrapKey = wrapKey;
    this.wrapping = wrapping;
    await dropOrphans(this.storage, Date.now());
    await this.look();
    await this.arrive();
  }

  private async openBundle(wrapKey: CryptoKey): Promise<void> {
    const { bundle, key } = await unlock(this.storage, wrapKey);
    const [acts, settled] = await Promise.all([
      all<Act>(this.storage, "acts"),
      all<{ id: string }>(this.storage, "settled"),
    ]);
    const book = new Book(acts, settled.map((one) => one.id)); // prettier-ignore
    this.opened = { bundle, key, book, finder: new Finder(bundle.people) };
    this.waitingForm = (await drafts(this.storage, key)).map((one) => one as Form).at(-1) ?? null;
  }

  lock(): void {
    this.opened = null;
    this.collecting.close();
    this.wrapKey = null;
    this.go({ name: "unlock" });
  }

  // --- what happened ------------------------------------------------------------------------------------------------

  /** Write it down. Resolves when it is on the disk; rejects with nothing written. */
  async record(saved: Saved): Promise<Act> {
    const { identity } = this;
    if (!identity) throw new Error("this phone is not enrolled");
    const act = await record(this.storage, {
      ...saved,
      writer: this.writer(identity),
      sealKey: identity.keys.seal.id,
      time: this.time(saved.at),
    });
    this.opened?.book.add(act);
    this.turn++;
    await this.look();
    this.send();
    return act;
  }

  private writer(identity: Identity): Writer {
    return {
      device: identity.device,
      office: identity.office.id,
      officer: this.officer,
      app: VERSION,
      server: fromBase64(identity.keys.seal.public),
      key: identity.privateKey,
    };
  }

  private time(at: number): EventTime {
    const moment = now();
    return {
      happened: momentText(at),
      device: momentText(moment.device),
      server: this.heard ? momentText(this.heard.server) : "",
      passed_ms: this.heard ? passed(this.heard, moment) : 0,
    };
  }

  /** Seal a picture into the storage, read it back, and return how an event names it. */
  keep(file: Bytes, kind: AttachmentKind): Promise<Named> {
    const { identity } = this;
    if (!identity) return Promise.reject(new Error("this phone is not enrolled"));
    const seal = { id: identity.keys.seal.id, point: sealPoint(identity.keys) };
    return keepFile(this.storage, file, kind, seal, Date.now());
  }

  async keepForm(form: Form): Promise<void> {
    if (this.opened) await keepDraft(this.storage, this.opened.key, form.id, form);
  }

  async dropForm(id: string): Promise<void> {
    if (this.waitingForm?.id === id) this.waitingForm = null;
    await dropDraft(this.storage, id);
  }

  async setShift(shift: Meta["shift"], officer: string): Promise<void> {
    this.shift = shift;
    this.officer = officer;
    await strictly(this.storage, ["meta"], (tx) => {
      tx.objectStore("meta").put(shift, "shift");
      tx.objectStore("meta").put(officer, "officer");
    });
  }

  async setSettings(): Promise<void> {
    const settings: Meta["settings"] = { left: this.left, language: this.language, sun: this.sun };
    await strictly(this.storage, ["meta"], (tx) => void tx.objectStore("meta").put(settings, "settings"));
  }
}
