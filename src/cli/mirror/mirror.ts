// pkm mirror: what my reading is made of, from what I subscribe to down to what I share.
import type { Instant } from "../../base/clock.ts";
import { PkmError } from "../../base/errors.ts";
import { shellWord } from "../../base/shell-word.ts";
import { plainLine } from "../../base/plain.ts";
import { chanceText } from "../../seek/chance-text.ts";
import { horizonAccount } from "../../seek/horizon.ts";
import {
  mirrorSides,
  mirrorStages,
  openKinds,
  usualDimensions,
  type Dimension,
  type Kind,
  type MirrorSide,
  type MirrorStage,
  type StageChance,
} from "../../seek/mirror.ts";
import { barLetter, barOf, restMark } from "../../ui/bar.ts";
import { table, text, type Column, type Report } from "../../ui/report.ts";
import { localText } from "../../ui/time.ts";
import { defineCommand, type Command, type Words } from "../command.ts";
import type { Context } from "../context.ts";
import { sinceFrom, sinceInstant, sinceOption, sinceText } from "./mirror-words.ts";

interface Input {
  by: readonly Dimension[];
  since: string | null;
  receipts: MirrorStage | null;
  /** Only receipts of this kind, by its key or label. */
  of: string | null;
  out: string | null;
}

const accountDays = 90;
const lettersMax = 6;
const nameMax = 20;
const receiptsMax = 50;

export const command: Command = defineCommand<Input>({
  path: "mirror",
  summary: "what your reading is made of, from what you subscribe to down to what you share",
  args: "",
  options: [
    { flags: "--by <what>", about: "source, author, domain, filter, or a facet of your own", isRepeatable: true },
    sinceOption,
    { flags: "--receipts <stage>", about: `the items behind a stage: ${mirrorStages.join(", ")}` },
    { flags: "--of <kind>", about: "with --receipts: only of this source, author, host or value" },
    { flags: "--out <file>", about: "draw it into a page (.html) or a picture (.svg)" },
  ],
  examples: [
    { line: "pkm mirror", about: "by source, author and domain" },
    { line: "pkm mirror --by language", about: "a facet: sources or people tagged language/fi, language/en ..." },
    { line: "pkm mirror --receipts cited --by domain --of bench.example", about: "the items behind a figure" },
    { line: "pkm mirror --out mirror.html", about: "a page without script, light and dark" },
  ],
  details:
    "The chance is that two items drawn from a stage are of the same source (author ...), and behind it where it lies in\n" +
    "nine of ten such readings. Items of which it is not known stand apart, and fewer than 40 are too few to compare. What\n" +
    "was shown and opened is written down on this machine alone: pkm help attention.",
  parse: parseWords,
  async run(context, input) {
    const store = await context.store();
    store.origins.catchUp();
    const since = sinceInstant(input.since, context.clock.now());
    if (input.receipts !== null) return receiptsReport(context, { ...input, stage: input.receipts, since });
    const sides = mirrorSides(store.mirrors.matter(since), input.by);
    const { offered, kept } = horizonAccount(store.attention.horizon(accountDays));
    if (input.out === "-") {
      const document = await drawn(context, { sides, since, path: input.out });
      return text({ value: { document }, text: document, isExact: true });
    }
    if (input.out !== null) await draw(context, { sides, since, path: input.out });
    return sidesReport(context, {
      drawn: context.flags.isDryRun ? null : input.out,
      sides,
      since,
      elsewhere: { offered, kept },
      offSince: store.attention.offSince(),
    });
  },
});

function parseWords(words: Words): Input {
  const receipts = words.choice("receipts", mirrorStages);
  const of = words.text("of");
  const out = words.text("out") === "-" ? "-" : words.out();
  if (receipts === null && of !== null)
    throw new PkmError("usage", "--of goes with --receipts", {
      hint: `pkm mirror --receipts cited --of ${shellWord(of)}`,
    });
  if (receipts !== null && out !== null)
    throw new PkmError("usage", "what is drawn is the whole mirror, without --receipts", {
      hint: `pkm mirror --out ${shellWord(out)}`,
    });
  return { by: dimensionsFrom(words), since: sinceFrom(words), receipts, of, out };
}

function dimensionsFrom(words: Words): readonly Dimension[] {
  const given = words.list("by").map((each) => each.trim().toLowerCase());
  if (given.includes("")) throw new PkmError("usage", "--by names nothing", { hint: "pkm mirror --by source" });
  return given.length === 0 ? usualDimensions : [...new Set(given)];
}

interface Row extends StageChance {
  by: Dimension;
  /** The kinds that stand out, and how many items of the stage are of each. */
  top: readonly { key: string; label: string; n: number }[];
}

interface Seen {
  /** The file it was drawn into; null where it was not. */
  drawn: string | null;
  sides: readonly MirrorSide[];
  since: Instant | null;
  elsewhere: { offered: number; kept: number };
  /** Since when nothing that is shown or opened is written down; null while it is. */
  offSince: Instant | null;
}

function sidesReport(context: Context, { drawn, sides, since, elsewhere, offSince }: Seen): Report {
  const rows = sides.flatMap(({ by, stages, kinds }) =>
    stages.map((stage): Row => ({ ...stage, by, top: top(kinds, stage) })),
  );
  const { columns } = context.person;
  return table<Row>(
    {
      rows,
      columns: [...figures, ...(columns === null || columns < 76 ? [] : [picture(Math.min(40, columns - 58))])],
      empty: "",
    },
    {
      words: [
        sinceText(since),
        ...(offSince === null ? [] : [`attention is off since ${localText(offSince)}: pkm attention on`]),
        ...sides.flatMap(legend),
        ...(elsewhere.offered === 0
          ? []
          : [`elsewhere: ${elsewhere.kept} of ${elsewhere.offered} kept in ${accountDays} days: pkm mirror elsewhere`]),
        "the items behind a figure: pkm mirror --receipts <stage> --by <what>",
        ...(drawn === null ? [] : [`drew ${drawn}`]),
      ],
    },
  );
}

const figures: readonly Column<Row>[] = [
  { title: "by", value: ({ by }) => by },
  { title: "stage", value: ({ stage }) => stage },
  { title: "items", value: ({ n }) => n, align: "right" },
  { title: "kinds", value: ({ kinds }) => kinds, align: "right" },
  { title: "two the same", value: chanceText },
  { title: "unknown", value: ({ unknown }) => unknown, align: "right", hiddenBelowColumns: 110 },
];

function picture(width: number): Column<Row> {
  return {
    title: "made of",
    value: ({ top: parts, n }) =>
      barOf(
        parts.map((part) => part.n),
        n,
        width,
      ),
    isFlexible: true,
  };
}

function top(kinds: readonly Kind[], { stage }: StageChance): Row["top"] {
  return kinds.slice(0, lettersMax).map(({ key, label, counts }) => ({ key, label, n: counts[stage] }));
}

function legend({ by, kinds }: MirrorSide): readonly string[] {
  const named = kinds.slice(0, lettersMax).map(({ label }, place) => `${barLetter(place)} ${shortName(label)}`);
  if (named.length === 0) return [];
  const rest = kinds.length > lettersMax ? [`${restMark} ${kinds.length - lettersMax} others`] : [];
  return [`${by}: ${[...named, ...rest].join(", ")}`];
}

/** A legend is read at a glance: the whole name stands in the answer for machines and on the page. */
function shortName(label: string): string {
  const name = plainLine(label);
  return name.length > nameMax ? `${name.slice(0, nameMax - 1).trimEnd()}…`.toWellFormed() : name;
}

interface Drawing {
  sides: readonly MirrorSide[];
  since: Instant | null;
  /** Its ending says whether it is a picture. */
  path: string;
}

async function drawn(context: Context, { sides, since, path }: Drawing): Promise<string> {
  const readers = await context.readers();
  const form = path.toLowerCase().endsWith(".svg") ? "svg" : "html";
  return readers.drawMirror({ sides, since, made: context.clock.now().toISOString() }, form);
}

async function draw(context: Context, drawing: Drawing): Promise<void> {
  const { path } = drawing;
  const document = await drawn(context, drawing);
  if (context.flags.isDryRun) return;
  context.writeFile(path, document, {
    mayReplace: context.flags.isYes,
    again: `pkm mirror --out ${shellWord(path)} --yes`,
  });
}

interface Receipts extends Pick<Input, "by" | "of"> {
  stage: MirrorStage;
  since: Instant | null;
}

interface ReceiptRow {
  id: string;
  at: Instant;
  title: string;
  /** Null where it is not known. */
  of: string | null;
}

async function receiptsReport(context: Context, { stage, since, by, of }: Receipts): Promise<Report> {
  const store = await context.store();
  const matter = store.mirrors.matter(since);
  const [dimension = "source"] = by;
  const limit = context.flags.limit ?? receiptsMax;
  const wanted = of?.toLowerCase() ?? null;
  const kindOf = openKinds(matter, dimension);
  const isWanted = (kind: ReturnType<typeof kindOf>): boolean =>
    wanted === null || kind?.key.toLowerCase() === wanted || kind?.label.toLowerCase() === wanted;
  const cells = matter.cells[stage].filter((cell) => isWanted(kindOf(cell)));
  const sources = wanted === null ? null : [...new Set(cells.map(({ source }) => source))];
  const rows: ReceiptRow[] = [];
  for (const { id, at, title, ...from } of store.mirrors.rows(stage, since, sources)) {
    const kind = kindOf(from);
    if (!isWanted(kind)) continue;
    rows.push({ id, at, title, of: kind?.label ?? null });
    if (limit > 0 && rows.length === limit) break;
  }
  return table<ReceiptRow>({
    rows,
    columns: [
      { title: "id", value: ({ id }) => id, tone: "id" },
      { title: "when", value: ({ at }) => localText(at), hiddenBelowColumns: 60 },
      { title: dimension, value: ({ of: kind }) => kind, tone: "dim" },
      { title: "title", value: ({ title }) => title, isFlexible: true },
    ],
    empty: `nothing was ${stage} ${sinceText(since)}`,
  });
}
