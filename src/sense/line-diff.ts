// What changed between two texts, line by line, short enough to be read before one says yes.

export interface LineChange {
  sign: " " | "-" | "+" | "…";
  text: string;
}

/** A middle of more pairs of lines than this is told as all taken out and all put in. */
const pairsMax = 1_000_000;
const contextLines = 1;

/**
 * The lines that differ, those taken out before those put in, each run with the line before and after it; a sign "…"
 * stands where equal lines are left out. Null is a text that is not there.
 */
export function lineChanges(before: string | null, after: string | null): readonly LineChange[] {
  const one = linesOf(before);
  const other = linesOf(after);
  const isSameText = one.length === other.length && one.every((line, at) => line === other[at]);
  return isSameText ? [] : shortened(allLines(one, other));
}

/** The changes as text for people: at most `linesMax` lines, then how many more there are. Empty when nothing differs. */
export function diffText(before: string | null, after: string | null, linesMax: number): string {
  const lines = lineChanges(before, after).map(({ sign, text }) => `${sign} ${text}`.trimEnd());
  const more = lines.length - linesMax;
  return (more > 0 ? [...lines.slice(0, linesMax), `… and ${more} more lines`] : lines).join("\n");
}

function linesOf(text: string | null): readonly string[] {
  if (text === null || text === "") return [];
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

function allLines(one: readonly string[], other: readonly string[]): readonly LineChange[] {
  const shorter = Math.min(one.length, other.length);
  let head = 0;
  while (head < shorter && one[head] === other[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && one.at(-1 - tail) === other.at(-1 - tail)) tail += 1;
  return [
    ...signed(" ", one.slice(0, head)),
    ...middle(one.slice(head, one.length - tail), other.slice(head, other.length - tail)),
    ...signed(" ", one.slice(one.length - tail)),
  ];
}

function signed(sign: LineChange["sign"], lines: readonly string[]): readonly LineChange[] {
  return lines.map((text) => ({ sign, text }));
}

/** By the longest common subsequence of lines. */
function middle(one: readonly string[], other: readonly string[]): readonly LineChange[] {
  if (one.length * other.length > pairsMax) return [...signed("-", one), ...signed("+", other)];
  const width = other.length + 1;
  const common = new Uint32Array((one.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = one[i] === other[j] ? 1 + at(i + 1, j + 1) : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: LineChange[] = [];
  let i = 0;
  let j = 0;
  while (i < one.length || j < other.length) {
    const mine = one[i];
    const theirs = other[j];
    if (mine !== undefined && mine === theirs) {
      lines.push({ sign: " ", text: mine });
      i += 1;
      j += 1;
    } else if (mine !== undefined && (theirs === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ sign: "-", text: mine });
      i += 1;
    } else {
      lines.push({ sign: "+", text: theirs ?? "" });
      j += 1;
    }
  }
  return lines;
}

function shortened(lines: readonly LineChange[]): readonly LineChange[] {
  const isNear = lines.map(() => false);
  for (const [at, { sign }] of lines.entries()) {
    if (sign === " ") continue;
    for (let near = at - contextLines; near <= at + contextLines; near += 1) if (near in isNear) isNear[near] = true;
  }
  const kept: LineChange[] = [];
  let hasLeftOut = false;
  for (const [at, line] of lines.entries()) {
    if (isNear[at] !== true) {
      hasLeftOut = true;
      continue;
    }
    if (hasLeftOut && kept.length > 0) kept.push({ sign: "…", text: "" });
    hasLeftOut = false;
    kept.push(line);
  }
  return kept;
}
