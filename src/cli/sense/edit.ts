// pkm sense edit: opens a note's file in the editor.
import { PkmError } from "../../base/errors.ts";
import { sha256 } from "../../base/hash.ts";
import { presentNote } from "../../sense/edit-note.ts";
import { refOf } from "../../sense/indexed-note.ts";
import { saveEdit } from "../../sense/save-edit.ts";
import { record, text, type Report } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";
import { notesNow } from "./notes-now.ts";
import { wouldDo } from "./would-do.ts";

export const command: Command = defineCommand<string>({
  path: "sense edit",
  summary: "edit a note in $EDITOR",
  args: "<note>",
  options: [],
  examples: [{ line: "pkm sense edit n3d4", about: "the whole file, frontmatter too" }],
  parse: (words) => words.args[0] ?? "",
  run: editInEditor,
});

/** Opens the note's file in the person's editor and writes it back, unless it was left as it was. */
export async function editInEditor(context: Context, given: string): Promise<Report> {
  const { store, vault } = await notesNow(context);
  const note = presentNote(store, store.refs.find(given, ["note"]));
  if (context.flags.isDryRun) return wouldDo(`edit ${refOf(note)} in ${note.path}`);
  if (!context.flags.mayAsk) {
    throw new PkmError("usage", "an editor needs a terminal", { hint: `pkm show ${refOf(note)} --full` });
  }
  const before = vault.read(note.path);
  const edited = await context.person.edit(before.text, ".md");
  if (edited === null) return text({ value: { ...note, isChanged: false }, text: "nothing was changed" });
  const after = saveEdit({ store, vault, hash: sha256 }, note, { before, text: edited });
  const ref = refOf(after);
  return record(
    {
      value: { ...after, isChanged: true },
      fields: [
        { label: "note", value: ref, tone: "id" },
        { label: "title", value: after.title, tone: "strong" },
        { label: "file", value: after.path },
        { label: "problems", value: after.problems.map(({ message }) => message).join("; "), tone: "warn" },
      ],
    },
    { ids: [ref], words: [`edited ${ref}: pkm show ${ref}`] },
  );
}
