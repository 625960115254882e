// pkm sense note: makes a note, of items and what was marked in them or of nothing but one's own words.
import { PkmError } from "../../base/errors.ts";
import { kindOfId } from "../../base/id.ts";
import { contextName } from "../../sense/context.ts";
import { draftFrom, templateFor, withCited } from "../../sense/draft.ts";
import { makeNote } from "../../sense/make-note.ts";
import { noteKinds, type NoteKind } from "../../sense/note.ts";
import { quotesOf } from "../../sense/quote.ts";
import { tagName } from "../../sense/tagging.ts";
import { nameOfItem } from "../../seek/item.ts";
import { record, text, type Report } from "../../ui/report.ts";
import { defineCommand, type Command, type Words } from "../command.ts";
import type { Context } from "../context.ts";
import { notesNow, type OpenStore } from "./notes-now.ts";
import { wouldDo } from "./would-do.ts";

interface Input {
  refs: readonly string[];
  message: string | null;
  isFromStdin: boolean;
  title: string | null;
  tags: readonly string[];
  contexts: readonly string[];
  kind: NoteKind;
}

export const command: Command = defineCommand<Input>({
  path: "sense note",
  summary: "make a note, of items or of your own words alone",
  args: "[ref...]",
  options: [
    { flags: "-m, --message <text>", about: "the text; without it standard input or $EDITOR" },
    { flags: "-t, --tag <tag>", about: "a tag", isRepeatable: true },
    { flags: "--title <title>", about: "the title; else the text's first heading or line" },
    { flags: "--kind <kind>", about: noteKinds.join(", ") },
    { flags: "--context <context>", about: "an area of life it belongs to", isRepeatable: true },
  ],
  examples: [
    { line: "pkm sense note k4n2", about: "opens $EDITOR with what was marked in the item" },
    { line: 'pkm sense note k4n2 -m "Trust comes before sharing" -t trust', about: "without an editor" },
    { line: "pkm sense note - --title Minutes < minutes.md", about: "the text from standard input" },
  ],
  details:
    "A ref is an item, with everything marked in it, or one annotation. What was marked goes below the text as quotations\n" +
    "with the address, so that the note stands on its own; the items are kept. An editor's text that was left as it was\n" +
    "saves nothing.",
  parse: parseNote,
  async run(context, input) {
    const { store, vault } = await notesNow(context);
    const cited = cite(store, input.refs);
    const { sources } = cited;
    const draft = await write(context, input, cited);
    if (draft === null) return nothing("nothing was saved: the text was left as it was, or empty");
    if (draft.title === "")
      throw new PkmError("usage", "the note has no title", { hint: "pkm sense note --title TITLE" });
    if (context.flags.isDryRun) return wouldDo(`make the note “${draft.title}”`);
    const { kind, tags, contexts } = input;
    const work = { store, vault, clock: context.clock };
    const note = orShowText(draft, () => makeNote(work, { ...draft, kind, tags, contexts, sources, via: null }));
    const id = note.id ?? note.path;
    return record(
      {
        value: note,
        fields: [
          { label: "note", value: id, tone: "id" },
          { label: "title", value: note.title, tone: "strong" },
          { label: "file", value: note.path },
          { label: "of", value: sources.join(", ") },
          { label: "tags", value: note.tags.join(", ") },
        ],
      },
      { ids: [id], words: [`noted ${id}: pkm share stage ${id} --with <community>`] },
    );
  },
});

function parseNote(words: Words): Input {
  const message = words.text("message");
  const isFromStdin = words.args.includes("-") || message === "-";
  const hint = "pkm sense note --help";
  if (message?.trim() === "") throw new PkmError("usage", "-m is empty", { hint });
  if (isFromStdin && message !== null && message !== "-") {
    throw new PkmError("usage", "the text comes from -m or from standard input, not from both", { hint });
  }
  return {
    refs: words.args.filter((arg) => arg !== "-"),
    message: isFromStdin ? null : message,
    isFromStdin,
    title: words.text("title"),
    tags: [...new Set(words.list("tag").map(tagName))],
    contexts: [...new Set(words.list("context").map(contextName))],
    kind: words.choice("kind", noteKinds) ?? "idea",
  };
}

interface Cited {
  /** Item ids. */
  sources: readonly string[];
  /** The marked passages as Markdown, without a word of mine. */
  quotes: string;
  /** The same with my comments, which are private until I have seen them stand in a note. */
  annotations: string;
  fallback: string | null;
}

/** The items that refs name, and what was marked in them. */
function cite(store: OpenStore, refs: readonly string[]): Cited {
  const cites = refs.map((ref) => {
    const id = store.refs.find(ref, ["item", "annotation"]);
    const annotation = kindOfId(id) === "annotation" ? store.annotations.get(id) : null;
    const item = store.items.get(annotation?.item ?? id);
    const annotations = annotation === null ? store.annotations.ofItem(item.id) : [annotation];
    const title = nameOfItem(item);
    const cited = { id: item.id, title, url: item.url };
    const quotes = annotations.map(({ quote }) => ({ quote, comment: null }));
    return { id: item.id, title, quotes: quotesOf(cited, quotes), annotations: quotesOf(cited, annotations) };
  });
  return {
    sources: [...new Set(cites.map(({ id }) => id))],
    quotes: cites.map(({ quotes }) => quotes).join("\n\n"),
    annotations: cites.map(({ annotations }) => annotations).join("\n\n"),
    fallback: cites[0]?.title ?? null,
  };
}

/** The text from -m, from what is piped in, or from the editor; null when the person left the editor without writing. */
async function write(
  context: Context,
  { message, isFromStdin, title }: Input,
  { quotes, annotations, fallback }: Cited,
): Promise<{ title: string; body: string } | null> {
  const own = message ?? (await pipedText(context, isFromStdin));
  if (own !== null) {
    const draft = draftFrom(own, title, fallback);
    return { title: draft.title, body: withCited(draft.body, quotes) };
  }
  if (!context.flags.mayAsk) {
    throw new PkmError("usage", "a note needs a text", { hint: 'pkm sense note -m "TEXT"' });
  }
  const written = await context.person.edit(templateFor(title ?? fallback, annotations), ".md");
  return written === null ? null : draftFrom(written, null, title ?? fallback);
}

async function pipedText(context: Context, isAsked: boolean): Promise<string | null> {
  if (!isAsked && !context.person.hasStdin) return null;
  const piped = new TextDecoder().decode(await context.person.readStdin());
  if (piped.trim() !== "") return piped;
  if (isAsked) throw new PkmError("usage", "standard input is empty", { hint: 'pkm sense note -m "TEXT"' });
  return null;
}

/** When the note can not be written, the error carries the text: an editor's file is gone by then. */
function orShowText<Made>({ title, body }: { title: string; body: string }, make: () => Made): Made {
  try {
    return make();
  } catch (thrown) {
    if (!(thrown instanceof PkmError)) throw thrown;
    const message = `${thrown.message}; what was to be noted:\n# ${title}\n\n${body}`;
    throw new PkmError(thrown.kind, message, { hint: thrown.mend, cause: thrown });
  }
}

function nothing(why: string): Report {
  return text({ value: { saved: null }, text: why });
}
