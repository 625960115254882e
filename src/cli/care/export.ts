// pkm export: what pkm holds, in forms that other programs read, and whole for another pkm.
import { PkmError } from "../../base/errors.ts";
import { shellWord } from "../../base/shell-word.ts";
import { text, type Report } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";
import { archiveForm } from "./export-archive.ts";
import type { Exported, ExportForm } from "./export-form.ts";
import { annotationsForm, csvForm, feedForm, jsonlForm, markdownForm } from "./export-held.ts";
import { opmlForm } from "./export-opml.ts";
import { stateForm } from "./export-state.ts";

/** In the order help shows them. */
const forms: readonly ExportForm[] = [
  opmlForm,
  jsonlForm,
  markdownForm,
  feedForm,
  csvForm,
  annotationsForm,
  archiveForm,
  stateForm,
];
const kinds = forms.map(({ kind }) => kind);

interface Input {
  form: ExportForm;
  /** Null: to stdout. */
  out: string | null;
}

export const command: Command = defineCommand<Input>({
  path: "export",
  summary: "hand out what pkm holds, for other programs or another pkm",
  args: "",
  options: [
    { flags: "--as <kind>", about: `what to hand out: ${kinds.join(", ")}`, choices: kinds },
    { flags: "--out <path>", about: "write it there; a file that is there stays, unless --yes" },
  ],
  examples: [
    { line: "pkm export --as opml --out sources.opml", about: "your sources, for any feed reader" },
    { line: "pkm export --as markdown --out ~/shelf", about: "notes, and what you marked in items, as files" },
    { line: "pkm export --as csv > kept.csv", about: "what you kept and tagged, for a spreadsheet" },
    { line: "pkm export --as all --out everything.jsonl", about: "everything but secrets, for another pkm" },
    { line: "pkm export --as all | pkm --home ~/copy import -", about: "a second home that is the same" },
    { line: "pkm export --as state | ssh desk pkm import -", about: "what you read and marked here, merged there" },
    { line: "pkm export --as opml --out sources.opml --yes", about: "over an older file" },
  ],
  details: forms.map(({ kind, about }) => `${kind}: ${about}`).join("\n"),
  parse(words) {
    const kind = words.choice("as", kinds);
    const form = forms.find((each) => each.kind === kind);
    if (form === undefined)
      throw new PkmError("usage", "what to export was not said", {
        hint: forms.map((each) => `pkm export --as ${each.kind}`),
      });
    const out = words.out();
    if (form.needsFolder === true && out === null)
      throw new PkmError("usage", `${form.kind} is a folder: say where`, {
        hint: `pkm export --as ${form.kind} --out DIR`,
      });
    return { form, out };
  },
  run: (context, { form, out }) => form.hand(context, (exported) => handOut(context, { form, out, exported })),
});

async function handOut(
  context: Context,
  { form: { kind }, out, exported }: Input & { exported: Exported },
): Promise<Report> {
  const { value, parts, what } = exported;
  const words = exported.words ?? [];
  const facts = { kind, ...value };
  const { mode, isDryRun, isYes } = context.flags;
  if (isDryRun)
    return text({ value: { dryRun: true, ...facts, out }, text: `not done: write ${what} to ${out ?? "stdout"}` });
  if (out === null && (mode === "json" || mode === "jsonl"))
    return text({ value: { ...facts, document: [...parts].join("") }, text: "" });
  const may = { mayReplace: isYes, again: `pkm export --as ${kind} --out ${shellWord(out ?? "FILE")} --yes` };
  if (out !== null && exported.files !== undefined) context.writeFolder(out, exported.files, may);
  else await context.writeParts(out, parts, may);
  if (out === null) return text({ value: facts, text: "", isExact: true }, { words });
  return text({ value: { ...facts, out }, text: out }, { words: [...words, `wrote ${what} to ${out}`] });
}
