// Homes with very many items, each filled once in a run however many benchmarks ask for it.
import { fillStore, type BigStore } from "./big-store.ts";
import { openHomes, withStore } from "./homes.ts";

export interface BigHomes {
  /** A home with a store of this size, which nobody writes to: who has to, asks for a copy. */
  of(size: BigStore): Promise<string>;
  /** A copy of it. */
  copyOf(size: BigStore): Promise<string>;
  /** Takes a copy away. */
  drop(home: string): void;
  close(): void;
}

export function openBigHomes(): BigHomes {
  const homes = openHomes();
  const filled = new Map<string, string>();
  async function of(size: BigStore): Promise<string> {
    const key = JSON.stringify([size.sources, size.items, size.hasSearch]);
    const known = filled.get(key);
    if (known !== undefined) return known;
    const home = homes.fresh("big");
    const file = await withStore(home, (_, path) => path);
    fillStore(file, size);
    filled.set(key, home);
    return home;
  }
  return { of, copyOf: async (size) => homes.copyOf(await of(size)), drop: homes.drop, close: homes.close };
}
