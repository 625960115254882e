// pkm share withdraw: stops a share, takes back what can be taken back, and names what can not.
import { withdraw } from "../../share/withdraw.ts";
import { deliveryView } from "../../share/view.ts";
import { text } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { orRehearsal } from "../dry-run.ts";
import { openDesk } from "./desk.ts";

export const command: Command = defineCommand<{ ref: string }>({
  path: "share withdraw",
  summary: "stop a share and take back what can be taken back",
  args: "<share>",
  options: [],
  examples: [{ line: "pkm share withdraw d3r7", about: "a published page goes away; a mail stays where it arrived" }],
  parse: (words) => ({ ref: words.args[0] ?? "" }),
  run: (context, { ref }) =>
    orRehearsal(async () => {
      const desk = await openDesk(context);
      const share = desk.find(ref);
      const { stopped, retracted, stays } = await withdraw(desk, share);
      const value = {
        share,
        stopped,
        retracted: retracted.map(deliveryView),
        stays: stays.map(({ delivery, why }) => ({ ...deliveryView(delivery), why })),
      };
      const lines = [
        `withdrew ${share}`,
        ...(stopped === 0 ? [] : [`stopped before it left: ${stopped}`]),
        ...retracted.map(({ id, to, url }) => `taken back: ${id} from ${url ?? to}`),
        ...stays.map(({ delivery: { id, to, url }, why }) => `stays: ${id} at ${url ?? to}: ${why}`),
      ];
      const again = stays.filter(({ delivery }) => delivery.state === "sending");
      return text(
        { value, text: lines.join("\n") },
        {
          ids: [share],
          complaints: again.map(({ delivery, why }) => `${delivery.id}: ${why}: pkm share withdraw ${share}`),
          outcome: again.length > 0 ? "partial" : null,
        },
      );
    }),
});
