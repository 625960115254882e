// The import of an archive into an empty home.
import { PkmError } from "../../base/errors.ts";
import type { ArchiveHead } from "../../share/archive.ts";
import { planArchive, takeArchive } from "../../share/take-archive.ts";
import { text, type Report } from "../../ui/report.ts";
import type { Context, InputDocument } from "../context.ts";
import { notesNow } from "../sense/notes-now.ts";
import { counted } from "./export-form.ts";

const reachesShownMax = 5;

/** Takes the archive in whole, or refuses it whole. */
export async function importArchive(
  context: Context,
  document: InputDocument,
  { isTrusted }: { isTrusted: boolean },
): Promise<Report> {
  const [store, vault] = await Promise.all([context.store(), context.vault()]);
  const ports = { shelf: store.archive, vault };
  const head = planArchive(() => document.lines(), ports);
  const { isDryRun } = context.flags;
  if (!isTrusted && !isDryRun && head.reaches.length > 0) throw mistrusted(document.name, head);
  const plan = planText(head);
  const value = { kind: "all", records: head.records, counts: Object.fromEntries(head.counts), reaches: head.reaches };
  if (isDryRun) return text({ value: { dryRun: true, ...value }, text: `not done: take in\n${plan}` });
  takeArchive(() => document.lines(), ports);
  vault.sweep();
  await notesNow(context);
  return text({ value, text: `took in\n${plan}` }, { words: ["where things stand: pkm"] });
}

function mistrusted(name: string, { reaches }: ArchiveHead): PkmError {
  const shown = reaches.slice(0, reachesShownMax).join(", ");
  const more = reaches.length > reachesShownMax ? ` and ${reaches.length - reachesShownMax} more` : "";
  const again = name === "standard input" ? "-" : name;
  return new PkmError("usage", `the archive names what pkm would run or hand out: ${shown}${more}`, {
    hint: [`pkm import ${again} -n`, `pkm import ${again} --trust`],
  });
}

function planText({ counts, reaches }: ArchiveHead): string {
  const say = (name: string, noun: string, rest = ""): readonly string[] => {
    const count = counts.get(name) ?? 0;
    return count === 0 ? [] : [`  ${counted(count, noun)}${rest}`];
  };
  const lines = [
    ...say("source", "source"),
    ...say("item", "item"),
    ...say("annotation", "annotation"),
    ...say("note_file", "note"),
    ...say("person", "contact"),
    ...say("share", "share"),
    ...say("feedback", "piece", " of feedback"),
    ...say("change", "change", " for undo"),
  ];
  const names = reaches.slice(0, reachesShownMax).map((reach) => `  names ${reach}`);
  return [...(lines.length === 0 ? ["  nothing, for it is of an empty home"] : lines), ...names].join("\n");
}
