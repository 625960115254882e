// pkm share: every note on its way out, what it waits for, and the command that carries it on.
import { PkmError } from "../../base/errors.ts";
import { openCase } from "../../share/desk.ts";
import { nextOf, type NextStep } from "../../share/pipeline.ts";
import { shareView, type ShareView } from "../../share/view.ts";
import { localText } from "../../ui/time.ts";
import { record, table, type Report } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { openDesk } from "./desk.ts";

type Row = ShareView & NextStep;

export const command: Command = defineCommand<{ ref: string | null }>({
  path: "share",
  summary: "list the notes on their way out and what each waits for; send nothing",
  args: "[share]",
  options: [],
  examples: [
    { line: "pkm share", about: "what waits, and the next command for each" },
    { line: "pkm share d3r7", about: "one share: versions, rounds, feedback and gate" },
  ],
  parse: (words) => ({ ref: words.args[0] ?? null }),
  async run(context, { ref }) {
    const desk = await openDesk(context);
    const read = (id: string): Row => {
      const shareCase = openCase(desk, id);
      return { ...shareView(shareCase), ...nextOf(shareCase) };
    };
    if (ref !== null) return shareReport(read(desk.find(ref)));
    const { limit } = context.flags;
    const shares = desk.shares.list();
    const newest = (limit === null || limit === 0 ? shares : shares.slice(0, limit)).map(({ id }) => read(id));
    // What is done or withdrawn stands below what still waits.
    const rows = newest.toSorted((a, b) => Number(a.next === null) - Number(b.next === null));
    return table(
      {
        rows,
        columns: [
          { title: "id", value: ({ id }) => id, tone: "id" },
          { title: "state", value: ({ state }) => state },
          { title: "title", value: ({ title }) => title, isFlexible: true },
          { title: "waits for", value: ({ waiting }) => waiting },
          { title: "next", value: ({ next }) => next, tone: "dim", hiddenBelowColumns: 120 },
        ],
        empty: "nothing is on its way out: pkm share stage <note> --with <community>",
      },
      { ids: rows.map(({ id }) => id), words: nextWords(rows) },
    );
  },
});

function nextWords(rows: readonly Row[]): readonly string[] {
  const first = rows.find(({ next }) => next !== null);
  return first === undefined ? [] : [`next: ${first.next}`];
}

/** One share as a record. */
export function shareReport(row: Row, words: readonly string[] = []): Report {
  if (row.versions.length === 0)
    throw new PkmError("failed", `the share ${row.id} has no version`, { hint: "pkm doctor" });
  const unmet = row.gate.conditions.filter(({ met }) => !met);
  const rounds = row.rounds.map(
    ({ id, version, communityName, state, outcome }) => `${id} v${version} with ${communityName}: ${outcome ?? state}`,
  );
  const posts = row.published.map(
    ({ networkName, version, url, at }) => `${networkName} v${version} ${url ?? ""} ${localText(at)}`,
  );
  return record(
    {
      value: row,
      fields: [
        { label: "share", value: row.id, tone: "id" },
        { label: "note", value: `${row.note} ${row.title}` },
        { label: "state", value: row.state, tone: "strong" },
        { label: "version", value: `v${row.versions.length}` },
        { label: "rounds", value: rounds.length === 0 ? null : rounds.join("; ") },
        {
          label: "feedback",
          value: row.feedback.length === 0 ? null : row.feedback.map(({ id, state }) => `${id} ${state}`).join(", "),
        },
        { label: "published", value: posts.length === 0 ? null : posts.join("; "), tone: "link" },
        {
          label: "before it goes wider",
          value: unmet.length === 0 ? null : unmet.map(({ name, why }) => `${name}: ${why}`).join("; "),
        },
        { label: "waits for", value: row.waiting },
        { label: "next", value: row.next },
      ],
    },
    { ids: [row.id], words },
  );
}
