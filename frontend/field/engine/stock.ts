// Stock at this phone as double entry, as `handover.rules.stock` moves it; vectors/stock.json binds both.

export type Account = "warehouse" | "post" | "recipient" | "returned" | "damaged" | "lost";

export interface Item {
  readonly benefit: string;
  readonly quantity?: number;
  readonly damaged?: number;
  readonly short?: number;
}

export interface Move {
  readonly benefit: string;
  readonly source: Account;
  readonly target: Account;
  readonly quantity: number;
}

type Way = readonly ["quantity" | "damaged" | "short", Account, Account];
const GIVEN: readonly Way[] = [["quantity", "post", "recipient"]];
const WAYS: Readonly<Record<string, readonly Way[]>> = {
  receive: [
    ["quantity", "warehouse", "post"],
    ["damaged", "post", "damaged"],
    ["short", "post", "lost"],
  ],
  handover: GIVEN,
  replace: GIVEN,
  extra: GIVEN,
  return: [
    ["quantity", "post", "returned"],
    ["damaged", "post", "damaged"],
  ],
  damage: [
    ["damaged", "post", "damaged"],
    ["short", "post", "lost"],
  ],
};

/** Return the moves an event makes. */
export function movesOf(type: string, items: readonly Item[]): Move[] {
  return items.flatMap((item) =>
    (WAYS[type] ?? [])
      .filter(([name]) => (item[name] ?? 0) > 0)
      .map(([name, source, target]) => ({ benefit: item.benefit, source, target, quantity: item[name] ?? 0 })),
  );
}

/** Return the counter-entries of moves. */
export function movesBack(moves: readonly Move[]): Move[] {
  return moves.map(({ source, target, ...rest }) => ({ ...rest, source: target, target: source }));
}

/** What lies on each account of one benefit. */
export type Balance = Readonly<Record<Account, number>>;
export const EMPTY: Balance = { warehouse: 0, post: 0, recipient: 0, returned: 0, damaged: 0, lost: 0 };

/** Return the balances after the moves; all accounts of a benefit together stay zero. */
export function after(balances: ReadonlyMap<string, Balance>, moves: readonly Move[]): Map<string, Balance> {
  const next = new Map(balances);
  for (const { benefit, source, target, quantity } of moves) {
    const now = { ...(next.get(benefit) ?? EMPTY) };
    now[source] -= quantity;
    now[target] += quantity;
    next.set(benefit, now);
  }
  return next;
}
