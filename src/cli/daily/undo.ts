// pkm undo: takes back the last change a command made, makes it again, or lists what can be taken back.
import { PkmError } from "../../base/errors.ts";
import { sha256 } from "../../base/hash.ts";
import { type Direction, turnChange, turnsOf } from "../../sense/undo.ts";
import { agoText } from "../../ui/time.ts";
import { record, table, type Report } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";
import { turnsText } from "../sense/turns-text.ts";
import { notesNow } from "../sense/notes-now.ts";

const listMax = 20;

export const command: Command = defineCommand<"list" | "keep" | Direction>({
  path: "undo",
  summary: "take back the last change, or make it again",
  args: "",
  options: [
    { flags: "--list", about: "show the last changes and which can be taken back" },
    { flags: "--redo", about: "make again what was taken back last" },
    { flags: "--keep", about: "let the last change stand for good; the next undo takes back the one before it" },
  ],
  examples: [
    { line: "pkm undo", about: "says what it takes back" },
    { line: "pkm undo -n", about: "shows it first, with the lines of every note it would put back" },
    { line: "pkm undo --redo", about: "as long as nothing was changed since" },
    { line: "pkm undo --list", about: "what was sent is listed as not undoable" },
  ],
  details:
    "A second undo takes back the change before it. A change is taken back whole, rows and note files, or not at all:\n" +
    "where something was changed since, it says so and leaves everything as it is. With --keep such a change, and what\n" +
    "you wrote since, stays, and undo goes on with what lies before it.",
  parse(words) {
    const [act, other] = (["list", "redo", "keep"] as const).filter((name) => words.flag(name));
    if (other !== undefined)
      throw new PkmError("usage", `--${act} and --${other} are two things`, { hint: `pkm undo --${act}` });
    return act ?? "undo";
  },
  run(context, act) {
    if (act === "list") return listChanges(context);
    return act === "keep" ? keep(context) : turn(context, act);
  },
});

async function listChanges(context: Context): Promise<Report> {
  const { changes } = await context.store();
  const now = context.clock.now();
  const limit = context.flags.limit ?? listMax;
  return table({
    rows: changes.list(limit === 0 ? -1 : limit),
    columns: [
      { title: "when", value: ({ at }) => agoText(at, now) },
      { title: "change", value: ({ summary }) => summary, isFlexible: true },
      {
        title: "undo",
        value: ({ undone, staysBecause }) => (undone === null ? (staysBecause ?? "yes") : "undone"),
      },
      { title: "notes", value: ({ paths }) => paths.join(", "), tone: "dim", hiddenBelowColumns: 100 },
    ],
    empty: "nothing was changed yet",
  });
}

async function keep(context: Context): Promise<Report> {
  const { changes } = await context.store();
  const change = changes.latest();
  if (change === null) throw nothingTo("take back");
  const { isDryRun } = context.flags;
  if (!isDryRun) changes.letStand(change.no);
  const before = isDryRun ? null : changes.latest();
  return record(
    {
      value: { ...change, ...(isDryRun ? { dryRun: true } : {}), kept: true },
      fields: [{ label: isDryRun ? "would stay" : "stays", value: change.summary }],
    },
    { words: before === null ? [] : [`the next undo takes back "${before.summary}": pkm undo`] },
  );
}

function nothingTo(act: string): PkmError {
  return new PkmError("not-found", `there is nothing to ${act}`, { hint: "pkm undo --list" });
}

async function turn(context: Context, direction: Direction): Promise<Report> {
  const { store, vault } = await notesNow(context);
  const change = direction === "undo" ? store.changes.latest() : store.changes.undone();
  if (change === null) throw nothingTo(direction === "undo" ? "take back" : "make again");
  const work = { store, vault, hash: sha256 };
  if (context.flags.isDryRun) {
    const files = turnsOf(work, change.no, direction);
    return record({
      value: { ...change, dryRun: true, files },
      fields: [{ label: `would ${direction}`, value: change.summary }],
      body: turnsText(files),
    });
  }
  const stays = direction === "undo" ? passedOver(store.changes, change) : [];
  turnChange(work, change.no, direction);
  await notesNow(context);
  const undone = direction === "undo" ? context.clock.now().toISOString() : null;
  const isRedoable = store.changes.undone()?.no === change.no;
  const next = direction === "redo" ? "pkm undo" : isRedoable ? "pkm undo --redo" : "pkm undo --list";
  return record(
    {
      value: { ...change, undone },
      fields: [{ label: direction === "undo" ? "undone" : "made again", value: change.summary }],
    },
    { words: [...stays, `${direction === "undo" ? "took it back" : "made it again"}: ${next}`] },
  );
}

type Recorded = Pick<Awaited<ReturnType<Context["store"]>>["changes"], "list">;

/** What was done after it and can not be taken back, for who meant that. */
function passedOver(changes: Recorded, change: { no: number }): readonly string[] {
  const newest = changes.list(listMax).find(({ undone }) => undone === null);
  if (newest === undefined || newest.no <= change.no) return [];
  return [`"${newest.summary}" stays: ${newest.staysBecause ?? "it was sent"}`];
}
