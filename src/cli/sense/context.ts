// pkm sense context: areas of life: what is in each, and which of them are bounded.
import { PkmError } from "../../base/errors.ts";
import type { IdKind } from "../../base/id.ts";
import { contextName } from "../../sense/context.ts";
import { labelThings } from "../../sense/tagging.ts";
import { record, table, type Report } from "../../ui/report.ts";
import { agoText } from "../../ui/time.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";
import { givenRefs, resolved } from "./given-refs.ts";
import { notesNow } from "./notes-now.ts";
import { wouldDo } from "./would-do.ts";
import { filterTyped } from "./query-words.ts";

const acts = ["list", "add", "remove", "bound", "unbound"] as const;
type Act = (typeof acts)[number];

const kinds: readonly IdKind[] = ["item", "note", "source", "community", "person"];

interface Input {
  act: Act;
  /** "" for list. */
  name: string;
  refs: readonly string[];
}

export const command: Command = defineCommand<Input>({
  path: "sense context",
  summary: "list areas of life, put things in one, or draw a line around one",
  args: "[list|add|remove|bound|unbound] [context] [ref...]",
  options: [],
  examples: [
    { line: "pkm sense context", about: "every context, with what is in it" },
    { line: "pkm sense context add work n3d4 s4k2", about: "a note, in its own file, and a source with its items" },
    { line: "pkm sense context bound acme", about: "from now on nothing of acme leaves it unasked" },
    { line: "pkm sense context add acme 'Acme team'", about: "the team stands inside the line" },
    { line: "pkm find context:acme", about: "what is in it" },
  ],
  details:
    "A thing may be in several contexts. An item is also in the contexts of the sources that brought it. A bounded\n" +
    "context is a confidentiality line: a note that stands in it, was made of an item in it, or links to something in it\n" +
    "leaves it where it goes to a community, team or network that is not in that context too.",
  parse({ args }) {
    const [first = "list", second, ...refs] = args;
    const act = acts.find((candidate) => candidate === first);
    const hint = "pkm sense context --help";
    if (act === undefined) throw new PkmError("usage", `sense context does ${acts.join(", ")}, not ${first}`, { hint });
    if (act === "list" ? second !== undefined : second === undefined) {
      throw new PkmError("usage", act === "list" ? "list takes nothing more" : `${act} needs a context`, { hint });
    }
    const takesRefs = act === "add" || act === "remove";
    if (takesRefs !== refs.length > 0) {
      throw new PkmError("usage", takesRefs ? `${act} needs the things too` : `${act} takes a context alone`, { hint });
    }
    return { act, name: second === undefined ? "" : contextName(second), refs };
  },
  async run(context, input) {
    switch (input.act) {
      case "list":
        return list(context);
      case "add":
      case "remove":
        return put(context, input, input.act === "remove");
      case "bound":
      case "unbound":
        return draw(context, input.name, input.act === "bound");
    }
  },
});

async function list(context: Context): Promise<Report> {
  const { store } = await notesNow(context);
  const now = context.clock.now();
  const limit = context.flags.limit ?? 0;
  const all = store.contexts.counts();
  const count = (title: "notes" | "items" | "sources" | "places" | "people") => ({
    title,
    value: (row: (typeof all)[number]) => row[title],
    align: "right" as const,
  });
  return table(
    {
      rows: limit === 0 ? all : all.slice(0, limit),
      columns: [
        { title: "context", value: (row) => row.context, tone: "strong", isFlexible: true },
        { title: "bounded", value: ({ bounded }) => (bounded === null ? "" : agoText(bounded, now)), tone: "warn" },
        count("notes"),
        count("items"),
        count("sources"),
        { ...count("places"), hiddenBelowColumns: 60 },
        { ...count("people"), hiddenBelowColumns: 60 },
      ],
      empty: "nothing is in a context yet: pkm sense context add <context> <ref>",
    },
    {},
  );
}

async function put(context: Context, { name, refs }: Input, isRemoval: boolean): Promise<Report> {
  const { store, vault } = await notesNow(context);
  const things = resolved(store, await givenRefs(context, refs), kinds);
  if (context.flags.isDryRun) {
    return wouldDo(`${isRemoval ? "take out of" : "put in"} ${name}: ${things.map(({ ref }) => ref).join(", ")}`);
  }
  const done = labelThings({ store, vault }, { noun: "context", things, labels: [name], isRemoval });
  return table(
    {
      rows: done.map(({ ref, labels, changed }) => ({ ref, contexts: labels, changed })),
      columns: [
        { title: "thing", value: ({ ref }) => ref, tone: "id" },
        { title: "contexts", value: ({ contexts }) => contexts.join(", "), isFlexible: true },
      ],
      empty: "nothing was named",
    },
    { ids: done.map(({ ref }) => ref), words: [`what is in it: pkm find ${filterTyped("context", name)}`] },
  );
}

async function draw(context: Context, name: string, isBound: boolean): Promise<Report> {
  const { store } = await notesNow(context);
  const did = isBound ? `bounded the context ${name}` : `took the line around the context ${name} away`;
  if (context.flags.isDryRun) return wouldDo(isBound ? `bound ${name}` : `unbound ${name}`);
  const { contexts } = store;
  const isChanged = store.changes.record(did, () => (isBound ? contexts.bound(name) : contexts.unbound(name)));
  return record(
    {
      value: { context: name, isBounded: isBound, isChanged },
      fields: [
        { label: "context", value: name, tone: "strong" },
        { label: "bounded", value: isBound ? "yes" : "no", tone: isBound ? "warn" : "plain" },
      ],
    },
    { words: [isChanged ? did : `${name} was so already`] },
  );
}
