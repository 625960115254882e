// What a fuzz target is: seeds to damage, words to damage them with, and what must hold of every input.
import type { Ground } from "./mutate.ts";
import type { Chance } from "./random.ts";
import type { Seed } from "./seeds.ts";

export interface Examined {
  /** What does not hold; nothing when all is well. */
  complaints: readonly string[];
  /** What came of it in one word, so that a run can tell how many inputs got past the door: "read", "refused" ... */
  outcome: string;
}

/** How an input was made. */
export interface Making {
  seedName: string;
  /** Goes on behind what made the bytes. */
  chance: Chance;
}

/** What mutations put into the inputs of a target, and the characters that they aim at. */
export interface Dictionary {
  tokens: readonly string[];
  /** A token may take the place of what begins with one of these. */
  marks: readonly string[];
}

/** A target that is open: homes and servers of its own stand. */
export interface Bench {
  seeds: readonly Seed[];
  /** Reads one input in every way that pkm reads such a thing; what else it needs to decide comes out of `chance`. */
  examine(bytes: Buffer, made: Making): Promise<Examined>;
  /** How a seed is damaged where bytes alone would hardly ever get past the door. */
  damage?(seed: Buffer, ground: Omit<Ground, "document">): Buffer;
  close?(): Promise<void> | void;
}

export interface Target {
  name: string;
  dictionary: Dictionary;
  /** Most time on the processor that an input of so many bytes may take, in milliseconds. */
  budgetMs(bytes: number): number;
  /** Inputs of the short run, a second or less of them. */
  shortRuns: number;
  /** Share of the short run's inputs that must get past the door with this outcome, so that a run of refusals fails. */
  reaches: { outcome: string; share: number };
  open(): Promise<Bench>;
}
