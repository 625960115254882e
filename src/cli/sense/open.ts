// pkm open: an item's page in the browser, a note in the editor.
import { PkmError } from "../../base/errors.ts";
import { kindOfId } from "../../base/id.ts";
import { record } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { editInEditor } from "./edit.ts";
import { notesNow, type OpenStore } from "./notes-now.ts";

export const command: Command = defineCommand<string>({
  path: "open",
  summary: "open an item's page in the browser, or a note in $EDITOR",
  args: "<ref>",
  options: [],
  examples: [
    { line: "pkm open k4n2", about: "the item's page" },
    { line: "pkm open n3d4", about: "the same as pkm sense edit n3d4" },
  ],
  parse: (words) => words.args[0] ?? "",
  async run(context, given) {
    const { store } = await notesNow(context);
    const ref = store.refs.find(given, ["item", "note", "annotation", "source"]);
    if (store.notes.get(ref) !== null) return editInEditor(context, ref);
    const url = pageOf(store, ref);
    if (url === null || !/^https?:\/\//i.test(url)) {
      throw new PkmError("not-found", `${ref} has no page on the web`, { hint: `pkm show ${ref}` });
    }
    if (!context.flags.isDryRun) {
      await context.person.openUrl(url);
      if (kindOfId(ref) === "item") store.attention.note("opened", [ref]);
    }
    return record({ value: { id: ref, url }, fields: [{ label: ref, value: url, tone: "link" }] }, { ids: [ref] });
  },
});

/** The address of an item's page, of the item an annotation is on, of a source's site. */
function pageOf(store: OpenStore, ref: string): string | null {
  const kind = kindOfId(ref);
  if (kind === "source") {
    const source = store.sources.get(ref);
    return source.site ?? source.url;
  }
  const item = kind === "annotation" ? store.annotations.get(ref)?.item : ref;
  return item === undefined ? null : store.items.get(item).url;
}
