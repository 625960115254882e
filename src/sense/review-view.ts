// How the triage screen looks: lines of dressed text, never wider or more than the screen.
import { askPrompts } from "./review-asks.ts";
import { reviewKeys } from "./review-keys.ts";
import { currentEntry, type ReviewEntry, type ReviewState } from "./review.ts";

export interface Span {
  text: string;
  tone: "plain" | "dim" | "strong" | "id" | "good" | "warn";
}

export interface ReviewPicture {
  lines: readonly (readonly Span[])[];
  /** Where the next character goes, counted from 0; null when nothing is typed. */
  cursor: { row: number; column: number } | null;
}

/** How wide text is on this terminal, and text made to fit. */
export interface Ruler {
  measure(text: string): number;
  /** Within so many columns, with an ellipsis where it was cut. */
  cut(text: string, columns: number): string;
  wrap(text: string, columns: number): readonly string[];
}

type Line = readonly Span[];

interface Paper {
  state: ReviewState;
  columns: number;
  ruler: Ruler;
}

const detailRows = 5;
/** Below this many rows the list has them all. */
const rowsForDetails = 11;
const columnsForSource = 50;
const sourceColumnsMax = 20;

/** The screen of `columns` by `rows`. */
export function viewReview(
  state: ReviewState,
  { columns, rows }: { columns: number; rows: number },
  ruler: Ruler,
): ReviewPicture {
  const paper = { state, columns, ruler };
  const foot = [wordsLine(paper), [span(ruler.cut(hintFor(state), columns), "dim")]].slice(0, Math.max(0, rows - 1));
  const bodyRows = Math.max(0, rows - foot.length - 1);
  const body = filled(bodyOf(paper, bodyRows), bodyRows);
  const lines = [headLine(paper), ...body, ...foot].slice(0, Math.max(0, rows));
  return { lines, cursor: rows < 3 ? null : cursorOf(paper, rows - foot.length) };
}

function span(text: string, tone: Span["tone"] = "plain"): Span {
  return { text, tone };
}

function filled(lines: readonly Line[], rows: number): readonly Line[] {
  return [...lines, ...Array.from({ length: Math.max(0, rows - lines.length) }, () => [])].slice(0, rows);
}

function bodyOf(paper: Paper, rows: number): readonly Line[] {
  const { state, columns, ruler } = paper;
  if (state.keysTop !== null) return keyLines(paper, state.keysTop);
  if (state.reading !== null) {
    const { lines, top } = state.reading;
    return lines.slice(top, top + rows).map((line) => [span(ruler.cut(line, columns))]);
  }
  if (state.entries.length === 0) return [[span(ruler.cut("nothing waits: pkm seek", columns))]];
  if (rows < rowsForDetails - 3) return listLines(paper, rows);
  return [...filled(listLines(paper, rows - detailRows), rows - detailRows), ...detailLines(paper)];
}

function headLine({ state, columns, ruler }: Paper): Line {
  const { entries, cursor, held, reading, done, later } = state;
  if (reading !== null) {
    const last = Math.min(reading.lines.length, reading.top + state.pageRows);
    return twoSides(span(currentEntry(state)?.title ?? "", "strong"), `${last} of ${reading.lines.length}`, {
      columns,
      ruler,
    });
  }
  const decided = entries.filter(({ id }) => done.has(id) || later.has(id)).length;
  const place = entries.length === 0 ? "review" : `review  ${cursor + 1} of ${entries.length}`;
  return twoSides(
    span(decided === 0 ? place : `${place}, ${decided} dealt with`, "strong"),
    held === 0 ? "" : `${held} more wait`,
    {
      columns,
      ruler,
    },
  );
}

function twoSides(left: Span, right: string, { columns, ruler }: Omit<Paper, "state">): Line {
  const room = columns - ruler.measure(right) - 2;
  if (room < 10) return [span(ruler.cut(left.text, columns), left.tone)];
  const text = ruler.cut(left.text, room);
  return [
    span(text, left.tone),
    span(" ".repeat(columns - ruler.measure(text) - ruler.measure(right))),
    span(right, "dim"),
  ];
}

function listLines(paper: Paper, rows: number): readonly Line[] {
  const { entries, cursor } = paper.state;
  const top = Math.max(0, Math.min(entries.length - rows, cursor - Math.floor(rows / 2)));
  return entries.slice(top, top + rows).map((entry, index) => entryLine(paper, entry, top + index === cursor));
}

/** "later" may stand beside what was done before; what was done counts. */
function standing({ done, later }: ReviewState, id: string): string {
  return done.get(id) ?? (later.has(id) ? "later" : "");
}

function entryLine({ state, columns, ruler }: Paper, entry: ReviewEntry, isCurrent: boolean): Line {
  const done = standing(state, entry.id);
  const tone = isCurrent ? "strong" : done === "" ? "plain" : "dim";
  const mark = span(isCurrent ? "> " : entry.isElsewhere ? "~ " : "  ", isCurrent ? "id" : "dim");
  const side = done === "" ? entry.source.name : done;
  const sideColumns = columns < columnsForSource ? (done === "" ? 0 : 10) : sourceColumnsMax;
  const room = columns - 2 - (sideColumns === 0 ? 0 : sideColumns + 2);
  if (room < 8) return cutLine([mark, span(entry.title, tone)], { columns, ruler });
  const title = ruler.cut(entry.title, room);
  if (sideColumns === 0) return [mark, span(title, tone)];
  const gap = " ".repeat(room - ruler.measure(title) + 2);
  return [mark, span(title, tone), span(gap), span(ruler.cut(side, sideColumns), done === "" ? "dim" : "good")];
}

function detailLines({ state, columns, ruler }: Paper): readonly Line[] {
  const entry = currentEntry(state);
  if (entry === null) return [];
  const { id, title, source, author, when, minutes, why, excerpt } = entry;
  const wrapped = ruler.wrap(title, columns);
  const second = wrapped.length > 2 ? ruler.cut(wrapped.slice(1).join(" "), columns) : wrapped[1];
  const facts = [source.name, author, when, minutes > 0 ? `${minutes} min` : null, standing(state, id)];
  const about = facts.filter((fact) => fact !== null && fact !== "").join(" · ");
  const lines: Line[] = [
    [span("─".repeat(Math.max(0, columns)), "dim")],
    [span(ruler.cut(wrapped[0] ?? "", columns), "strong")],
    ...(second === undefined ? [] : [[span(ruler.cut(second, columns), "strong")]]),
    cutLine([span(id, "id"), span(` ${about}`, "dim")], { columns, ruler }),
    [span(ruler.cut(`why here: ${why.join("; ")}`, columns))],
  ];
  const left = detailRows - lines.length;
  const opening = excerpt === title ? [] : ruler.wrap(excerpt, columns).slice(0, Math.max(0, left));
  return [...lines, ...opening.map((line) => [span(ruler.cut(line, columns), "dim")])].slice(0, detailRows);
}

function cutLine(spans: Line, { columns, ruler }: Omit<Paper, "state">): Line {
  let left = columns;
  return spans.flatMap(({ text, tone }) => {
    const kept = left < 1 ? "" : ruler.cut(text, left);
    left -= ruler.measure(kept);
    return kept === "" ? [] : [span(kept, tone)];
  });
}

function keyLines({ columns, ruler }: Paper, top: number): readonly Line[] {
  const isWide = columns >= 60;
  const rows = Math.ceil(reviewKeys.length / (isWide ? 2 : 1));
  const width = isWide ? Math.floor(columns / 2) : columns;
  const one = (index: number): string => {
    const line = reviewKeys[index];
    return line === undefined ? "" : ruler.cut(`${line.keys.padEnd(6)} ${line.does}`, width - 1);
  };
  return Array.from({ length: rows }, (_, row) => {
    const text = isWide ? one(row).padEnd(width) + one(row + rows) : one(row);
    return [span(ruler.cut(text, columns))];
  }).slice(Math.min(top, rows - 1));
}

function hintFor({ line, keysTop, reading }: ReviewState): string {
  if (line !== null) return "enter does it  esc leaves it";
  if (keysTop !== null) return "any other key goes back";
  if (reading !== null) return "space on  s keep  x not for me  n note  q back  ? keys";
  return "enter read  s keep  x not for me  z later  ? keys  q quit";
}

function wordsLine({ state, columns, ruler }: Paper): Line {
  const { line, words } = state;
  if (line === null) return [span(ruler.cut(words, columns))];
  const { prompt, before } = typedParts({ state, columns, ruler });
  const after = ruler.cut(line.typed.after, Math.max(0, columns - ruler.measure(prompt + before) - 1));
  return [span(prompt, "strong"), span(before + after)];
}

/** The prompt and as much of the end of what stands before the cursor as fits. */
function typedParts({ state, columns, ruler }: Paper): { prompt: string; before: string } {
  if (state.line === null) return { prompt: "", before: "" };
  const prompt = ruler.cut(askPrompts[state.line.ask], Math.floor(columns / 2));
  const room = Math.max(0, columns - ruler.measure(prompt) - 1);
  let before = state.line.typed.before.slice(-room).toWellFormed();
  while (ruler.measure(before) > room) before = Array.from(before).slice(1).join("");
  return { prompt: columns < 2 ? "" : prompt, before };
}

function cursorOf(paper: Paper, row: number): ReviewPicture["cursor"] {
  if (paper.state.line === null) return null;
  const { prompt, before } = typedParts(paper);
  return { row, column: Math.min(Math.max(0, paper.columns - 1), paper.ruler.measure(prompt + before)) };
}
