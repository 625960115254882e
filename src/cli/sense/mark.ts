// pkm sense mark: keeps items, or annotates one with a quote and a comment.
import { PkmError } from "../../base/errors.ts";
import { plainLine } from "../../base/plain.ts";
import { markItem } from "../../sense/mark.ts";
import { nameOfItem } from "../../seek/item.ts";
import { record, table, type Report } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";
import { anchored } from "./anchored.ts";
import { givenRefs } from "./given-refs.ts";
import { wouldDo } from "./would-do.ts";

interface Input {
  refs: readonly string[];
  quote: string | null;
  comment: string | null;
}

export const command: Command = defineCommand<Input>({
  path: "sense mark",
  summary: "keep an item, or annotate it with a quote or a comment",
  args: "<item...>",
  options: [
    { flags: "--quote <text>", about: "a passage of the item, as it stands there" },
    { flags: "-m, --message <text>", about: "a comment of your own" },
  ],
  examples: [
    { line: "pkm sense mark k4n2", about: "keep the item to come back to it" },
    { line: 'pkm sense mark k4n2 --quote "the third space"', about: "highlight a passage" },
    { line: 'pkm sense mark k4n2 --quote "the third space" -m "not so in our team"', about: "and say why" },
  ],
  details:
    "Without --quote and -m the item is kept, nothing more; an annotated item is kept too. White space, quotation marks\n" +
    "and dashes need not be typed as they stand in the item. When a passage stands in it more than once, the first counts.",
  parse(words) {
    const quote = words.text("quote");
    const comment = words.text("message");
    if (quote?.trim() === "") throw new PkmError("usage", "--quote is empty", { hint: "pkm sense mark --help" });
    if (comment?.trim() === "") throw new PkmError("usage", "-m is empty", { hint: "pkm sense mark --help" });
    if (words.args.length > 1 && (quote !== null || comment !== null)) {
      throw new PkmError("usage", "a quote or comment is on one item", { hint: "pkm sense mark ITEM --quote TEXT" });
    }
    return { refs: words.args, quote, comment };
  },
  async run(context, { refs, quote, comment }) {
    const store = await context.store();
    const given = await givenRefs(context, refs);
    const items = given.map((ref) => store.refs.find(ref, ["item"]));
    if (context.flags.isDryRun) return wouldDo(`mark ${items.join(", ")}`);
    const [item] = items;
    if (item === undefined) throw new PkmError("usage", "no item was named", { hint: "pkm sense mark ITEM" });
    if (quote === null && comment === null) return keep(context, items);
    const marked = markItem(store, { item, quote, comment });
    const { annotation, places } = marked;
    if (annotation === null) return keep(context, items);
    const value = anchored(store, annotation);
    const manyPlaces = places > 1 ? [`the passage stands ${places} times in ${item}; the first was marked`] : [];
    return record(
      {
        value,
        fields: [
          { label: "annotation", value: value.id, tone: "id" },
          { label: "item", value: `${item} ${nameOfItem(marked.item)}` },
          { label: "quote", value: value.quote === null ? null : `“${value.quote.exact}”` },
          { label: "comment", value: value.comment },
        ],
      },
      { ids: [value.id], words: [...manyPlaces, `marked ${item}: pkm sense note ${item}`] },
    );
  },
});

/** Keeps the items; those that were kept before stay as they are. */
async function keep(context: Context, ids: readonly string[]): Promise<Report> {
  const store = await context.store();
  const summary = ids.length === 1 ? `kept ${ids[0]}` : `kept ${ids.length} items`;
  const kept = store.changes.record(summary, () =>
    ids.map((item) => markItem(store, { item, quote: null, comment: null })),
  );
  const words = kept.map(({ item, isNewlyKept }) => {
    const name = plainLine(nameOfItem(item));
    return isNewlyKept
      ? `kept ${item.id} “${name}”: pkm sense note ${item.id}`
      : `${item.id} “${name}” was kept already`;
  });
  return table(
    {
      rows: kept.map(({ item }) => item),
      columns: [
        { title: "id", value: ({ id }) => id, tone: "id" },
        { title: "state", value: ({ state }) => state },
        { title: "title", value: nameOfItem, isFlexible: true },
      ],
      empty: "nothing was named",
    },
    { ids, words },
  );
}
