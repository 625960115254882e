// How shares, audiences and deliveries read on a screen.
import type { ErrorKind } from "../../base/errors.ts";
import type { Audience, Recipient } from "../../share/channel.ts";
import type { Instant } from "../../base/clock.ts";
import type { Desk } from "../../share/desk.ts";
import type { Delivery, DeliveryState } from "../../share/release.ts";
import type { Sent } from "../../share/send.ts";
import { deliveryView, type DeliveryView } from "../../share/view.ts";
import { localText } from "../../ui/time.ts";
import { table, type Report, type Tone } from "../../ui/report.ts";

/** "Ines Aalto <ines@bench.example>" */
export function recipientText({ name, address }: Recipient): string {
  return address === null || address === name ? name : `${name} <${address}>`;
}

/** Who gets it, by name, then what can not be known. */
export function audienceLines({ exposure, people, unknown }: Audience): readonly string[] {
  const named = people.length === 0 ? "nobody by name" : people.map(recipientText).join(", ");
  return [`exposure: ${exposure}`, `people: ${named}`, ...unknown.map((words) => `unknown: ${words}`)];
}

/** Good where it arrived as agreed, a warning where it is not known or went wider. */
export function deliveryTone({ state, error }: Pick<DeliveryView, "state" | "error">): Tone {
  if (state === "sent" || state === "confirmed") return error === null ? "good" : "warn";
  if (state === "failed") return "bad";
  return state === "unknown" || error !== null ? "warn" : "plain";
}

export interface SendAnswer {
  share: string;
  sent: readonly Sent[];
  /** Words for when all of it went. */
  next: readonly string[];
  /** The command that goes on with what did not go. */
  again: string;
}

/** What is set to leave later: its deliveries, and what will send them. */
export function setReport(
  desk: Pick<Desk, "releases">,
  share: string,
  { releases, sendAt }: { releases: readonly string[]; sendAt: Instant },
): Report {
  const set = desk.releases.ofShare(share).filter(({ id }) => releases.includes(id));
  const sent = set.flatMap(({ deliveries }) => deliveries).map((delivery) => ({ delivery, why: null, mend: null }));
  const words = [`it leaves at ${localText(sendAt)}, when cron or you run: pkm share send --due`];
  return { ...sentReport({ share, sent, next: [], again: "" }), complaints: [], outcome: null, words };
}

/** What a send came to, with the exit status it calls for and a line for everything that did not go. */
export function sentReport({ share, sent, next, again }: SendAnswer): Report {
  const open = sent.filter(({ delivery, why }) => why !== null || !isFine(delivery));
  return table(
    {
      rows: sent.map(({ delivery }) => deliveryView(delivery)),
      columns: [
        { title: "delivery", value: ({ id }) => id, tone: "id" },
        { title: "channel", value: ({ channel }) => channel },
        { title: "to", value: ({ to }) => to, isFlexible: true },
        { title: "state", value: ({ state }) => state, tone: deliveryTone },
        { title: "at", value: ({ at }) => localText(at), hiddenBelowColumns: 120 },
        { title: "url", value: ({ url }) => url, tone: "link", hiddenBelowColumns: 120 },
      ],
      empty: `nothing is left to send of ${share}`,
    },
    {
      ids: sent.map(({ delivery }) => delivery.id),
      words: open.length === 0 ? next : [],
      complaints: open.map((each) => complaint(each, again)),
      outcome: outcomeOf(sent, open),
    },
  );
}

function isFine({ state, error }: Delivery): boolean {
  return (state === "sent" || state === "confirmed") && error === null;
}

function complaint({ delivery, why, mend }: Sent, again: string): string {
  const { id, to, state, error } = delivery;
  const reason = why ?? error?.message ?? "it did not go";
  const byState: Readonly<Partial<Record<DeliveryState, string>>> = {
    unknown: `${again}, or pkm share resolve ${id} --sent|--retry`,
    failed: `pkm share resolve ${id} --retry`,
    sent: "pkm share log",
    confirmed: "pkm share log",
  };
  return `${id} to ${to} is ${state}: ${reason}: ${mend ?? byState[state] ?? again}`;
}

function outcomeOf(sent: readonly Sent[], open: readonly Sent[]): ErrorKind | null {
  if (open.length === 0) return null;
  if (open.length < sent.length) return "partial";
  if (open.some(({ delivery }) => delivery.error?.code === "auth")) return "credentials";
  const waits = ({ state, doubted }: Delivery): boolean =>
    (state === "pending" && doubted === null) || state === "sending";
  if (open.every(({ delivery }) => waits(delivery))) return "try-later";
  return open.every(({ delivery }) => delivery.state === "failed") ? "failed" : "partial";
}
