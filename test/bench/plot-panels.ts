// The figures of growth: how a cost goes with a size, beside itself at a size of reference.
import { escaped, logarithmic, margin, round, width, type Drawn, type Scale } from "./plot-scale.ts";
import type { Point, Row } from "./row.ts";

const panelColumns = 2;
const panelHeight = 190;

type PointRow = Row & { plot: Point; measured: NonNullable<Row["measured"]> };

function isPoint(row: Row): row is PointRow {
  return row.plot !== null && "panel" in row.plot && row.measured !== null;
}

/** Small pictures side by side, one for each thing that should stay flat. */
export function panels(rows: readonly Row[]): Drawn {
  const points = rows.filter(isPoint);
  const names = [...new Set(points.map(({ plot }) => plot.panel))];
  if (names.length === 0) return { svg: "", height: 0 };
  const panelWidth = (width - margin * (panelColumns + 1)) / panelColumns;
  const drawn = names.map((name, at) => {
    const x = margin + (at % panelColumns) * (panelWidth + margin);
    const y = 46 + Math.floor(at / panelColumns) * (panelHeight + margin);
    const own = points.filter(({ plot }) => plot.panel === name);
    return `<g transform="translate(${x} ${y})">\n${panel(name, own, panelWidth)}\n</g>`;
  });
  const title = `<text class="title" x="${margin}" y="14">How costs grow with size, beside themselves at a size of reference (1; flat is good)</text>`;
  return {
    svg: [title, ...drawn].join("\n"),
    height: 46 + Math.ceil(names.length / panelColumns) * (panelHeight + margin),
  };
}

function panel(name: string, rows: readonly PointRow[], panelWidth: number): string {
  const [left, right, top, bottom] = [30, panelWidth - 18, 18, panelHeight - 40];
  const x = logarithmic(
    rows.map(({ plot }) => plot.size),
    [left, right],
  );
  const highest = Math.max(1.5, ...rows.map(({ ratio }) => 1.1 * (ratio?.median ?? 1)));
  const y = (value: number): number => bottom - Math.min(1, value / highest) * (bottom - top);
  const step = highest > 6 ? 4 : highest > 2.4 ? 1 : 0.5;
  const levels = Array.from({ length: Math.floor(highest / step) + 1 }, (_, at) => at * step);
  const goals = rows.flatMap(({ goal }) => (goal !== null && "most" in goal ? [goal.most] : []));
  const curves = [...new Set(rows.map(({ plot }) => plot.curve))];
  const sizes = [...new Set(rows.map(({ plot }) => plot.size))].toSorted((a, b) => a - b);
  const level = (value: number, kind: string): string =>
    `<line class="${kind}" x1="${left}" x2="${right}" y1="${round(y(value))}" y2="${round(y(value))}"/>`;
  return [
    `<text x="0" y="4">${escaped(name)}</text>`,
    ...levels.map(
      (value) =>
        `${level(value, value === 1 ? "unit" : "grid")}<text class="soft" x="${left - 6}" y="${round(y(value) + 4)}" text-anchor="end">${value}</text>`,
    ),
    ...[...new Set(goals)].map(
      (most) =>
        `${level(most, "goal")}<text class="goal-text" x="${right}" y="${round(y(most) - 4)}" text-anchor="end">goal ${most}</text>`,
    ),
    ...sizes.map(
      (size) =>
        `<text class="soft" x="${round(x.of(size))}" y="${bottom + 16}" text-anchor="middle">${shownSize(size)}</text>`,
    ),
    ...curves.map((curve, at) =>
      curveOf(
        rows.filter(({ plot }) => plot.curve === curve),
        { x, y, at },
      ),
    ),
    ...curves.map(
      (curve, at) =>
        `<text class="s${at % 3}" x="${left + at * 120}" y="${bottom + 34}">${forms[at % 3]} ${escaped(curve)}</text>`,
    ),
  ].join("\n");
}

/** What stands for a curve's points beside its name. */
const forms = ["●", "■", "▲"];

function curveOf(
  rows: readonly PointRow[],
  { x, y, at }: { x: Scale; y: (value: number) => number; at: number },
): string {
  const places = rows.map(({ plot, ratio }) => ({
    at: round(x.of(plot.size)),
    spread: ratio ?? { min: 1, median: 1, max: 1 },
  }));
  const path = places
    .map(({ at: px, spread }, index) => `${index === 0 ? "M" : "L"}${px} ${round(y(spread.median))}`)
    .join("");
  const kind = `s${at % 3}`;
  const marks = places.map(({ at: px, spread }) => {
    const range = `<line class="${kind}" x1="${px}" x2="${px}" y1="${round(y(spread.min))}" y2="${round(y(spread.max))}"/>`;
    return range + pointMark(at, px, round(y(spread.median)));
  });
  return `<path class="${kind} curve" style="fill:none" d="${path}"/>${marks.join("")}`;
}

function pointMark(at: number, x: number, y: number): string {
  const kind = `s${at % 3}`;
  if (at % 3 === 0) return `<circle class="${kind}" cx="${x}" cy="${y}" r="4"/>`;
  if (at % 3 === 1) return `<rect class="${kind}" x="${x - 3.5}" y="${y - 3.5}" width="7" height="7"/>`;
  return `<path class="${kind}" d="M${x} ${y - 4.5}l4.5 8h-9z"/>`;
}

/** "10 k", "1 M": short enough to stand under a point. */
function shownSize(size: number): string {
  if (size >= 1_000_000) return `${Number((size / 1_000_000).toPrecision(2))} M`;
  return size >= 1000 ? `${Number((size / 1000).toPrecision(3))} k` : String(size);
}
