// pkm share resolve: says what became of a delivery that pkm can not know about.
import { PkmError } from "../../base/errors.ts";
import { resolve } from "../../share/resolve.ts";
import { deliveryView } from "../../share/view.ts";
import { record } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { orRehearsal } from "../dry-run.ts";
import { openDesk } from "./desk.ts";

export const command: Command = defineCommand<{ ref: string; word: "sent" | "retry" }>({
  path: "share resolve",
  summary: "say what became of a delivery that is unknown",
  args: "<delivery>",
  options: [
    { flags: "--sent", about: "it arrived" },
    { flags: "--retry", about: "it did not: it may go again" },
  ],
  examples: [{ line: "pkm share resolve x2k9 --sent", about: "I saw it on the list" }],
  parse(words) {
    const ref = words.args[0] ?? "";
    const [word, other] = (["sent", "retry"] as const).filter((name) => words.flag(name));
    if (word === undefined || other !== undefined) {
      throw new PkmError("usage", "say either --sent or --retry", { hint: `pkm share resolve ${ref} --sent` });
    }
    return { ref, word };
  },
  run: (context, { ref, word }) =>
    orRehearsal(async () => {
      const desk = await openDesk(context);
      const delivery = deliveryView(resolve(desk, desk.store.refs.find(ref, ["delivery"]), word));
      const { share, release } = desk.releases.delivery(delivery.id);
      const made = desk.releases.ofShare(share).find(({ id }) => id === release);
      const again = made?.kind === "publication" ? `publish ${share} --to ${made.place}` : `send ${share}`;
      return record(
        {
          value: delivery,
          fields: [
            { label: "delivery", value: delivery.id, tone: "id" },
            { label: "to", value: delivery.to },
            { label: "state", value: delivery.state },
          ],
        },
        {
          ids: [delivery.id],
          words: [word === "retry" ? `it may go again: pkm share ${again}` : "taken as sent: pkm share log"],
        },
      );
    }),
});
