// pkm share send: carries the staged rounds of a share out, and goes on where an earlier send was stopped.
import { PkmError } from "../../base/errors.ts";
import { refuseUnlessTrue } from "../../share/check.ts";
import { openLines } from "../../share/desk.ts";
import { wasSent } from "../../share/release.ts";
import { openReleases, refuseWider, send } from "../../share/send.ts";
import type { Report } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { orRehearsal } from "../dry-run.ts";
import { openDesk, type ShareDesk } from "./desk.ts";
import { reflectReport } from "./reflect.ts";
import { sentReport } from "./words.ts";

export const command: Command = defineCommand<{ ref: string; isReflection: boolean }>({
  path: "share send",
  summary: "send what is staged, exactly as previewed",
  args: "<share>",
  options: [{ flags: "--reflect", about: "to nobody: read it yourself as they would, and keep that you did" }],
  examples: [
    { line: "pkm share send d3r7", about: "to the community it was staged for" },
    { line: "pkm share send d3r7 -n", about: "check that it could go; send nothing" },
  ],
  details:
    "Refused when the note, the people or the channels have changed since it was staged. What may have arrived is never sent again blindly: pkm asks the far end, or you.",
  parse: (words) => ({ ref: words.args[0] ?? "", isReflection: words.flag("reflect") }),
  async run(context, { ref, isReflection }) {
    const desk = await openDesk(context);
    if (isReflection) return orRehearsal(async () => reflectReport(desk, ref));
    const share = desk.find(ref);
    const waiting = openReleases(desk.releases.ofShare(share)).map(({ id }) => id);
    if (waiting.length === 0) return nothingToSend(desk, share);
    if (context.flags.isDryRun) return wouldSend(desk, share, waiting);
    const sent = await send(desk, share, waiting);
    const reply = `pkm share feedback ${share} add --from <person> --via mail -m "…"`;
    return sentReport({
      share,
      sent,
      next: [`sent ${share}: when somebody answers, ${reply}`],
      again: `pkm share send ${share}`,
    });
  },
});

function nothingToSend(desk: ShareDesk, share: string): Report {
  const releases = desk.releases.ofShare(share);
  if (releases.some(wasSent)) return sentReport({ share, sent: [], next: [], again: "" });
  const { note, withdrawn } = desk.shares.facts(share).share;
  const told = withdrawn === null ? `nothing is staged of ${share}` : `${share} was withdrawn`;
  throw new PkmError("not-yet", told, { hint: `pkm share stage ${note} --with <community>` });
}

async function wouldSend(desk: ShareDesk, share: string, releases: readonly string[]): Promise<Report> {
  const open = desk.releases.ofShare(share).filter(({ id }) => releases.includes(id));
  for (const { id, place } of open) {
    refuseUnlessTrue(desk, { share, release: id, lines: await openLines(desk, desk.communities.get(place)) });
  }
  const waiting = open.flatMap(({ deliveries }) => deliveries).filter(({ state }) => state === "pending");
  for (const first of waiting.filter(({ part }) => part === 1)) await refuseWider(desk, first);
  const sent = waiting.map((delivery) => ({ delivery, why: null, mend: null }));
  const report = sentReport({ share, sent, next: [], again: "" });
  return { ...report, complaints: [], outcome: null, words: [`nothing was sent: pkm share send ${share}`] };
}
