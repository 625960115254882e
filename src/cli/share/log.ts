// pkm share log: the ledger of everything that ever left, or was tried.
import { deliveryView, type DeliveryView } from "../../share/view.ts";
import { table } from "../../ui/report.ts";
import { localText } from "../../ui/time.ts";
import { defineCommand, type Command } from "../command.ts";
import { deliveryTone } from "./words.ts";

interface Row extends DeliveryView {
  share: string;
  /** Name of the community or network. */
  place: string;
  /** Why it went without what its gate asked for; null when it was cleared. */
  override: string | null;
}

export const command: Command = defineCommand<{ ref: string | null }>({
  path: "share log",
  summary: "list everything that ever left: when, what, to whom, with which hash",
  args: "[share]",
  options: [],
  examples: [{ line: "pkm share log --json", about: "the whole ledger as data" }],
  parse: (words) => ({ ref: words.args[0] ?? null }),
  async run(context, { ref }) {
    const store = await context.store();
    const share = ref === null ? null : store.refs.find(ref, ["share"]);
    const all: readonly Row[] = store.releases
      .tried()
      .filter(({ delivery }) => share === null || delivery.share === share)
      .map(({ delivery, placeName, reasons }) => ({
        ...deliveryView(delivery),
        share: delivery.share,
        place: placeName,
        override: reasons.length === 0 ? null : reasons.join("; "),
      }));
    const { limit } = context.flags;
    const rows = limit === null || limit === 0 ? all : all.slice(0, limit);
    return table(
      {
        rows,
        columns: [
          { title: "at", value: ({ at }) => localText(at) },
          { title: "share", value: ({ share: id, version }) => `${id} v${version}`, tone: "id" },
          { title: "place", value: ({ place }) => place },
          { title: "channel", value: ({ channel }) => channel },
          { title: "state", value: ({ state }) => state, tone: deliveryTone },
          { title: "why anyway", value: ({ override }) => override, tone: "warn", isFlexible: true },
          { title: "hash", value: ({ hash }) => hash.slice(0, 12), tone: "dim", hiddenBelowColumns: 96 },
          { title: "to", value: ({ to }) => to, hiddenBelowColumns: 120 },
          { title: "url", value: ({ url }) => url, tone: "link", hiddenBelowColumns: 140 },
        ],
        empty: "nothing has left yet",
      },
      { ids: rows.map(({ id }) => id) },
    );
  },
});
