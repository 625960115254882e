// Throw-away homes for measurements, with sources in the store that were never asked.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findHome } from "../../src/machine/home.ts";
import { systemClock } from "../../src/base/clock.ts";
import { openStore, type Store } from "../../src/store/store.ts";

export interface Homes {
  /** A folder that is not there yet. */
  fresh(name: string): string;
  /** A copy of the folder `from`. */
  copyOf(from: string): string;
  /** Takes a folder away before the end, to spare the disk. */
  drop(folder: string): void;
  close(): void;
}

const roots = new Set<string>();
const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** Large stores stay behind for no run that is broken off. */
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    for (const root of roots) remove(root);
    process.kill(process.pid, "SIGKILL");
  });
}

export function openHomes(): Homes {
  const root = mkdtempSync(join(tmpdir(), "pkm-bench-"));
  roots.add(root);
  let made = 0;
  const fresh = (name: string): string => join(root, `${name}-${(made += 1)}`);
  return {
    fresh,
    copyOf(from) {
      const to = fresh("copy");
      cpSync(from, to, { recursive: true });
      return to;
    },
    drop: remove,
    close: () => remove(root),
  };
}

/** Opens the store of `home` for `act`. */
export async function withStore<Result>(home: string, act: (store: Store, file: string) => Result): Promise<Result> {
  const { storeFile } = await findHome(null, { PKM_HOME: home });
  const store = openStore(storeFile, systemClock);
  try {
    return act(store, storeFile);
  } finally {
    store.close();
  }
}

/** Makes a home whose store has a source for each address. */
export function plantSources(home: string, urls: readonly string[]): Promise<void> {
  return withStore(home, (store) =>
    store.transact(() => {
      for (const url of urls) {
        const id = store.sources.plant({ url, foundAt: null });
        store.sources.revive(id, { filter: "naive", person: null, tags: [], contexts: [] });
      }
    }),
  );
}
