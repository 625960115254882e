// pkm sense note: makes a note, of items and what was marked in them or of nothing but one's own words.
import { PkmError } from "../../base/errors.ts";
import { addToNote } from "../../sense/add-to-note.ts";
import { contextName } from "../../sense/context.ts";
import { withCited } from "../../sense/draft.ts";
import { type IndexedNote, refOf } from "../../sense/indexed-note.ts";
import { makeNote } from "../../sense/make-note.ts";
import { noteKinds, type NoteKind, type Vault } from "../../sense/note.ts";
import { tagName } from "../../sense/tagging.ts";
import { dayFields, fieldWords, type NoteTemplate } from "../../sense/template.ts";
import { record, text, type Report } from "../../ui/report.ts";
import { defineCommand, type Command, type Words } from "../command.ts";
import type { Context } from "../context.ts";
import { editInEditor } from "./edit.ts";
import { cite, type Cited, draftInEditor, draftOf, type FrontedDraft, orShowText, ownText } from "./note-text.ts";
import { notesNow, type OpenStore } from "./notes-now.ts";
import { wouldDo } from "./would-do.ts";

interface Input {
  refs: readonly string[];
  message: string | null;
  isFromStdin: boolean;
  title: string | null;
  tags: readonly string[];
  contexts: readonly string[];
  /** Null is as the template says, else an idea. */
  kind: NoteKind | null;
  template: string | null;
  isDaily: boolean;
}

export const command: Command = defineCommand<Input>({
  path: "sense note",
  summary: "make a note, of items or of your own words alone",
  args: "[ref...]",
  options: [
    { flags: "-m, --message <text>", about: "the text; without it standard input or $EDITOR" },
    { flags: "-t, --tag <tag>", about: "a tag", isRepeatable: true },
    { flags: "--title <title>", about: "the title; else the text's first heading or line" },
    { flags: "--kind <kind>", about: noteKinds.join(", "), choices: noteKinds },
    { flags: "--context <context>", about: "an area of life it belongs to", isRepeatable: true },
    { flags: "--template <name>", about: "begin from .templates/NAME.md in the notes folder" },
    { flags: "--daily", about: "the note of today: made once, then opened, or added to" },
  ],
  examples: [
    { line: "pkm sense note k4n2", about: "opens $EDITOR with what was marked in the item" },
    { line: 'pkm sense note k4n2 -m "Trust comes before sharing" -t trust', about: "without an editor" },
    { line: "pkm sense note - --title Minutes < minutes.md", about: "the text from standard input" },
    { line: "pkm sense note k4n2 --template reading", about: "from a template of yours" },
    { line: 'pkm sense note --daily -m "Talked with Ada about trust"', about: "one more paragraph to today's note" },
  ],
  details:
    "A ref is an item, with everything marked in it, or one annotation. What was marked goes below the text as quotations\n" +
    "with the address, so that the note stands on its own; the items are kept. An editor's text that was left as it was\n" +
    "saves nothing.\n\n" +
    "A template is a Markdown file in the folder .templates of your notes, or templates beside config.toml. Its\n" +
    "frontmatter goes into the note as it stands; id, title, created and kind are pkm's to write. Fields:\n" +
    Object.entries(fieldWords)
      .map(([name, about]) => `  ${`{{${name}}}`.padEnd(12)}  ${about}`)
      .join("\n") +
    "\nIn frontmatter date, time and weekday alone are filled. --daily begins from the template daily where there is one;\n" +
    "its note is called by the local day, and lies wherever you have put it.",
  parse: parseNote,
  async run(context, input) {
    const { store, vault } = await notesNow(context);
    const cited = cite(store, input.refs);
    const today = input.isDaily ? noteOfDay(store, context.clock.now()) : null;
    const desk = { store, vault, cited };
    return today === null ? make(context, input, desk) : goOn(context, { ...input, today }, desk);
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
  if (words.flag("daily") && words.text("title") !== null) {
    throw new PkmError("usage", "the note of a day is called by its day: --daily takes no --title", { hint });
  }
  return {
    refs: words.args.filter((arg) => arg !== "-"),
    message: isFromStdin ? null : message,
    isFromStdin,
    title: words.text("title"),
    tags: [...new Set(words.list("tag").map(tagName))],
    contexts: [...new Set(words.list("context").map(contextName))],
    kind: words.choice("kind", noteKinds),
    template: words.text("template"),
    isDaily: words.flag("daily"),
  };
}

interface Desk {
  store: OpenStore;
  vault: Vault;
  cited: Cited;
}

async function make(context: Context, input: Input, { store, vault, cited }: Desk): Promise<Report> {
  const template = templateFrom(vault, input);
  const draft = await write(context, input, { cited, template });
  if (draft === null) return text({ value: { saved: null }, text: nothingSaved });
  if (draft.title === "") {
    throw new PkmError("usage", "the note has no title", { hint: "pkm sense note --title TITLE" });
  }
  if (context.flags.isDryRun) return wouldDo(`make the note “${draft.title}”`);
  const { tags, contexts } = input;
  const { sources } = cited;
  const kind = input.kind ?? template?.kind ?? "idea";
  const work = { store, vault, clock: context.clock };
  const note = orShowText(draft, () =>
    store.changes.record(`noted “${draft.title}”`, () => {
      // Another pkm may have made the note of today while this one was being written.
      const other = input.isDaily ? noteOfDay(store, context.clock.now()) : null;
      if (other !== null) return addToNote(work, refOf(other), { text: draft.body, tags, contexts, sources });
      return makeNote(work, { ...draft, kind, tags, contexts, sources, via: null });
    }),
  );
  return reportOf(note, "noted");
}

/** Opens the note of today that is there, or adds to it what was handed in. */
async function goOn(
  context: Context,
  input: Input & { today: IndexedNote },
  { store, vault, cited }: Desk,
): Promise<Report> {
  const { today } = input;
  const own = await ownText(context, input);
  const added = withCited(own ?? "", cited.quotes);
  const { tags, contexts } = input;
  const { sources } = cited;
  if (added === "" && tags.length + contexts.length === 0) {
    return context.flags.mayAsk ? editInEditor(context, refOf(today)) : reportOf(today, "today's note is");
  }
  if (context.flags.isDryRun) return wouldDo(`add to the note “${today.title}”`);
  const draft = { title: today.title, body: added };
  const note = orShowText(draft, () =>
    addToNote({ store, vault }, refOf(today), { text: added, tags, contexts, sources }),
  );
  return reportOf(note, "added to");
}

const nothingSaved = "nothing was saved: the text was left as it was, or empty";

/** The template that was asked for; for the note of a day the one called so, where there is one. */
function templateFrom(vault: Vault, { template: name, isDaily }: Input): NoteTemplate | null {
  const template = name === null && !isDaily ? null : vault.template(name ?? "daily");
  if (template !== null || name === null) return template;
  const names = vault.templates().join(", ");
  throw new PkmError("not-found", `there is no template ${name}${names === "" ? "" : `; there are ${names}`}`, {
    hint: "pkm help sense note",
  });
}

async function write(
  context: Context,
  input: Input,
  { cited, template }: { cited: Cited; template: NoteTemplate | null },
): Promise<FrontedDraft | null> {
  const { title, isDaily } = input;
  const day = isDaily ? dayFields(context.clock.now()).date : null;
  const making = { cited, template, title: day ?? title };
  const own = await ownText(context, input);
  // Where nobody can write, the note of a day begins as its template does.
  const text = own ?? (isDaily && !context.flags.mayAsk ? "" : null);
  if (text !== null) return draftOf(context, text, making);
  const draft = await draftInEditor(context, making);
  if (draft === null || day === null || draft.title === day) return draft;
  return { ...draft, title: day, body: `# ${draft.title}\n\n${draft.body}` };
}

/** The note of the local day, wherever in the folder it lies; null when its file is not there. */
function noteOfDay(store: OpenStore, now: Date): IndexedNote | null {
  const ref = store.links.meaning(dayFields(now).date, "");
  const note = ref === null ? null : store.notes.get(ref);
  return note?.missing === null ? note : null;
}

function reportOf(note: IndexedNote, did: string): Report {
  const ref = refOf(note);
  return record(
    {
      value: note,
      fields: [
        { label: "note", value: ref, tone: "id" },
        { label: "title", value: note.title, tone: "strong" },
        { label: "file", value: note.path },
        { label: "of", value: note.sources.join(", ") },
        { label: "tags", value: note.tags.join(", ") },
      ],
    },
    { ids: [ref], words: [`${did} ${ref}: pkm share stage ${ref} --with <community>`] },
  );
}
