// Examines damaged inputs of one target, one after the other, and gathers what does not hold.
import { damaged } from "./mutate.ts";
import { chanceOf } from "./random.ts";
import type { Bench, Dictionary, Examined, Making, Target } from "./target.ts";

export interface HuntOptions {
  /** Inputs to make. */
  runs: number;
  /** Two runs with the same one make the same inputs. */
  seed: number;
  /** Number of the first input. */
  from: number;
  onProgress?: (done: number, finds: number) => void;
  /** Called before each input, for a watch over what never ends. */
  onBegin?: (nth: number) => void;
}

export interface Find {
  /** The input's number, to make it again. */
  nth: number;
  seedName: string;
  complaints: readonly string[];
  bytes: Buffer;
}

export interface Hunted {
  examined: number;
  seeds: number;
  /** How often each outcome was. */
  outcomes: ReadonlyMap<string, number>;
  bytes: number;
  finds: readonly Find[];
  slowest: { nth: number; seedName: string; cpuMs: number; bytes: number };
}

/** Finds kept of those that complain of the same things. */
const alikeMax = 4;
const triesMax = 3;

/** The `nth` input of the seed number `seed`, and the chance that goes on behind it. */
export function inputOf(
  { seeds, damage = damaged }: Pick<Bench, "seeds" | "damage">,
  dictionary: Dictionary,
  { seed, nth }: { seed: number; nth: number },
): Making & { bytes: Buffer } {
  const chance = chanceOf(seed, nth);
  const begun = chance.of(seeds);
  const bytes = damage(begun.bytes, { other: chance.of(seeds).bytes, chance, dictionary });
  return { seedName: begun.name, bytes, chance };
}

/** Makes and examines the inputs of the target. */
export async function hunt(target: Target, options: HuntOptions): Promise<Hunted> {
  const bench = await target.open();
  try {
    return await huntOn(bench, target, options);
  } finally {
    await bench.close?.();
  }
}

async function huntOn(bench: Bench, target: Target, options: HuntOptions): Promise<Hunted> {
  const { runs, seed, from, onProgress, onBegin } = options;
  const finds: Find[] = [];
  const alike = new Map<string, number>();
  const outcomes = new Map<string, number>();
  let sum = 0;
  let slowest: Hunted["slowest"] = { nth: -1, seedName: "", cpuMs: 0, bytes: 0 };
  for (let nth = from; nth < from + runs; nth += 1) {
    const again = (): ReturnType<typeof inputOf> => inputOf(bench, target.dictionary, { seed, nth });
    const { seedName, bytes } = again();
    onBegin?.(nth);
    const { complaints, outcome, cpuMs } = await timed(bench, target, again);
    sum += bytes.length;
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    if (cpuMs > slowest.cpuMs) slowest = { nth, seedName, cpuMs, bytes: bytes.length };
    if (complaints.length > 0) {
      const key = complaints.join("\n").replace(/\d+/g, "");
      const before = alike.get(key) ?? 0;
      alike.set(key, before + 1);
      if (before < alikeMax) finds.push({ nth, seedName, complaints, bytes });
    }
    onProgress?.(nth - from + 1, finds.length);
  }
  return { examined: runs, seeds: bench.seeds.length, outcomes, bytes: sum, finds, slowest };
}

/** Examines an input, again where it took too long: on a loaded machine the least of several times is the true one. */
async function timed(
  bench: Bench,
  target: Target,
  make: () => ReturnType<typeof inputOf>,
): Promise<Examined & { cpuMs: number }> {
  let least = Number.POSITIVE_INFINITY;
  for (let left = triesMax; ; left -= 1) {
    const { bytes, ...making } = make();
    const budgetMs = target.budgetMs(bytes.length);
    const before = process.threadCpuUsage();
    const { complaints, outcome } = await examinedBy(bench, bytes, making);
    const { user, system } = process.threadCpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
    if (least > budgetMs && left > 1) continue;
    const slow = least > budgetMs ? [`takes ${Math.round(least)} ms for ${bytes.length} bytes`] : [];
    return { complaints: [...complaints, ...slow, ...pollution()], outcome, cpuMs: least };
  }
}

async function examinedBy(bench: Bench, bytes: Buffer, making: Making): Promise<Examined> {
  try {
    return await bench.examine(bytes, making);
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { complaints: [`throws ${said}`], outcome: "thrown" };
  }
}

/** What an input has put into the prototypes that every object has; taken out again, so that only one find tells of it. */
export function pollution(): readonly string[] {
  const added = [Object.prototype, Array.prototype, Map.prototype].flatMap((prototype) => {
    const names = Object.keys(prototype);
    for (const name of names) Reflect.deleteProperty(prototype, name);
    return names;
  });
  return added.map((name) => `every object has ${name} now`);
}
