// pkm attention: whether pkm writes down what it showed and what was opened, and how it forgets all of it.
import { PkmError } from "../../base/errors.ts";
import { record, text, type Report } from "../../ui/report.ts";
import { localText } from "../../ui/time.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";
import { orRehearsal, recorderFor } from "../dry-run.ts";

const acts = ["on", "off", "forget"] as const;
type Act = (typeof acts)[number] | "say";

export const command: Command = defineCommand<Act>({
  path: "attention",
  summary: "what pkm writes down of your reading, on this machine alone; forget it",
  args: "[on|off|forget]",
  options: [],
  examples: [
    { line: "pkm attention", about: "what there is, and since when" },
    { line: "pkm attention off", about: "from now on nothing is written down" },
    { line: "pkm attention forget --yes", about: "no row and no byte of it stays in the store" },
  ],
  details:
    "Which items a digest or a review showed, which of them stood in a place for what you rarely read, and which you\n" +
    "opened: for pkm mirror, and for nobody else. Forgetting takes along what delivered digests showed, so that an item\n" +
    "that still waits may be shown once more. What you kept, marked and wrote stays, and so do your backups.",
  parse(words) {
    const given = words.args[0];
    if (given === undefined) return "say";
    const act = acts.find((candidate) => candidate === given);
    if (act !== undefined) return act;
    throw new PkmError("usage", `attention knows on, off and forget, not ${given}`, { hint: "pkm help attention" });
  },
  run: (context, act) => orRehearsal(() => perform(context, act)),
});

async function perform(context: Context, act: Act): Promise<Report> {
  const store = await context.store();
  const { attention } = store;
  if (act === "forget") return forget(context);
  if (act === "off") {
    recorderFor(context, store).record("attention is off: nothing is written down", () => attention.turnOff());
  } else if (act === "on") {
    recorderFor(context, store).record("attention is on: what is shown and opened is written down", () =>
      attention.turnOn(),
    );
  }
  const { shown, opened, elsewhere, since } = attention.count();
  const off = attention.offSince();
  return record(
    {
      value: { isOn: off === null, offSince: off, shown, opened, elsewhere, since },
      fields: [
        { label: "attention", value: off === null ? "on" : `off since ${localText(off)}`, tone: "strong" },
        { label: "shown", value: String(shown) },
        { label: "opened", value: String(opened) },
        { label: "elsewhere", value: String(elsewhere) },
        { label: "since", value: since === null ? null : localText(since) },
      ],
    },
    { words: shown + opened === 0 ? [] : ["the items: pkm mirror --since all --receipts shown"] },
  );
}

async function forget(context: Context): Promise<Report> {
  const store = await context.store();
  const { attention } = store;
  if (context.flags.isDryRun) {
    const { shown, opened, elsewhere } = attention.count();
    return text({
      value: { dryRun: true, would: "forget", shown, opened, elsewhere },
      text: `not done: forget ${shown} shown, ${opened} opened, ${elsewhere} elsewhere`,
    });
  }
  await refuseUnsure(context);
  const forgotten = attention.forget();
  store.changes.record("forgot what was shown and opened", () =>
    store.changes.keep("it was wiped from the store, which was the wish"),
  );
  return text({ value: { forgotten }, text: `forgot ${forgotten} ${forgotten === 1 ? "row" : "rows"}` });
}

async function refuseUnsure({ person }: Context): Promise<void> {
  if (await person.confirm("forget what was shown and opened? pkm undo can not bring it back", "--yes")) return;
  throw new PkmError("usage", "nothing was forgotten", { hint: "pkm attention forget --yes" });
}
