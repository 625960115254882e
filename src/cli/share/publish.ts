// pkm share publish: takes the newest version to networks, once its gate is open or a reason is on record.
import { PkmError } from "../../base/errors.ts";
import { atInstant } from "../../share/at.ts";
import type { PostForm } from "../../share/channel.ts";
import { setDeparture } from "../../share/depart.ts";
import { clearPublication } from "../../share/publish.ts";
import { send, type Sent } from "../../share/send.ts";
import { defineCommand, type Command } from "../command.ts";
import { orRehearsal } from "../dry-run.ts";
import { openDesk } from "./desk.ts";
import { formFrom, formOptions } from "./form-options.ts";
import { sentReport, setReport } from "./words.ts";

interface Input {
  ref: string;
  networks: readonly string[];
  anyway: string | null;
  form: Partial<PostForm>;
  /** When it is to leave, as typed; null is now. */
  at: string | null;
}

export const command: Command = defineCommand<Input>({
  path: "share publish",
  summary: "publish to a network, once the community was heard",
  args: "<share>",
  options: [
    { flags: "--to <network>", about: "where to", isRepeatable: true },
    ...formOptions,
    { flags: "--at <time>", about: "leave then, by the clock on the wall: pkm share send --due, from cron, sends it" },
    { flags: "--anyway <reason>", about: "go although the gate says not yet, with the reason on record" },
  ],
  examples: [
    { line: "pkm share publish d3r7 --to garden", about: "exit 3 with the reasons while it is not cleared" },
    { line: 'pkm share publish d3r7 --to garden --at "fri 9:00"', about: "cleared now, sent then" },
    {
      line: 'pkm share publish n4k2 --to garden --anyway "a correction that can not wait"',
      about: "the reason stands in the ledger",
    },
  ],
  parse(words) {
    const networks = words.list("to");
    if (networks.length === 0)
      throw new PkmError("usage", "share publish needs --to", {
        hint: ["pkm network", "pkm share publish <share> --to <network>"],
      });
    const anyway = words.text("anyway");
    if (anyway !== null && anyway.trim() === "")
      throw new PkmError("usage", "--anyway needs a reason", { hint: '--anyway "…"' });
    return { ref: words.args[0] ?? "", networks, anyway, form: formFrom(words), at: words.text("at") };
  },
  run: (context, { ref, networks, anyway, form, at }) =>
    orRehearsal(async () => {
      const desk = await openDesk(context);
      const found = desk.store.refs.find(ref, ["share", "note"]);
      const isNote = found.startsWith("n") || found.endsWith(".md");
      const share = isNote ? standingShare(desk.shares.ofNote(found)) : found;
      const note = share === null ? found : desk.shares.facts(share).share.note;
      const sendAt = at === null ? null : atInstant(at, context.clock.now());
      const to = networks.map((network) => desk.store.refs.find(network, ["community"]));
      const cleared = await clearPublication(desk, { share, note, networks: to, anyway, form });
      const planned = desk.releases.ofShare(cleared.share).filter(({ id }) => cleared.releases.includes(id));
      setDeparture(desk, planned, sendAt);
      if (sendAt !== null) return setReport(desk, cleared.share, { releases: cleared.releases, sendAt });
      const sent = await send(desk, cleared.share, cleared.releases);
      return sentReport({
        share: cleared.share,
        sent,
        next: [`published ${cleared.share}: ${addressesOf(sent)}`],
        again: `pkm share publish ${cleared.share} ${to.map((network) => `--to ${network}`).join(" ")}`,
      });
    }),
});

/** Where it can be read now; the ledger, where no place says. */
function addressesOf(sent: readonly Sent[]): string {
  const urls = sent.flatMap(({ delivery }) => delivery.url ?? []);
  return urls.length === 0 ? "pkm share log" : [...new Set(urls)].join(" ");
}

function standingShare(share: { id: string; withdrawn: string | null; closed: string | null } | null): string | null {
  return share === null || share.withdrawn !== null || share.closed !== null ? null : share.id;
}
