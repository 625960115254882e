// What stands in my record of one person: what came from them, what I made of it, what went each way.
import type { Instant } from "../base/clock.ts";

/** What can be counted, and opened into its rows. */
export const accountKinds = [
  "came",
  "kept",
  "annotated",
  "cited",
  "shared",
  "asked",
  "answered",
  "taken-up",
  "gave",
  "got",
] as const;
export type AccountKind = (typeof accountKinds)[number];

/** What each figure counts, in the words that stand before it. */
export const accountWords: Readonly<Record<AccountKind, string>> = {
  came: "items of theirs",
  kept: "of those kept",
  annotated: "marks on them",
  cited: "notes made from them",
  shared: "of those notes taken out",
  asked: "rounds I asked them in",
  answered: "points they answered",
  "taken-up": "of those taken up",
  gave: "things I gave them",
  got: "things they gave me",
};

export type Account = Readonly<Record<AccountKind, number>>;

/** One row behind a figure. */
export interface Receipt {
  at: Instant;
  kind: AccountKind;
  /** Id of the thing, a note's path where it has none; null for what was only told. */
  ref: string | null;
  title: string;
}
