// The store with its index of notes brought up to what stands in the notes folder.
import { scanNotes, type Scan } from "../../sense/scan.ts";
import type { Vault } from "../../sense/note.ts";
import type { Context } from "../context.ts";

/** The store as a command's context hands it out. */
export type OpenStore = Awaited<ReturnType<Context["store"]>>;

/** Opens store and notes folder and takes in what was changed by hand since the last command. */
export async function notesNow(context: Context): Promise<{ store: OpenStore; vault: Vault; scan: Scan }> {
  const [store, vault] = await Promise.all([context.store(), context.vault()]);
  return { store, vault, scan: scanNotes(vault, store) };
}
