// pkm share correct: takes the newest version to everybody who had an older one, and names whom that can not reach.
import { planCorrection } from "../../share/correct.ts";
import { send } from "../../share/send.ts";
import { deliveryView } from "../../share/view.ts";
import { defineCommand, type Command } from "../command.ts";
import { orRehearsal } from "../dry-run.ts";
import { openDesk } from "./desk.ts";
import { sentReport } from "./words.ts";

export const command: Command = defineCommand<{ ref: string }>({
  path: "share correct",
  summary: "take the right version to everybody who had a wrong one",
  args: "<share>",
  options: [],
  examples: [
    { line: "pkm share correct d3r7", about: "after the note was mended; again for those that were not reached" },
  ],
  details:
    "What a channel can edit is edited where it stands; elsewhere the newest version follows. It goes to nobody who had not the wrong one.",
  parse: (words) => ({ ref: words.args[0] ?? "" }),
  run: (context, { ref }) =>
    orRehearsal(async () => {
      const desk = await openDesk(context);
      const share = desk.find(ref);
      const { version, releases, unreachable } = await planCorrection(desk, share);
      const sent = await send(desk, share, releases);
      const again = `pkm share correct ${share}`;
      const report = sentReport({
        share,
        sent,
        next: [`v${version} is where the older one was: pkm share log`],
        again,
      });
      const lost = unreachable.map(({ delivery, why }) => {
        const { id, version: old, url, to } = deliveryView(delivery);
        return `${id}: v${old} stays at ${url ?? to}: ${why}: pkm share log ${share}`;
      });
      if (lost.length === 0) return report;
      const outcome = report.outcome ?? (sent.length === 0 ? "failed" : "partial");
      return { ...report, words: [], complaints: [...report.complaints, ...lost], outcome };
    }),
});
