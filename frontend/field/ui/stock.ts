// What lies at the post as this phone knows it: the bundle's count with this phone's own moves since.
import type { Benefit, Bundle, Post, Slice } from "../engine/bundle";
import type { StockRow } from "../store/tables";

export interface Lying {
  readonly key: string;
  readonly post: Post;
  readonly slice: Slice;
  readonly benefit: Benefit;
  readonly lying: number;
  readonly handed: number;
}

/** Return one line per benefit of each post this phone serves. */
export function lying(bundle: Bundle, rows: readonly StockRow[]): Lying[] {
  return bundle.posts.flatMap((post) => {
    const slice = bundle.slices.find((one) => one.post.id === post.id);
    if (!slice) return [];
    return post.benefits.map((benefit) => {
      const key = `${post.id}/${benefit.id}`;
      const row = rows.find((one) => one.key === key);
      const handed = row?.balance.recipient ?? 0;
      return { key, post, slice, benefit, lying: benefit.stock + (row?.balance.post ?? 0), handed };
    });
  });
}
