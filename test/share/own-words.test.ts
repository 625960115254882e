// What a reply says in its giver's own words, out of the ways in which mail programs and people quote.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ownWords } from "../../src/share/own-words.ts";

const draft = `Subject: Long tables

*Version 1 of a text in progress, for Circle.*

1. Where does this not hold?

A workshop needs a long table more than a plan, and the people who learn fastest ask the person next to them.

Half a minute.
`;

const cases: readonly [string, string, string, string | null][] = [
  ["nothing quoted", "I disagree.\n\nIn code nobody sees it.", "I disagree.\n\nIn code nobody sees it.", null],
  [
    "quoted below, with the line that says whom",
    "In code it fails.\n\nOn Mon, 23 Nov 2026 at 08:00, Me <me@test.example> wrote:\n> A workshop needs a long table\n> more than a plan",
    "In code it fails.",
    null,
  ],
  [
    "that line broken in two",
    "Nein.\n\nAm Montag, 23. November 2026, 08:00:00 MEZ\nschrieb Me <me@test.example>:\n\n> A workshop",
    "Nein.",
    null,
  ],
  [
    "answered inside",
    "> A workshop needs a long table more than a plan,\n\nNot ours.\n\n> Half a minute.\n\nAn hour!",
    "Not ours.\n\nAn hour!",
    "A workshop needs a long table more than a plan,",
  ],
  [
    "quoted without marks, below a block of headers",
    "Good.\n\n-----Original Message-----\nFrom: Me <me@test.example>\nSent: Monday\nTo: Ann\nSubject: Long tables\n\n*Version 1 of a text in progress, for Circle.*\nA workshop needs a long table more than a plan, and the people who\nlearn fastest ask the person next to them.\n\nHalf a minute.",
    "Good.\n\nHalf a minute.",
    null,
  ],
  ["a signature", "Yes.\n-- \nAnn\nhead of tables", "Yes.", null],
  ["nothing but quotes", "> A workshop needs a long table", "", null],
  ["a short agreement in the draft's words stays", "Half a minute.", "Half a minute.", null],
  ["quotes of quotes", ">> A workshop\n> I doubt it\nSo do I.", "So do I.", null],
  [
    "a colon before one's own words stays",
    "Two things at 10:30:\n\n1. the table\n2. the plan",
    "Two things at 10:30:\n\n1. the table\n2. the plan",
    null,
  ],
  ["line ends of mail", "One.\r\nTwo.\r\n> Half a minute.\r\n", "One.\nTwo.", null],
];

for (const [name, text, own, about] of cases) {
  test(`${name}`, () => {
    assert.deepEqual(ownWords(text, draft), { text: own, about });
  });
}

test("a line of nothing but dashes is read at once, and a divider is one still", () => {
  const before = process.cpuUsage();
  assert.equal(ownWords(`Mine.\n${"-".repeat(100_000)}x`, draft).text.slice(0, 6), "Mine.\n");
  const { user } = process.cpuUsage(before);
  assert.ok(user < 500_000, `${user} µs`);
  assert.equal(ownWords("Mine.\n  ---- Original Message ----  \n", draft).text, "Mine.");
});

test("what is not quoted and not the draft's is never lost, and marked lines never stay", () => {
  const own = fc.stringMatching(/^[a-z]{3,9}( [a-z]{3,9}){0,5}$/).filter((line) => !draft.toLowerCase().includes(line));
  const quoted = fc.constantFrom("> A workshop needs a long table", ">> deeper", "> ", ">");
  let checked = 0;
  fc.assert(
    fc.property(fc.array(fc.oneof(own, quoted), { maxLength: 30 }), (lines) => {
      const { text } = ownWords(lines.join("\n"), draft);
      const mine = lines.filter((line) => !line.startsWith(">"));
      assert.deepEqual(
        text.split("\n").filter((line) => line !== ""),
        mine,
      );
      checked += 1;
    }),
    { numRuns: 500 },
  );
  assert.equal(checked, 500);
});

test("a long reply of nothing but headers, or of introductions, is read at once", () => {
  const lines = ["Aa: b\n", "a:\n", "a@b 2026:\n"];
  for (const line of lines) {
    const startedMs = performance.now();
    ownWords(line.repeat(100_000 / line.length), "A draft of some words.");
    // Some hundredths of a second; where each line looks at all others it takes up to five.
    assert.ok(performance.now() - startedMs < 1500, line);
  }
  assert.equal(lines.length, 3);
});
