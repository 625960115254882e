// Everything a home holds, for another pkm.
import { archiveLines, type ArchivedFile } from "../../share/archive.ts";
import { notesNow } from "../sense/notes-now.ts";
import { counted, type ExportForm } from "./export-form.ts";

export const archiveForm: ExportForm = {
  kind: "all",
  about:
    "everything, notes and undo too, as JSON lines that pkm import takes into an empty home; the same home makes the " +
    "same bytes. Passwords and secrets are left out, only where they are is said. config.toml stays where it is.",
  async hand(context, write) {
    const { store, vault } = await notesNow(context);
    return store.archive.snapshot(() => {
      const files = vault.list().map(({ path }) => path);
      const counts = store.archive.counts();
      const records = Object.values(counts).reduce((sum, count) => sum + count, files.length);
      return write({
        value: { records, notes: files.length },
        what: `${counted(records, "record")} and ${counted(files.length, "note")}`,
        parts: archiveLines(store.archive, filesOf(vault, files)),
      });
    });
  },
};

interface Notes {
  bytes(path: string): { bytes: Uint8Array; modifiedMs: number };
}

function filesOf(vault: Notes, paths: readonly string[]): readonly (() => ArchivedFile)[] {
  return paths.map((path) => () => {
    const { bytes, modifiedMs } = vault.bytes(path);
    const buffer = Buffer.from(bytes);
    const utf8 = buffer.toString("utf8");
    const content = Buffer.from(utf8).equals(buffer) ? { utf8 } : { base64: buffer.toString("base64") };
    return { path, modifiedMs, content };
  });
}
