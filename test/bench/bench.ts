// What a benchmark is, and what a run hands to each.
import type { Row } from "./row.ts";
import type { BigHomes } from "./big-homes.ts";

export interface Run {
  /** Whether everything is done in the sizes that the goals speak of; else in those that are over soon. */
  isFull: boolean;
  bigHomes: BigHomes;
}

export type Bench = (run: Run) => Promise<readonly Row[]>;
