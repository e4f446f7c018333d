// One syncer among all tabs: who holds the lock sends, the others ask it to.
import { backOff } from "../engine/outbox";
import { get, strictly } from "../store/db";
import type { Sync } from "../store/tables";
import { syncOnce, type Outcome, type Round } from "./syncer";

export const LOCK = "balakas-sync";
const CHANNEL = "balakas-field";
const IDLE_S = 60;

export type News =
  { readonly kind: "syncing" } | { readonly kind: "synced"; readonly outcome: Outcome; readonly nextS: number };

/** Keeps sending while the app is open; stops when the tab closes, and the next tab goes on. */
export class Runner {
  private readonly channel = new BroadcastChannel(CHANNEL);
  private wake: (() => void) | null = null;
  private stopped = false;

  constructor(
    private readonly round: Round,
    private readonly tell: (news: News) => void,
  ) {
    this.channel.onmessage = (message: MessageEvent<unknown>) => {
      if (message.data === "send") this.wake?.();
      else this.tell(message.data as News);
    };
  }

  /** Begin; resolves when the runner is stopped. */
  async start(): Promise<void> {
    await navigator.locks.request(LOCK, () => this.loop());
  }

  /** Send now, whichever tab is the syncer. */
  now(): void {
    this.wake?.();
    this.channel.postMessage("send");
  }

  stop(): void {
    this.stopped = true;
    this.wake?.();
    this.channel.close();
  }

  private async loop(): Promise<void> {
    while (!this.stopped) {
      this.announce({ kind: "syncing" });
      const outcome = await this.once();
      const nextS = await this.pause(outcome);
      this.announce({ kind: "synced", outcome, nextS });
      await this.sleep(nextS * 1000);
    }
  }

  private async once(): Promise<Outcome> {
    try {
      return await syncOnce(this.round);
    } catch {
      return { state: "again", code: "storage_failed", retryAfterS: 0 };
    }
  }

  private async pause(outcome: Outcome): Promise<number> {
    if (outcome.state === "done") return IDLE_S;
    const sync = await get<Sync>(this.round.db, "meta", "sync");
    const failures = (sync?.failures ?? 0) + 1;
    const next: Sync = { since: 0, chain: "", lastSentAt: null, revoked: false, ...sync, failures };
    await strictly(this.round.db, ["meta"], (tx) => void tx.objectStore("meta").put(next, "sync"));
    return Math.max(outcome.retryAfterS, backOff(failures));
  }

  private announce(news: News): void {
    this.tell(news);
    if (!this.stopped) this.channel.postMessage(news);
  }

  private sleep(milliseconds: number): Promise<void> {
    return new Promise((resume) => {
      const timer = setTimeout(resume, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resume();
      };
    });
  }
}
