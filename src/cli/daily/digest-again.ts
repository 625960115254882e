// pkm digest again: one letter once more, by hand: the same bytes to the same addresses, under the same Message-ID.
import { type ErrorKind, PkmError } from "../../base/errors.ts";
import type { SendOutcome } from "../../share/channel.ts";
import { text, type Report } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";

export const command: Command = defineCommand<{ ref: string }>({
  path: "digest again",
  summary: "send a digest by mail once more, as it was",
  args: "<digest>",
  options: [],
  examples: [
    { line: "pkm digest again g4k2", about: "the letter you threw away, or that never came" },
    { line: "pkm digest again g4k2 -n", about: "to whom it would go" },
  ],
  details:
    "The bytes are those that were frozen, to the addresses they went to, so that a mailbox that still has the letter shows\n" +
    "one. What was shown and what waits stay as they are. A digest that did not come through is no letter yet: its items\n" +
    "wait, and pkm digest --mail makes the next of them.",
  parse: (words) => ({ ref: words.args[0] ?? "" }),
  run: again,
});

async function again(context: Context, { ref }: { ref: string }): Promise<Report> {
  const { refs, digests } = await context.store();
  const id = refs.find(ref, ["digest"]);
  const mail = digests.mails.get(id);
  if (mail === null) {
    throw new PkmError("not-yet", `${id} did not go by mail`, { hint: `pkm show ${id}` });
  }
  if (digests.get(id).delivered === null) {
    throw new PkmError("not-yet", `${id} did not come through, and its items wait`, { hint: "pkm digest --mail" });
  }
  const to = mail.to.join(", ");
  const value = { id, to: mail.to, messageId: mail.messageId };
  if (context.flags.isDryRun) {
    return text({ value: { dryRun: true, ...value }, text: `not done: mailed ${id} to ${to}` }, { ids: [id] });
  }
  await context.holdRun();
  const outcome = await (await context.post()).send(mail, () => undefined);
  if (outcome.kind === "sent") return text({ value, text: "" }, { ids: [id], words: [`mailed ${id} to ${to} again`] });
  const hint = outcome.kind === "held" ? outcome.hint : `pkm digest again ${id}`;
  throw new PkmError(kindOf[outcome.kind], `${id} by mail to ${to}: ${outcome.message}`, { hint });
}

const kindOf: Readonly<Record<Exclude<SendOutcome["kind"], "sent">, ErrorKind>> = {
  held: "credentials",
  rejected: "failed",
  later: "try-later",
  unknown: "try-later",
};
