// pkm seek remove: stops asking a source; what it brought stays.
import { table, type Report } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";
import { orRehearsal, recorderFor } from "../dry-run.ts";

export const command: Command = defineCommand<{ refs: readonly string[] }>({
  path: "seek remove",
  summary: "stop asking a source; its items stay",
  args: "<source...>",
  options: [],
  examples: [{ line: "pkm seek remove s4k2", about: "taken back by pkm undo" }],
  details: "What it left unread waits no more, but for what another of your sources brings too: that waits on there.",
  parse: (words) => ({ refs: words.args }),
  run: (context, input) => orRehearsal(() => remove(context, input)),
});

async function remove(context: Context, { refs }: { refs: readonly string[] }): Promise<Report> {
  const store = await context.store();
  const { sources, refs: finder } = store;
  const ids = [...new Set(refs.map((ref) => finder.find(ref, ["source"])))];
  const before = ids.map((id) => sources.get(id));
  const names = before.map(({ id, title, url }) => `${id}, ${title ?? url}`);
  recorderFor(context, store).record(`remove the source ${names.join("; ")}`, () =>
    ids.forEach((id) => sources.drop(id)),
  );
  const rows = ids.map((id) => sources.get(id));
  return table(
    {
      rows,
      columns: [
        { title: "id", value: ({ id }) => id, tone: "id" },
        { title: "title", value: ({ title, url }) => title ?? url, isFlexible: true },
        { title: "items kept", value: ({ items }) => items, align: "right" },
      ],
      empty: "",
    },
    { ids, words: [`removed ${ids.join(", ")}, the items stay: pkm undo`] },
  );
}
