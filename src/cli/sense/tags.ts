// pkm sense tags: every tag with how often it is used and what looks like it; merges two into one.
import { PkmError } from "../../base/errors.ts";
import { shellWord } from "../../base/shell-word.ts";
import { lookAlikes } from "../../sense/tag-likeness.ts";
import { mergeTags, planMerge } from "../../sense/tag-merge.ts";
import { tagName } from "../../sense/tagging.ts";
import { record, table, type Report } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";
import { notesNow } from "./notes-now.ts";

type Input = { from: string; into: string } | null;

export const command: Command = defineCommand<Input>({
  path: "sense tags",
  summary: "list all tags with counts, or merge one into another",
  args: "[merge] [from] [into]",
  options: [],
  examples: [
    { line: "pkm sense tags", about: "with a warning where two look like one" },
    { line: "pkm sense tags merge Teams team -n", about: "what that would change" },
    { line: "pkm sense tags merge Teams team", about: "everything tagged Teams is tagged team" },
  ],
  details:
    "Two tags look alike that differ in case, accents, hyphens or an English plural. A merge rewrites the frontmatter of\n" +
    "notes and is one change to undo; a #tag in a note's text is yours to edit, and the notes that have one are named.",
  parse({ args }) {
    const [act, from, into] = args;
    if (act === undefined) return null;
    if (act !== "merge" || from === undefined || into === undefined) {
      throw new PkmError("usage", "sense tags takes nothing, or merge and two tags", {
        hint: "pkm sense tags merge <from> <into>",
      });
    }
    return { from: tagName(from), into: tagName(into) };
  },
  run: (context, input) => (input === null ? list(context) : merge(context, input)),
});

async function list(context: Context): Promise<Report> {
  const { store } = await notesNow(context);
  const counts = store.tags.counts();
  const alike = lookAlikes(counts.map(({ tag }) => tag));
  const uses = new Map(counts.map((row) => [row.tag, row.items + row.notes + row.others]));
  const all = counts.map((row) => ({ ...row, alike: alike.get(row.tag) ?? [] }));
  const limit = context.flags.limit ?? 0;
  const isLess = (tag: string, other: string): boolean => (uses.get(tag) ?? 0) < (uses.get(other) ?? 0);
  const hints = all.flatMap(({ tag, alike: [other] }) =>
    other !== undefined && (isLess(tag, other) || (!isLess(other, tag) && tag > other))
      ? [`${tag} looks like ${other}: pkm sense tags merge ${shellWord(tag)} ${shellWord(other)}`]
      : [],
  );
  return table(
    {
      rows: limit === 0 ? all : all.slice(0, limit),
      columns: [
        { title: "tag", value: ({ tag }) => tag, tone: "strong" },
        { title: "items", value: ({ items }) => items, align: "right" },
        { title: "notes", value: ({ notes }) => notes, align: "right" },
        { title: "others", value: ({ others }) => others, align: "right", hiddenBelowColumns: 60 },
        { title: "looks like", value: (row) => row.alike.join(", "), tone: "warn", isFlexible: true },
      ],
      empty: "nothing is tagged yet: pkm sense tag <ref> <tag>",
    },
    { words: hints },
  );
}

async function merge(context: Context, { from, into }: { from: string; into: string }): Promise<Report> {
  const { store, vault } = await notesNow(context);
  const work = { store, vault };
  const planned = planMerge(work, from, into);
  const { things, notes, inline } = planned;
  const isDryRun = context.flags.isDryRun;
  if (!isDryRun) mergeTags(work, planned);
  const isChanged = !isDryRun && things.length + notes.length > 0;
  return record(
    {
      value: { ...planned, isChanged, dryRun: isDryRun },
      fields: [
        { label: isDryRun ? "would merge" : "merged", value: `${from} into ${into}`, tone: "strong" },
        { label: "things", value: things.join(", ") },
        { label: "notes", value: notes.join(", ") },
        { label: `#${from} in text`, value: inline.join(", "), tone: "warn" },
      ],
    },
    {
      ids: [...things, ...notes],
      words: inline.map((ref) => `#${from} stands in the text of ${ref}, which is yours: pkm sense edit ${ref}`),
    },
  );
}
