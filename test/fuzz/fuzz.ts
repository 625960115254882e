// Reads damaged feeds, one after the other, and gathers what does not hold.
import { contentTypes } from "./dictionary.ts";
import { examine } from "./examine.ts";
import type { Input } from "./examine.ts";
import { damaged } from "./mutate.ts";
import { chanceOf } from "./random.ts";
import type { Seed } from "./seeds.ts";

export interface FuzzOptions {
  seeds: readonly Seed[];
  /** Inputs to make. */
  runs: number;
  /** Two runs with the same one make the same inputs. */
  seed: number;
  /** Number of the first input. */
  from: number;
  onProgress?: (done: number, finds: number) => void;
}

export interface Find {
  /** The input's number, to make it again. */
  nth: number;
  seedName: string;
  complaints: readonly string[];
  input: Input;
}

export interface Fuzzed {
  examined: number;
  /** How many were read as feeds, and the entries in them. */
  feeds: number;
  entries: number;
  bytes: number;
  finds: readonly Find[];
  slowest: { nth: number; seedName: string; cpuMs: number; bytes: number };
}

/** Finds kept of those that complain of the same things. */
const alikeMax = 4;

/** The `nth` input of the seed number `seed`. */
export function inputOf(seeds: readonly Seed[], seed: number, nth: number): Input & { seedName: string } {
  const chance = chanceOf(seed, nth);
  const begun = chance.of(seeds);
  const bytes = damaged(begun.bytes, chance.of(seeds).bytes, chance);
  const baseUrl = chance.below(8) === 0 ? null : "https://feeds.example.org/a/feed.xml";
  return { seedName: begun.name, bytes, origin: { contentType: chance.of(contentTypes), baseUrl } };
}

/** Makes and reads the inputs. */
export function fuzz({ seeds, runs, seed, from, onProgress }: FuzzOptions): Fuzzed {
  const finds: Find[] = [];
  const alike = new Map<string, number>();
  const sums = { feeds: 0, entries: 0, bytes: 0 };
  let slowest: Fuzzed["slowest"] = { nth: -1, seedName: "", cpuMs: 0, bytes: 0 };
  for (let nth = from; nth < from + runs; nth += 1) {
    const { seedName, ...input } = inputOf(seeds, seed, nth);
    const { complaints, format, entries, cpuMs } = examine(input);
    sums.bytes += input.bytes.length;
    sums.entries += entries;
    if (format !== null) sums.feeds += 1;
    if (cpuMs > slowest.cpuMs) slowest = { nth, seedName, cpuMs, bytes: input.bytes.length };
    if (complaints.length > 0) {
      const key = complaints.join("\n").replace(/\d+/g, "");
      const before = alike.get(key) ?? 0;
      alike.set(key, before + 1);
      if (before < alikeMax) finds.push({ nth, seedName, complaints, input });
    }
    onProgress?.(nth - from + 1, finds.length);
  }
  return { examined: runs, ...sums, finds, slowest };
}
