// pkm share send: carries the staged rounds of a share out, and goes on where an earlier send was stopped.
import { PkmError } from "../../base/errors.ts";
import { atInstant } from "../../share/at.ts";
import { refuseUnlessTrue } from "../../share/at-departure.ts";
import { dueReleases, setDeparture } from "../../share/depart.ts";
import { openLines } from "../../share/desk.ts";
import { wasSent, type Release } from "../../share/release.ts";
import { openReleases, refuseWider, send, type Sent } from "../../share/send.ts";
import type { Report } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { orRehearsal } from "../dry-run.ts";
import { openDesk, type ShareDesk } from "./desk.ts";
import { reflectReport } from "./reflect.ts";
import { sentReport, setReport } from "./words.ts";

type Input = { what: "due" } | { what: "reflection"; ref: string } | { what: "share"; ref: string; at: string | null };

export const command: Command = defineCommand<Input>({
  path: "share send",
  summary: "send what is staged, exactly as previewed",
  args: "[share]",
  options: [
    { flags: "--reflect", about: "to nobody: read it yourself as they would, and keep that you did" },
    { flags: "--at <time>", about: "leave then, by the clock on the wall, when --due is run" },
    { flags: "--due", about: "everything whose time has come, and what was stopped on its way; for cron" },
  ],
  examples: [
    { line: "pkm share send d3r7", about: "to the community it was staged for" },
    { line: "pkm share send d3r7 -n", about: "check that it could go; send nothing" },
    { line: "pkm share send --due", about: "says nothing where nothing is due" },
  ],
  details:
    "Refused when the note, the people or the channels have changed since it was staged. What may have arrived is never sent again blindly: pkm asks the far end, or you.",
  parse(words) {
    const [ref] = words.args;
    const at = words.text("at");
    const isReflection = words.flag("reflect");
    if (words.flag("due")) {
      if (ref === undefined && at === null && !isReflection) return { what: "due" };
      throw new PkmError("usage", "--due sends what is due of all shares", { hint: "pkm share send --due" });
    }
    if (isReflection && at !== null)
      throw new PkmError("usage", "--reflect sends nothing: it goes without --at", { hint: "pkm share send --help" });
    if (ref !== undefined && isReflection) return { what: "reflection", ref };
    if (ref !== undefined) return { what: "share", ref, at };
    throw new PkmError("usage", "which share?", { hint: ["pkm share", "pkm share send --due"] });
  },
  async run(context, input) {
    const desk = await openDesk(context);
    if (input.what === "reflection") return orRehearsal(async () => reflectReport(desk, input.ref));
    if (input.what === "due") return sendDue(desk, context.flags);
    const share = desk.find(input.ref);
    const all = desk.releases.ofShare(share);
    const waiting = [...new Set([...openReleases(all), ...dueReleases(all, context.clock.now())])];
    if (waiting.length === 0) return nothingToSend(desk, share);
    if (context.flags.isDryRun) return wouldSend(desk, share, waiting);
    const sendAt = input.at === null ? null : atInstant(input.at, context.clock.now());
    setDeparture(desk, waiting, sendAt);
    const ids = waiting.map(({ id }) => id);
    if (sendAt !== null) return setReport(desk, share, { releases: ids, sendAt });
    const sent = await send(desk, share, ids);
    const feedback = `pkm share feedback ${share}`;
    return sentReport({
      share,
      sent,
      next: [
        `sent ${share}; what is answered: ${feedback} --fetch`,
        `what is said elsewhere: ${feedback} add --from <person> --via coffee -m "…"`,
      ],
      again: `pkm share send ${share}`,
    });
  },
});

async function sendDue(desk: ShareDesk, { isDryRun }: { isDryRun: boolean }): Promise<Report> {
  const now = desk.clock.now();
  const sent: Sent[] = [];
  for (const { id: share, withdrawn } of desk.shares.list().toReversed()) {
    const due = withdrawn === null ? dueReleases(desk.releases.ofShare(share), now) : [];
    if (due.length === 0) continue;
    sent.push(...(isDryRun ? openOf(due, null) : await sendOne(desk, share, due)));
  }
  const report = sentReport({ share: "what is due", sent, next: [], again: "pkm share send --due" });
  return isDryRun ? { ...report, complaints: [], outcome: null } : report;
}

/** What came of one share; a refusal is told for its deliveries, and the other shares go on. */
async function sendOne(desk: ShareDesk, share: string, due: readonly Release[]): Promise<readonly Sent[]> {
  try {
    return await send(
      desk,
      share,
      due.map(({ id }) => id),
    );
  } catch (thrown) {
    if (!(thrown instanceof PkmError)) throw thrown;
    return openOf(due, thrown);
  }
}

function openOf(releases: readonly Release[], refusal: PkmError | null): readonly Sent[] {
  return releases
    .flatMap(({ deliveries }) => deliveries)
    .filter(({ state }) => ["pending", "unknown", "sending"].includes(state))
    .map((delivery) => ({ delivery, why: refusal?.message ?? null, mend: refusal?.mend[0] ?? null }));
}

function nothingToSend(desk: ShareDesk, share: string): Report {
  const releases = desk.releases.ofShare(share);
  if (releases.some(wasSent)) return sentReport({ share, sent: [], next: [], again: "" });
  const { note, withdrawn } = desk.shares.facts(share).share;
  const told = withdrawn === null ? `nothing is staged of ${share}` : `${share} was withdrawn`;
  throw new PkmError("not-yet", told, { hint: `pkm share stage ${note} --with <community>` });
}

async function wouldSend(desk: ShareDesk, share: string, open: readonly Release[]): Promise<Report> {
  for (const { id, place } of open) {
    refuseUnlessTrue(desk, { share, release: id, lines: await openLines(desk, desk.communities.get(place)) });
  }
  const waiting = open.flatMap(({ deliveries }) => deliveries).filter(({ state }) => state === "pending");
  for (const first of waiting.filter(({ part }) => part === 1)) await refuseWider(desk, first);
  const sent = waiting.map((delivery) => ({ delivery, why: null, mend: null }));
  const report = sentReport({ share, sent, next: [], again: "" });
  return { ...report, complaints: [], outcome: null, words: [`nothing was sent: pkm share send ${share}`] };
}
