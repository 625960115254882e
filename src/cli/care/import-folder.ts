// The import of a folder of Markdown notes.
import { PkmError } from "../../base/errors.ts";
import { plainLine } from "../../base/plain.ts";
import { takeNotes, type NotesTally } from "../../sense/take-notes.ts";
import { text, type Report } from "../../ui/report.ts";
import { statusLine } from "../../ui/status-line.ts";
import type { Context } from "../context.ts";
import { notesNow } from "../sense/notes-now.ts";
import { counted } from "./export-form.ts";

/** Copies the folder's notes into the notes folder; with -n, or a no, says only which. */
export async function importFolder(context: Context, path: string): Promise<Report> {
  const { vault } = await notesNow(context);
  const other = await context.notesIn(path);
  if (other.root === vault.root || vault.root.startsWith(`${other.root}/`)) {
    throw new PkmError("usage", `${path} holds the notes already`, { hint: "pkm sense list" });
  }
  const { isDryRun, mayAsk, isYes } = context.flags;
  if (isDryRun || (mayAsk && !isYes)) {
    const plan = await take(context, path, { isRehearsal: true });
    if (isDryRun || plan.new === 0) return report(path, plan, { isDone: false });
    await context.person.show(`${tallyLine(plan)}\n`);
    if (!(await context.person.confirm(`copy them to ${vault.root}?`, "--yes")))
      return report(path, plan, { isDone: false });
  }
  const tally = await take(context, path, { isRehearsal: false });
  // Where an import before was killed over its last note, this one had nothing to write and came by nothing to clear.
  vault.sweep();
  await notesNow(context);
  return report(path, tally, { isDone: true });
}

async function take(context: Context, path: string, how: { isRehearsal: boolean }): Promise<NotesTally> {
  const { store, vault } = await notesNow(context);
  const other = await context.notesIn(path);
  const began = context.clock.now().getTime();
  const onProgress = (done: number, of: number): void => {
    const sinceMs = context.clock.now().getTime() - began;
    context.person.progress(statusLine({ done, of, things: "notes", sinceMs, waitsFor: null }));
  };
  try {
    return store.changes.record(`import notes from ${plainLine(path)}`, () =>
      takeNotes(other, { vault, changes: store.changes, onProgress }, how),
    );
  } finally {
    context.person.progress("");
  }
}

function report(path: string, tally: NotesTally, { isDone }: { isDone: boolean }): Report {
  const notTaken = tally.notTaken.map(({ place, what }) => ({ place, what }));
  const value = { kind: "markdown", notes: { new: tally.new, known: tally.known }, notTaken };
  const complaints = notTaken.map(({ place, what }) => `${path}/${place}: ${what} is not taken`);
  if (!isDone) {
    const lines = ["not done:", tallyLine(tally), ...complaints];
    return text({ value: { dryRun: true, ...value }, text: lines.join("\n") });
  }
  return text(
    { value, text: tallyLine(tally) },
    {
      outcome: complaints.length > 0 ? "partial" : null,
      complaints,
      words: ["see them: pkm sense list", "take it back: pkm undo"],
    },
  );
}

function tallyLine(tally: NotesTally): string {
  return `  ${counted(tally.new, "new note")}, ${tally.known} known`;
}
