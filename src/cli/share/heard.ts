// How what came back reads: points of feedback, and beside them what was kept apart, with why.
import type { ErrorKind } from "../../base/errors.ts";
import type { Claim } from "../../share/taken-up.ts";
import type { Feedback } from "../../share/feedback.ts";
import type { Reply } from "../../share/filing.ts";
import { canTake, type Apart } from "../../share/found.ts";
import type { Listened } from "../../share/listen.ts";
import { feedbackView, type FeedbackView } from "../../share/view.ts";
import { table, type ReportExtras, type Report } from "../../ui/report.ts";
import { localText } from "../../ui/time.ts";

/** A row of what came back; `from` is null where it is nobody's word yet. */
type HeardRow = Omit<FeedbackView, "from"> & { from: string | null; claim: Claim | null };

const reasons: Readonly<Record<Apart, string>> = {
  stranger: "from nobody you know",
  outsider: "from somebody who was not asked",
  automatic: "an automatic answer",
  own: "your own words",
  bounce: "it did not reach them",
  reaction: "a reaction",
  boost: "passed on",
  empty: "nothing but quotes",
  edited: "an edit of what was said before",
  repeated: "said before in the same words",
};

const counted: Readonly<Partial<Record<Apart, readonly [string, string]>>> = {
  reaction: ["reaction", "reactions"],
  boost: ["boost", "boosts"],
  automatic: ["automatic answer", "automatic answers"],
  repeated: ["repeated answer", "repeated answers"],
  empty: ["answer with nothing but quotes", "answers with nothing but quotes"],
};

/** Those that are told one by one; the others are counted. */
const shown: readonly Apart[] = ["stranger", "outsider", "edited", "bounce"];

/** Rows for what came back: feedback first, then what was kept apart and is worth a look, or all of it. */
export function heardRows(
  feedback: readonly Feedback[],
  replies: readonly Reply[],
  { isAll, claimOf = () => null }: { isAll: boolean; claimOf?: (feedback: Feedback) => Claim | null },
): readonly HeardRow[] {
  const order = ["received", "accepted", "deferred", "addressed", "declined"];
  const sorted = feedback.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return [
    ...sorted.map((point) => ({ ...feedbackView(point), claim: claimOf(point) })),
    ...replies.flatMap((reply) => apartRow(reply, isAll ? null : shown)),
  ];
}

function apartRow(reply: Reply, wanted: readonly Apart[] | null): readonly HeardRow[] {
  const { id, apart, from, channelKind: via, release: round, version, at, text } = reply;
  if (apart === null || (wanted !== null && !wanted.includes(apart))) return [];
  const fromName = from.name === "" ? from.address : `${from.name} <${from.address}>`;
  const point = { about: null, addressedVersion: null, claim: null, consent: "private" };
  return [
    {
      id,
      kind: "feedback",
      from: null,
      fromName,
      via,
      round,
      version,
      received: at,
      text,
      state: "apart",
      why: reasons[apart],
      ...point,
    },
  ];
}

/** "also: 3 reactions, 1 boost"; nothing where there is nothing to count. */
export function countedWords(replies: readonly Reply[], share: string | null): readonly string[] {
  const told = Object.entries(counted).flatMap(([apart, [one, many]]) => {
    const count = replies.filter((reply) => reply.apart === apart).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  return told.length === 0 ? [] : [`also: ${told.join(", ")}: pkm share feedback ${share ?? "<share>"} --all`];
}

/** What to type next: decide about what waits, or take what was kept apart. */
export function nextWords(
  rows: readonly HeardRow[],
  replies: readonly Reply[],
  share: string | null,
): readonly string[] {
  const open = rows.find(({ state }) => state === "received");
  const apart = replies.find((reply) => reply.apart !== null && shown.includes(reply.apart) && canTake(reply.apart));
  const call = `pkm share feedback ${share ?? apart?.share ?? "<share>"}`;
  return [
    ...(open === undefined ? [] : [`decide: ${call} accept|decline|defer ${open.id}`]),
    ...(apart === undefined ? [] : [`apart, for it is ${reasons[apart.apart ?? "empty"]}: ${call} take ${apart.id}`]),
  ];
}

function stateWords({ state, addressedVersion, claim }: HeardRow): string {
  if (addressedVersion === null) return state;
  return `in v${addressedVersion}${claim === "unchanged" ? ": claimed, text unchanged" : ""}`;
}

/** The table of what came back. */
export function heardTable(rows: readonly HeardRow[], empty: string, extras: ReportExtras): Report {
  return table(
    {
      rows,
      columns: [
        { title: "id", value: ({ id }) => id, tone: "id" },
        {
          title: "state",
          value: stateWords,
        },
        { title: "from", value: ({ fromName }) => fromName },
        { title: "what", value: ({ text }) => text, isFlexible: true },
        { title: "via", value: ({ via }) => via, hiddenBelowColumns: 80 },
        { title: "when", value: ({ received }) => localText(received), hiddenBelowColumns: 100 },
        { title: "why", value: ({ why }) => why, hiddenBelowColumns: 120 },
      ],
      empty,
    },
    { ids: rows.map(({ id }) => id), ...extras },
  );
}

/** What a look for answers could not do, as lines for stderr, and the exit status they call for. */
export function unheard({ asked, failed }: Listened): { complaints: readonly string[]; outcome: ErrorKind | null } {
  const complaints = failed.map(
    ({ channel, kind, placeName, error }) =>
      `${kind} ${channel} of ${placeName}: ${error.message}: ${error.mend[0] ?? `pkm channel check ${channel}`}`,
  );
  if (failed.length === 0) return { complaints, outcome: null };
  if (failed.length < asked) return { complaints, outcome: "partial" };
  return {
    complaints,
    outcome: failed.every(({ error }) => error.kind === "credentials") ? "credentials" : "try-later",
  };
}
