// pkm undo: takes back the last change a command made, or lists what can be taken back.
import { PkmError } from "../../base/errors.ts";
import { sha256 } from "../../base/hash.ts";
import type { Vault } from "../../sense/note.ts";
import { agoText } from "../../ui/time.ts";
import { record, table } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";

const listMax = 20;

interface FileChange {
  path: string;
  before: string | null;
  after: string | null;
}

export const command: Command = defineCommand<{ isList: boolean }>({
  path: "undo",
  summary: "take back the last change",
  args: "",
  options: [{ flags: "--list", about: "show the last changes and which can be taken back" }],
  examples: [
    { line: "pkm undo", about: "says what it takes back" },
    { line: "pkm undo --list", about: "what was sent is listed as not undoable" },
  ],
  parse: (words) => ({ isList: words.flag("list") }),
  async run(context, { isList }) {
    const store = await context.store();
    const { changes } = store;
    const now = context.clock.now();
    if (isList) {
      const limit = context.flags.limit ?? listMax;
      return table({
        rows: changes.list(limit === 0 ? -1 : limit),
        columns: [
          { title: "when", value: ({ at }) => agoText(at, now) },
          { title: "change", value: ({ summary }) => summary, isFlexible: true },
          {
            title: "undo",
            value: ({ undone, staysBecause }) => (undone === null ? (staysBecause ?? "yes") : "undone"),
          },
        ],
        empty: "nothing was changed yet",
      });
    }
    const change = changes.latest();
    if (change === null) throw new PkmError("not-found", "there is nothing to take back", { hint: "pkm undo --list" });
    const files = changes.files(change.no);
    if (context.flags.isDryRun) {
      return record({ value: change, fields: [{ label: "would undo", value: change.summary }] });
    }
    const vault = await context.vault();
    // The files last and inside the transaction: where one was changed since, no row is taken back either.
    store.transact(() => {
      changes.undo(change.no);
      for (const file of files) putBack(vault, file);
    });
    return record(
      { value: { ...change, undone: now.toISOString() }, fields: [{ label: "undone", value: change.summary }] },
      { words: change.staysBecause === null ? [] : [change.staysBecause] },
    );
  },
});

/** Puts a note file back; one that an interrupted undo has put back already is left as it is. */
function putBack(vault: Vault, { path, before, after }: FileChange): void {
  const stands = vault.list().some((stamp) => stamp.path === path) ? vault.read(path).text : null;
  if (stands !== before) vault.restore(path, before, after === null ? null : sha256(after));
}
