// The mirror as a page or a picture: bars of what each stage is made of, the figures beside them, no script.
import { localDay, type Instant } from "../base/clock.ts";
import { plainLine } from "../base/plain.ts";
import { chanceText } from "../seek/chance-text.ts";
import type { Kind, MirrorSide, StageChance } from "../seek/mirror.ts";
import { mirrorStyle, pictureStyle } from "./mirror-style.ts";
import { pagePolicy } from "./page-policy.ts";
import { block, element, type Element, type Tree, writeHtml, writeXml } from "./publish-tree.ts";

export interface MirrorDrawing {
  sides: readonly MirrorSide[];
  /** Null is from the beginning. */
  since: Instant | null;
  made: Instant;
}

/** Kinds with a colour and a letter of their own. */
const coloursMax = 6;
const letters = "abcdef";
const width = 680;
const left = 142;
const right = 150;
const barWidth = width - left - right;
const rowHeight = 26;
const barHeight = 18;
const headHeight = 30;
/** In the picture the names of kinds stand below their bars, two on a line. */
const legendHeight = 20;
const legendColumns = 2;
const legendLabelMax = 44;

/** The mirror as a whole HTML document, or as one SVG picture (SVG 2) of all its sides. */
export function drawMirror(drawing: MirrorDrawing, form: "html" | "svg"): string {
  return form === "svg" ? writeXml(picture(drawing.sides)) : writeHtml(page(drawing));
}

function page({ sides, since, made }: MirrorDrawing): Element {
  const head = block(
    "head",
    {},
    element("meta", { charset: "utf-8" }),
    element("meta", { "http-equiv": "Content-Security-Policy", content: pagePolicy(mirrorStyle) }),
    element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    element("meta", { name: "color-scheme", content: "light dark" }),
    element("meta", { name: "robots", content: "noindex" }),
    element("title", {}, "What my reading is made of"),
    element("style", {}, mirrorStyle),
  );
  const from = since === null ? "from the beginning" : `from ${localDay(since)}`;
  const main = block(
    "main",
    {},
    element("h1", {}, "What my reading is made of"),
    element(
      "p",
      { class: "when" },
      `${from} to ${localDay(made)}. The chance is that two items of a stage are of the same kind, and in brackets where it lies in nine of ten such readings. Fewer than 40 items are too few to compare.`,
    ),
    ...sides.map(sideSection),
  );
  return block("html", { lang: "en" }, head, block("body", {}, main));
}

function sideSection(side: MirrorSide): Element {
  const svg = element(
    "svg",
    {
      viewBox: `0 0 ${width} ${heightOf(side)}`,
      role: "img",
      "aria-label": `What each stage is made of, by ${side.by}`,
    },
    ...bars(side, 0),
  );
  return block("section", {}, element("h2", {}, `By ${side.by}`), svg, legend(side), figures(side), receipts(side));
}

function picture(sides: readonly MirrorSide[]): Element {
  const heights = sides.map((side) => headHeight + heightOf(side) + legendRows(side) * legendHeight + 12);
  const tops = heights.map((_, at) => heights.slice(0, at).reduce((sum, height) => sum + height, 0));
  const height = heights.reduce((sum, each) => sum + each, 0);
  return block(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${width} ${height}`,
      width: String(width),
      height: String(height),
    },
    element("title", {}, "What my reading is made of"),
    element("style", {}, pictureStyle),
    element("rect", { class: "paper", width: "100%", height: "100%" }),
    ...sides.flatMap((side, at) => {
      const top = tops[at] ?? 0;
      return [
        element("text", { class: "head", x: "8", y: String(top + 22) }, `By ${side.by}`),
        ...bars(side, top + headHeight),
        ...names(side, top + headHeight + heightOf(side)),
      ];
    }),
  );
}

function legendRows({ kinds }: MirrorSide): number {
  return Math.ceil(Math.min(kinds.length, coloursMax) / legendColumns);
}

/** The kinds that have a letter, below `top`. */
function names({ kinds }: MirrorSide, top: number): readonly Element[] {
  return kinds.slice(0, coloursMax).flatMap(({ label }, at) => {
    const x = 8 + (at % legendColumns) * (width / legendColumns);
    const y = top + Math.floor(at / legendColumns) * legendHeight;
    const name = plainLine(label);
    const shown = name.length > legendLabelMax ? `${name.slice(0, legendLabelMax).trimEnd()}…` : name;
    return [
      element("rect", { class: `k${at}`, x: String(x), y: String(y), width: "16", height: "16" }),
      element("text", { class: "letter", x: String(x + 8), y: String(y + 12) }, letters[at] ?? ""),
      element("text", { x: String(x + 22), y: String(y + 13) }, shown.toWellFormed()),
    ];
  });
}

function heightOf({ stages }: MirrorSide): number {
  return stages.length * rowHeight + 4;
}

/** One bar a stage, below `top`. */
function bars({ stages, kinds }: MirrorSide, top: number): readonly Element[] {
  return stages.map((stage, row) => {
    const y = top + row * rowHeight;
    const label = `${stage.stage} ${stage.n}`;
    return element(
      "g",
      {},
      element("text", { x: "8", y: String(y + 14) }, stage.stage),
      element("text", { class: "count", x: String(left - 8), y: String(y + 14) }, String(stage.n)),
      element("title", {}, label),
      ...segments(stage, kinds, y),
      element("text", { x: String(width - right + 10), y: String(y + 14) }, chanceText(stage)),
    );
  });
}

function segments(stage: StageChance, kinds: readonly Kind[], y: number): readonly Element[] {
  if (stage.n === 0) return [];
  const place = (count: number): number => Math.round((count / stage.n) * barWidth * 10) / 10;
  let reached = 0;
  const named = kinds.slice(0, coloursMax).flatMap((kind, at): Element[] => {
    const count = kind.counts[stage.stage];
    const x = place(reached);
    reached += count;
    const wide = place(reached) - x;
    if (wide <= 0) return [];
    const letter =
      wide < 12
        ? []
        : [element("text", { class: "letter", x: String(left + x + wide / 2), y: String(y + 14) }, letters[at] ?? "")];
    return [
      rect(`k${at}`, { x, y, wide }, `${letters[at] ?? ""} ${plainLine(kind.label)}: ${count} of ${stage.n}`),
      ...letter,
    ];
  });
  const x = place(reached);
  const rest = stage.n - reached;
  return [...named, ...(rest > 0 ? [rect("rest", { x, y, wide: barWidth - x }, `others: ${rest} of ${stage.n}`)] : [])];
}

function rect(name: string, { x, y, wide }: { x: number; y: number; wide: number }, title: string): Element {
  const size = { x: String(left + x), y: String(y), width: String(Math.max(1, wide)), height: String(barHeight) };
  return element("rect", { class: name, ...size }, element("title", {}, title));
}

function legend({ kinds }: MirrorSide): Element {
  const named = kinds
    .slice(0, coloursMax)
    .map(({ label }, at) =>
      element("li", {}, element("span", { class: `key k${at}` }, letters[at] ?? ""), ` ${plainLine(label)}`),
    );
  const rest = kinds.length - named.length;
  return block(
    "ul",
    { class: "legend", dir: "auto" },
    ...named,
    ...(rest > 0 ? [element("li", {}, `and ${rest} others`)] : []),
  );
}

function figures({ stages }: MirrorSide): Element {
  const row = (name: "th" | "td", cells: readonly Tree[]): Element =>
    element("tr", {}, ...cells.map((cell) => element(name, {}, cell)));
  const lines = stages.map((stage) => {
    const { n, kinds, unknown } = stage;
    return row("td", [stage.stage, String(n), String(kinds), chanceText(stage), String(unknown)]);
  });
  const heads = ["stage", "items", "kinds", "two the same", "unknown"];
  return block("table", {}, block("thead", {}, row("th", heads)), block("tbody", {}, ...lines));
}

function receipts({ by }: MirrorSide): Element {
  const command = element("code", {}, `pkm mirror --receipts cited --by ${by}`);
  return element("p", { class: "when" }, "The items behind a figure: ", command);
}
