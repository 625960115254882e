// What the person holds, for other programs: rows, a feed, files, annotations, and everything by the machine contract.
import { personView } from "../../people/view.ts";
import type { HeldItem } from "../../sense/held-item.ts";
import type { Context } from "../context.ts";
import { notesNow, type OpenStore } from "../sense/notes-now.ts";
import { counted, type ExportForm } from "./export-form.ts";

const batchItems = 200;
const feedItems = 50;

/** The items that are kept, annotated, tagged, in a context or cited by a note; newest first. */
export function* heldItems({ items, annotations }: OpenStore): Generator<HeldItem> {
  for (const ids of batchesOf(items.held())) {
    for (const item of items.some(ids)) yield { item, annotations: annotations.ofItem(item.id) };
  }
}

function* batchesOf(ids: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < ids.length; at += batchItems) yield ids.slice(at, at + batchItems);
}

const whatIsHeld = "items you kept, annotated, tagged or cited in a note";

export const csvForm: ExportForm = {
  kind: "csv",
  about: `a row for each of the ${whatIsHeld}, for a spreadsheet; cells that it would take for formulas begin with an apostrophe.`,
  async hand(context, write) {
    const held = [...heldItems(await context.store())];
    const { itemsCsv } = await context.heldForms();
    return write({ value: { items: held.length }, what: counted(held.length, "item"), parts: [itemsCsv(held)] });
  },
};

export const feedForm: ExportForm = {
  kind: "feed",
  about: `the newest ${feedItems} of the ${whatIsHeld}, as an Atom feed with what you said on them; --limit for more.`,
  async hand(context, write) {
    const limit = context.flags.limit ?? feedItems;
    const all = heldItems(await context.store());
    const held = [...(limit === 0 ? all : all.take(limit))];
    const { itemsAtom } = await context.heldForms();
    const about = { title: context.home.author ?? "What I keep", now: context.clock.now().toISOString() };
    return write({
      value: { items: held.length },
      what: counted(held.length, "item"),
      parts: [itemsAtom(held, about)],
    });
  },
};

export const annotationsForm: ExportForm = {
  kind: "annotations",
  about: "every annotation as W3C Web Annotations in JSON-LD, which pkm import and other programs read.",
  async hand(context, write) {
    const held = [...heldItems(await context.store())];
    const count = held.reduce((sum, { annotations }) => sum + annotations.length, 0);
    const { webAnnotations } = await context.heldForms();
    return write({ value: { annotations: count }, what: counted(count, "annotation"), parts: [webAnnotations(held)] });
  },
};

export const jsonlForm: ExportForm = {
  kind: "jsonl",
  about: "sources, items with their text, annotations, notes and people, one a line, in the shapes of pkm help json.",
  async hand(context, write) {
    const { store } = await notesNow(context);
    const sources = store.sources.list();
    return write({ value: { sources: sources.length }, what: "everything", parts: jsonLines(context, store) });
  },
};

function* jsonLines(context: Context, store: OpenStore): Generator<string> {
  const line = (value: object): string => `${JSON.stringify(value)}\n`;
  const sources = store.sources.list({ withDropped: true });
  for (const source of sources) yield line(source);
  for (const { id } of sources) {
    for (const ids of batchesOf(store.items.idsOfSource(id))) {
      const bodies = store.items.bodies(ids, ({ html, text }) => ({ html, text }));
      for (const item of store.items.some(ids)) {
        yield line({ ...item, ...bodies.get(item.id) });
        for (const annotation of store.annotations.ofItem(item.id)) yield line(annotation);
      }
    }
  }
  for (const note of store.notes.list()) yield line(note);
  for (const person of store.people.list()) yield line(personView(person));
  context.person.progress("");
}

export const markdownForm: ExportForm = {
  kind: "markdown",
  about: `a folder (--out) with your notes as they stand, and a file for each of the ${whatIsHeld}.`,
  needsFolder: true,
  async hand(context, write) {
    const { store, vault } = await notesNow(context);
    const paths = vault.list().map(({ path }) => path);
    const held = store.items.held().length;
    const { itemMarkdown } = await context.heldForms();
    return write({
      value: { notes: paths.length, items: held },
      what: `${counted(paths.length, "note")} and ${counted(held, "item")}`,
      parts: [],
      files: filesOf(),
    });
    function* filesOf(): Generator<{ path: string; content: string | Uint8Array }> {
      for (const path of paths) yield { path: `notes/${path}`, content: vault.bytes(path).bytes };
      for (const each of heldItems(store)) {
        const { name, text } = itemMarkdown(each);
        yield { path: `items/${name}`, content: text };
      }
    }
  },
};
