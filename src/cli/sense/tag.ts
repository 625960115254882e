// pkm sense tag: puts tags on things, or takes them off.
import { PkmError } from "../../base/errors.ts";
import { labelThings, tagName, type Labelled } from "../../sense/tagging.ts";
import { table } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { givenRefs, resolved } from "./given-refs.ts";
import { notesNow } from "./notes-now.ts";
import { wouldDo } from "./would-do.ts";
import { filterTyped } from "./query-words.ts";

const taggable = ["item", "note", "annotation", "source", "person"] as const;

interface Input {
  refs: readonly string[];
  tags: readonly string[];
  isRemoval: boolean;
}

export const command: Command = defineCommand<Input>({
  path: "sense tag",
  summary: "put tags on an item, note, annotation or source, or take them off",
  args: "<ref> <tag...>",
  options: [{ flags: "--remove", about: "take the tags off" }],
  examples: [
    { line: "pkm sense tag k4n2 trust teams", about: "two tags on an item" },
    { line: "pkm sense tag n3d4 trust --remove", about: "in the note's own file" },
    { line: "pkm find trust --ids | pkm sense tag - trust", about: "everything that was found" },
  ],
  details: "A note's tags stand in its frontmatter; a #tag in its text is yours to edit.",
  parse: (words) => ({
    refs: words.args.slice(0, 1),
    tags: [...new Set(words.args.slice(1).map(tagName))],
    isRemoval: words.flag("remove"),
  }),
  async run(context, { refs, tags, isRemoval }) {
    const { store, vault } = await notesNow(context);
    const things = resolved(store, await givenRefs(context, refs), taggable);
    if (things.length === 0) throw new PkmError("usage", "nothing to tag was named", { hint: "pkm sense tag --help" });
    const named = things.map(({ ref }) => ref).join(", ");
    if (context.flags.isDryRun) return wouldDo(`${isRemoval ? "untag" : "tag"} ${named}: ${tags.join(", ")}`);
    const done = labelThings({ store, vault }, { noun: "tag", things, labels: tags, isRemoval });
    return table(
      {
        rows: done.map(({ ref, labels, changed }) => ({ ref, tags: labels, changed })),
        columns: [
          { title: "thing", value: ({ ref }) => ref, tone: "id" },
          { title: "tags", value: (row) => row.tags.join(", "), isFlexible: true },
        ],
        empty: "nothing was named",
      },
      { ids: done.map(({ ref }) => ref), words: done.map((row) => wordsFor(row, isRemoval)) },
    );
  },
});

function wordsFor({ ref, changed }: Labelled, isRemoval: boolean): string {
  if (changed.length > 0)
    return `${isRemoval ? "untagged" : "tagged"} ${ref}: pkm find ${filterTyped("tag", changed[0] ?? "")}`;
  return isRemoval ? `${ref} has none of these tags of its own` : `${ref} has these tags already`;
}
