// What channels keep between runs: one private file each in the state folder, replaced whole, and never in the store.
import { lstatSync } from "node:fs";
import { join } from "node:path";
import { readSecretFile, replaceSecretFile } from "./secret-file.ts";
import type { Memory } from "../share/channel.ts";

/** The memory in `stateDir`. Throws PkmError("credentials") where others may read it, and where it can not be written. */
export function memoryIn(stateDir: string): Memory {
  const fileOf = (key: string): string => {
    if (!/^[a-z0-9-]+$/.test(key)) throw new Error(`not a plain key: ${key}`);
    return join(stateDir, "sessions", key);
  };
  return {
    recall(key) {
      const file = fileOf(key);
      return lstatSync(file, { throwIfNoEntry: false }) === undefined ? null : readSecretFile(file).trimEnd();
    },
    keep(key, text) {
      if (text.trim() === "") throw new Error(`nothing is no session: ${key}`);
      replaceSecretFile(fileOf(key), text);
    },
  };
}
