// The triage screen: any keys on any screen keep it within bounds, and each key does what it says.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  pressKey,
  resized,
  type ReviewEntry,
  type ReviewState,
  type ReviewStep,
  showText,
  startReview,
  told,
} from "../../src/sense/review.ts";
import type { ReviewKey } from "../../src/sense/review-line.ts";
import { keysWith, reviewKeys } from "../../src/sense/review-keys.ts";
import { type Ruler, viewReview } from "../../src/sense/review-view.ts";
import { cut, measureFor } from "../../src/ui/measure.ts";
import { wrapLines } from "../../src/ui/wrap.ts";

const measure = await measureFor(["日"]);
const ruler: Ruler = {
  measure,
  cut: (text, columns) => cut(text, columns, measure),
  wrap: (text, columns) => wrapLines(text, columns, measure),
};

function entry(id: string, title = `Title ${id}`): ReviewEntry {
  return {
    id,
    title,
    source: { id: "s1k2", name: "The Slow Workshop" },
    author: null,
    when: "2 d ago",
    minutes: 3,
    why: ["first time from this source"],
    excerpt: "Opening words.",
    isElsewhere: false,
  };
}

const names = [
  ..."jkgGsxznNhtlwmoyu|/?q123 b".split("").map((name) => (name === " " ? "space" : name)),
  ..."enter escape up down pageup pagedown home end left right backspace delete ctrl-u ctrl-w ctrl-d ctrl-r tab".split(
    " ",
  ),
];
const keys: fc.Arbitrary<ReviewKey> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(...names).map((name) => ({ name, text: Array.from(name).length === 1 ? name : "" })),
  },
  {
    weight: 1,
    arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }).map((text) => ({ name: "paste", text })),
  },
);
const texts = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 120 }),
  fc.constantFrom(
    "",
    "日本語のタイトルはとても長い".repeat(9),
    "👩‍👩‍👧‍👦".repeat(30),
    "e\u0301".repeat(90),
    "long ".repeat(40),
  ),
);
const entries = fc
  .array(fc.tuple(texts, texts, fc.boolean()), { maxLength: 30 })
  .map((rows) =>
    rows.map(([title, excerpt, isElsewhere], index) => ({ ...entry(`k${index}z`, title), excerpt, isElsewhere })),
  );

function assertFits(state: ReviewState, columns: number, rows: number): void {
  const { lines, cursor } = viewReview(state, { columns, rows }, ruler);
  assert.ok(lines.length <= rows, `${lines.length} lines on ${rows} rows`);
  for (const line of lines) {
    const text = line.map((span) => span.text).join("");
    assert.ok(measure(text) <= columns, `${measure(text)} of ${columns}: ${JSON.stringify(text)}`);
    assert.ok(!text.includes("\n"));
  }
  if (cursor === null) return;
  assert.ok(cursor.row < rows && cursor.column < Math.max(1, columns));
}

/** The state after `key`, with its effect done as the command would, and the text at hand for reading. */
function played(state: ReviewState, key: ReviewKey, columns: number): ReviewState {
  const { state: next, effect } = pressKey(state, key);
  if (effect === null) return next;
  const after = told(next, `did ${effect.act}`, next.done);
  return effect.act === "read" ? showText(after, effect.id, ruler.wrap("A few words. ".repeat(200), columns)) : after;
}

test("whatever is pressed, the cursor stays on an entry and the picture on the screen", () => {
  let pictures = 0;
  fc.assert(
    fc.property(
      entries,
      fc.array(keys, { maxLength: 60, size: "max" }),
      fc.record({ columns: fc.integer({ min: 0, max: 130 }), rows: fc.integer({ min: 0, max: 40 }) }),
      (given, pressed, { columns, rows }) => {
        let state = resized(startReview({ entries: given, held: 7, oldNote: null }), rows);
        assertFits(state, columns, rows);
        for (const key of pressed) {
          state = played(state, key, columns);
          assert.ok(state.cursor >= 0 && state.cursor <= Math.max(0, given.length - 1));
          assert.ok(
            state.reading === null || (state.reading.top >= 0 && state.reading.top < state.reading.lines.length),
          );
          assertFits(state, columns, rows);
          pictures += 1;
        }
      },
    ),
    { numRuns: 150 },
  );
  assert.ok(pictures > 1000);
});

/** Presses keys by name, a character each, from a list of three. */
function press(...pressed: readonly string[]): ReviewStep {
  const three = ["k1a", "k2b", "k3c"].map((id) => entry(id));
  let step: ReviewStep = { state: resized(startReview({ entries: three, held: 0, oldNote: null }), 24), effect: null };
  for (const name of pressed) step = pressKey(step.state, { name, text: name.length === 1 ? name : "" });
  return step;
}

test("each key asks for what the keys say of it", () => {
  const wanted: readonly (readonly [readonly string[], unknown])[] = [
    [["s"], { act: "run", argv: ["sense", "mark", "k1a"], isAside: false }],
    [["j", "x"], { act: "pass", id: "k2b" }],
    [["G", "enter"], { act: "read", id: "k3c" }],
    [["n", "h", "i", "enter"], { act: "run", argv: ["sense", "note", "k1a", "--message=hi"], isAside: false }],
    [["N"], { act: "run", argv: ["sense", "note", "k1a"], isAside: true }],
    [["h", "-", "x", "enter"], { act: "run", argv: ["sense", "mark", "k1a", "--quote=-x"], isAside: false }],
    [["t", "a", ",", "b", "enter"], { act: "run", argv: ["sense", "tag", "--", "k1a", "a", "b"], isAside: false }],
    [
      ["l", ..."n1 supports".replace(" ", "\u0001").split(""), "enter"].map((name) => (name === "\u0001" ? " " : name)),
      { act: "run", argv: ["sense", "link", "--as=supports", "--", "n1", "k1a"], isAside: false },
    ],
    [["w", "c", "enter"], { act: "stage", id: "k1a", place: "c" }],
    [["m", "x", "enter"], { act: "run", argv: ["seek", "mute", "--", "from:s1k2 x"], isAside: false }],
    [["o"], { act: "run", argv: ["open", "k1a"], isAside: false }],
    [["3"], { act: "link", id: "k1a", n: 3 }],
    [["y"], { act: "copy", id: "k1a" }],
    [["|", "w", "c", "enter"], { act: "pipe", id: "k1a", command: "wc" }],
    [["u"], { act: "undo" }],
    [["ctrl-r"], { act: "redo" }],
  ];
  for (const [pressed, effect] of wanted) assert.deepEqual(press(...pressed).effect, effect, pressed.join(" "));
  for (const pressed of [["z"], ["j"], ["?"], ["n", "x", "escape"], ["n", "enter"], ["l", "n", "enter"]]) {
    assert.equal(press(...pressed).effect, null, pressed.join(" "));
  }
});

test("no key of the screen sends or deletes", () => {
  const effects = reviewKeys
    .flatMap(({ keys: explained }) => explained.split(" "))
    .map((name) => JSON.stringify(press(name, "x", "enter").effect ?? press(name).effect));
  assert.ok(effects.length > 20);
  for (const effect of effects) assert.doesNotMatch(effect, /"(send|publish|withdraw|remove|delete|correct)"/);
});

test("a decision goes on to the next item; put off, it says so; q leaves the text, then the review", () => {
  assert.equal(press("s").state.cursor, 1);
  const later = press("z").state;
  assert.equal(later.cursor, 1);
  assert.ok(later.later.has("k1a"));
  const reading = showText(press("enter").state, "k1a", ["one", "two"]);
  const left = pressKey(reading, { name: "q", text: "q" }).state;
  assert.equal(left.reading, null);
  assert.equal(left.isOver, false);
  assert.ok(pressKey(left, { name: "q", text: "q" }).state.isOver);
});

test("space at the end of a text reads the next, and after the last goes back to the list", () => {
  const space = { name: "space", text: " " };
  const first = showText(press("enter").state, "k1a", ["short"]);
  const step = pressKey(first, space);
  assert.deepEqual(step.effect, { act: "read", id: "k2b" });
  const last = showText(press("G", "enter").state, "k3c", ["short"]);
  const over = pressKey(last, space);
  assert.equal(over.effect, null);
  assert.equal(over.state.reading, null);
});

test("a new width keeps the place in the text", () => {
  const lines = Array.from({ length: 400 }, (_, index) => `line ${index}`);
  const reading = showText(press("enter").state, "k1a", lines);
  const half = { ...reading, reading: { id: "k1a", lines, top: 200 } };
  assert.equal(showText(half, "k1a", [...lines, ...lines]).reading?.top, 400);
  assert.equal(showText(half, "k2b", lines).reading?.top, 0);
});

test("search goes round and repeats with an empty line", () => {
  const found = press("/", "k", "3", "enter").state;
  assert.equal(found.cursor, 2);
  const again = ["/", "enter"].reduce((state, name) => pressKey(state, { name, text: name === "/" ? "/" : "" }).state, {
    ...found,
    cursor: 0,
  });
  assert.equal(again.cursor, 2);
  assert.match(press("/", "!", "enter").state.words, /nothing here says/);
});

test("a key of the person's own acts as the one it stands for, and one that stands for nothing is named", () => {
  const nameOf = keysWith(
    new Map([
      ["a", "s"],
      ["ctrl-z", "ctrl-r"],
    ]),
  );
  assert.deepEqual(["a", "s", "ctrl-z", "j"].map(nameOf), ["s", "s", "ctrl-r", "j"]);
  assert.throws(() => keysWith(new Map([["a", "keep"]])), {
    kind: "config",
    message: "keys.a: review has no key keep",
  });
});
