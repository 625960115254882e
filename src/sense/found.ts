// What a search comes upon, before it is read whole.
import type { Instant } from "../base/clock.ts";
import type { FoundKind } from "./query-filter.ts";

export interface Found {
  kind: FoundKind;
  /** An id, or the path of a note. */
  ref: string;
  at: Instant;
  /** Id of what it belongs to: the item of an annotation, the share of a feedback; null for all else. */
  of: string | null;
  /** bm25, the smaller the better; 0 when the query looks for no words. */
  score: number;
}
