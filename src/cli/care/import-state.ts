// The import of another machine's state.
import { PkmError, reasonOf } from "../../base/errors.ts";
import { addStateItems, checkState, mergeState, type MergeTally } from "../../share/machine-state.ts";
import { text, type Report } from "../../ui/report.ts";
import type { Context, InputDocument } from "../context.ts";
import { Rehearsed } from "../dry-run.ts";
import { counted } from "./export-form.ts";

/** Merges it as one change; with -n says only what that would be. */
export async function importState(context: Context, document: InputDocument): Promise<Report> {
  const store = await context.store();
  checkState(document.lines());
  const { isDryRun } = context.flags;
  let tally: MergeTally | null = null;
  try {
    store.transact(() => {
      const items = addStateItems(document.lines(), store, context.clock);
      store.changes.record("merge the state of another machine", () => {
        tally = { items, ...mergeState(document.lines(), store) };
      });
      if (isDryRun) throw new Rehearsed("merge");
    });
  } catch (thrown) {
    const isUnfit = thrown instanceof Error && "code" in thrown && String(thrown.code).startsWith("SQLITE_CONSTRAINT");
    if (isUnfit) {
      const message = `the state says what no pkm says: ${reasonOf(thrown)}; nothing of it is taken`;
      throw new PkmError("failed", message, { hint: "pkm export --as state", cause: thrown });
    }
    if (!(thrown instanceof Rehearsed)) throw thrown;
  }
  if (tally === null) throw new Error("a merge ended without a tally");
  if (!isDryRun) store.rules.catchUp();
  return report(tally, { isDryRun });
}

function report(tally: MergeTally, { isDryRun }: { isDryRun: boolean }): Report {
  const { items, taken, known, waiting } = tally;
  const lines = [
    ...(isDryRun ? ["not done:"] : []),
    `  ${counted(taken, "word")} of the other machine taken, ${known} known or older`,
    ...(items === 0 ? [] : [`  ${counted(items, "item")} that ${items === 1 ? "was" : "were"} not here`]),
    ...(waiting === 0 ? [] : [`  ${waiting} wait until what they speak of is here`]),
  ];
  const value = { ...(isDryRun ? { dryRun: true } : {}), kind: "state", ...tally };
  return text({ value, text: lines.join("\n") }, { words: isDryRun ? [] : ["take it back: pkm undo"] });
}
