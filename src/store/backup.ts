// A copy of the store that is known to be whole before it has its name.
import { closeSync, existsSync, openSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { syncFile, syncFolder } from "../base/sync.ts";
import { PkmError } from "../base/errors.ts";
import { takeName } from "../base/take-name.ts";
import { clearLeftovers, draftPathOf } from "./leftovers.ts";

/**
 * Writes a compact copy of `db` to `target`: 0600, checked by opening it, fsynced, then renamed into place.
 * An existing `target` is kept and nothing is done, so that a retried migration can not copy over a good backup; what
 * killed processes left of it goes.
 */
export function backUp(db: Database.Database, target: string): void {
  if (existsSync(target)) return;
  clearLeftovers(target);
  const draft = draftPathOf(target);
  // VACUUM INTO writes into an empty file that exists; making it first sets its mode.
  closeSync(openSync(draft, "wx", 0o600));
  try {
    db.prepare("VACUUM INTO ?").run(draft);
    assertWhole(draft);
    syncFile(draft);
    // Another process that upgrades the same store may have been here meanwhile, and migrated what this copy was made of.
    takeName(draft, target);
    syncFolder(dirname(target));
  } finally {
    rmSync(draft, { force: true });
  }
}

function assertWhole(file: string): void {
  const copy = new Database(file, { readonly: true });
  try {
    const verdict = copy.pragma("integrity_check", { simple: true });
    if (verdict !== "ok") {
      throw new PkmError("failed", `the backup ${file} did not read back whole: ${String(verdict)}`, {
        hint: "pkm doctor",
      });
    }
  } finally {
    copy.close();
  }
}
