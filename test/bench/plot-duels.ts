// The figure of refreshes: each reader's time beside newsboat's, on one logarithmic scale, with pkm's goals.
import { escaped, logarithmic, margin, round, width, type Drawn, type Scale } from "./plot-scale.ts";
import { isMet, type Duel, type Row } from "./row.ts";
import { shownNumber } from "./spread.ts";

/** Where the words of a line end and its scale begins. */
const scaleLeft = 300;
const lineHeight = 34;

type DuelRow = Row & { plot: Duel; ratio: NonNullable<Row["ratio"]> };

function isDuel(row: Row): row is DuelRow {
  return row.plot !== null && "work" in row.plot && row.ratio !== null;
}

/** A line for each work: everybody's ratio to newsboat on one logarithmic scale, and the goal. */
export function duels(rows: readonly Row[]): Drawn {
  const all = rows.filter(isDuel);
  if (all.length === 0) return { svg: "", height: 0 };
  const works = [...new Set(all.map(({ plot }) => plot.work))];
  const peers = [...new Set(all.map(({ plot }) => plot.who))].filter((who) => who !== "pkm");
  const scale = logarithmic(all.flatMap(({ ratio }) => [ratio.min, ratio.max]).concat(0.1, 10), [
    scaleLeft,
    width - 60,
  ]);
  const top = 66 + 18 * Math.ceil((peers.length + 1) / 2);
  const bottom = top + works.length * lineHeight;
  const marks = scale.ticks.map((tick) => {
    const x = round(scale.of(tick));
    const line = `<line class="${tick === 1 ? "unit" : "grid"}" x1="${x}" x2="${x}" y1="${top - 8}" y2="${bottom}"/>`;
    return `${line}<text class="soft" x="${x}" y="${bottom + 16}" text-anchor="middle">${Number(tick.toPrecision(1))}</text>`;
  });
  const lines = works.map((work, at) =>
    duelLine(
      all.filter(({ plot }) => plot.work === work),
      { work, peers, scale, y: top + at * lineHeight + 14 },
    ),
  );
  const svg = [
    `<text class="title" x="${margin}" y="14">A refresh, whole process, beside newsboat (1; further left is faster)</text>`,
    `<text class="soft" x="${margin}" y="34">dot: median; bar: lowest to highest; *: goal not met. Against tuned newsboat; with latency, newsboat as it comes</text>`,
    ...legend(peers),
    ...marks,
    ...lines,
  ];
  return { svg: svg.join("\n"), height: bottom + 20 };
}

function legend(peers: readonly string[]): readonly string[] {
  return ["pkm", ...peers]
    .map((who, at) => {
      const [x, y] = [margin + 6 + (at % 2) * 390, 52 + Math.floor(at / 2) * 18];
      const mark = who === "pkm" ? dot(x, y) : shape(peers.indexOf(who), x, y);
      return `${mark}<text class="soft" x="${x + 12}" y="${y + 4}">${escaped(who)}</text>`;
    })
    .concat(
      `<line class="goal" x1="${width - 66}" x2="${width - 66}" y1="46" y2="60"/><text class="goal-text" x="${width - 58}" y="57">goal</text>`,
    );
}

interface Line {
  work: string;
  peers: readonly string[];
  scale: Scale;
  y: number;
}

function duelLine(rows: readonly DuelRow[], { work, peers, scale, y }: Line): string {
  const own = rows.find(({ plot }) => plot.who === "pkm");
  const others = rows.filter((row) => row !== own);
  const marks = others.map(({ plot, ratio }) => shape(peers.indexOf(plot.who), round(scale.of(ratio.median)), y));
  const words = `<text x="${margin}" y="${y + 4}">${escaped(work)}</text>`;
  if (own === undefined) return [words, ...marks].join("");
  const [low, middle, high] = [own.ratio.min, own.ratio.median, own.ratio.max].map((value) => round(scale.of(value)));
  const goal = own.goal !== null && "most" in own.goal ? round(scale.of(own.goal.most)) : null;
  const goalLine = goal === null ? "" : `<line class="goal" x1="${goal}" x2="${goal}" y1="${y - 9}" y2="${y + 9}"/>`;
  const met = isMet(own) === false ? " *" : "";
  return [
    words,
    `<text class="s0" x="${scaleLeft - 14}" y="${y + 4}" text-anchor="end">${shownNumber(own.ratio.median)}${met}</text>`,
    ...marks,
    goalLine,
    `<line class="s0 range" x1="${low}" x2="${high}" y1="${y}" y2="${y}"/>`,
    dot(middle ?? 0, y),
  ].join("");
}

function dot(x: number, y: number): string {
  return `<circle class="s0" cx="${x}" cy="${y}" r="5"/>`;
}

/** Peers are told apart by form, never by colour alone. */
function shape(of: number, x: number, y: number): string {
  const forms = [
    `<circle class="peer" cx="${x}" cy="${y}" r="4.5"/>`,
    `<rect class="peer" x="${x - 4}" y="${y - 4}" width="8" height="8"/>`,
    `<path class="peer" d="M${x} ${y - 5}l5 9h-10z"/>`,
    `<path class="peer" d="M${x - 4} ${y - 4}l8 8m0 -8l-8 8"/>`,
    `<path class="peer" d="M${x} ${y - 5}v10m-5 -5h10"/>`,
    `<path class="peer" d="M${x} ${y - 5}l5 5l-5 5l-5 -5z"/>`,
  ];
  return forms[of % forms.length] ?? "";
}
