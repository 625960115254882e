// pkm share report: what became of each point, for those who gave it; staged and shown, and sent only when you say so.
import { PkmError } from "../../base/errors.ts";
import type { Release } from "../../share/release.ts";
import { stageReports, type Reports } from "../../share/report.ts";
import { deliveryView } from "../../share/view.ts";
import { send } from "../../share/send.ts";
import { text, type Report } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { orRehearsal, Rehearsed } from "../dry-run.ts";
import { openDesk, type ShareDesk } from "./desk.ts";
import { recipientText, sentReport } from "./words.ts";

interface Input {
  ref: string;
  opening: string;
  isSending: boolean;
}

export const command: Command = defineCommand<Input>({
  path: "share report",
  summary: "tell those who gave feedback what became of each point",
  args: "<share>",
  options: [
    { flags: "-m, --message <text>", about: "your own words before the points" },
    { flags: "--send", about: "send what is staged, exactly as it was shown" },
  ],
  examples: [
    { line: "pkm share report d3r7", about: "stage a report for each giver and read it; nothing is sent" },
    { line: "pkm share report d3r7 --send", about: "then send them" },
  ],
  details:
    "Everybody reads their own points and what became of them; those of others only where these agreed (--consent). Whom no channel reaches alone is listed, with what to tell them yourself.",
  parse(words) {
    const [ref = ""] = words.args;
    const opening = words.text("message");
    const isSending = words.flag("send");
    if (isSending && opening !== null)
      throw new PkmError("usage", "--send sends what is staged: words go into it before, with -m alone", {
        hint: `pkm share report ${ref} -m "…"`,
      });
    return { ref, opening: (opening ?? "").trim(), isSending };
  },
  run: (context, { ref, opening, isSending }) =>
    orRehearsal(async () => {
      const desk = await openDesk(context);
      const share = desk.find(ref);
      if (isSending) return sendReports(desk, share, context.flags);
      return stagedReport(desk, share, await stageReports(desk, { share, opening }));
    }),
});

async function sendReports(desk: ShareDesk, share: string, { isDryRun }: { isDryRun: boolean }): Promise<Report> {
  const waiting = desk.releases
    .ofShare(share)
    .filter(({ kind, deliveries }) => kind === "report" && deliveries.some(({ state }) => isOpen(state)));
  // Nothing of a send is taken back with the change that records it.
  if (isDryRun) throw new Rehearsed(`reports sent to ${namesOf(waiting) || "nobody: none is staged"}`);
  return sentReport({
    share,
    sent: await send(
      desk,
      share,
      waiting.map(({ id }) => id),
    ),
    next: waiting.length === 0 ? [`nothing is staged: pkm share report ${share}`] : ["sent: pkm share log"],
    again: `pkm share report ${share} --send`,
  });
}

function namesOf(reports: readonly Release[]): string {
  return reports.flatMap(({ audience }) => audience.people.map(recipientText)).join(", ");
}

function isOpen(state: string): boolean {
  return state === "pending" || state === "unknown" || state === "sending";
}

async function stagedReport(desk: ShareDesk, share: string, { releases, byHand, told }: Reports): Promise<Report> {
  const made = desk.releases.ofShare(share).filter(({ id }) => releases.includes(id));
  const reports = await Promise.all(
    made.map(async ({ id, audience, deliveries: [delivery] }) => {
      if (delivery === undefined) throw new Error(`the report ${id} has no delivery`);
      const part = { ...delivery, bytes: desk.releases.bytes(delivery.id) };
      const channel = await desk.channel(delivery.channelKind);
      const reads = channel.preview?.(part) ?? null;
      return {
        id,
        audience,
        bytes: delivery.sizeBytes,
        body: new TextDecoder().decode(part.bytes),
        reads,
        delivery: deliveryView(delivery),
      };
    }),
  );
  const pages = reports.flatMap(({ audience, delivery, bytes, body, reads }) => [
    `--- ${delivery.channel}, ${bytes} bytes`,
    `to ${audience.people.map(recipientText).join(", ")}`,
    `sha256 ${delivery.hash}`,
    (reads ?? body).trimEnd(),
    "",
  ]);
  const others = byHand.flatMap(({ person, why, body }) => [
    `--- tell ${person.name} yourself: ${why}`,
    body.trimEnd(),
    "",
  ]);
  const before = told.map((name) => `${name} was told of this version already`);
  const next = reports.length === 0 ? [] : [`staged; nothing is sent yet: pkm share report ${share} --send`];
  const value = { share, reports, byHand: byHand.map(({ person, why, body }) => ({ person, why, body })), told };
  return text({ value, text: [...before, ...pages, ...others].join("\n").trimEnd() }, { ids: releases, words: next });
}
