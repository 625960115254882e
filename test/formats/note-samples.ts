// Frontmatter as people and other tools write it, made at random for property tests.
import fc from "fast-check";

/** One key with its lines; `own` lines are not pkm's to change, whatever is edited. */
export interface Block {
  lines: readonly string[];
  own: readonly string[];
}

/** Text that YAML would take for something else if it stood bare. */
export const awkward: readonly string[] = [
  "yes",
  "null",
  "~",
  "2024",
  "1e3",
  "0x1f",
  "12:30",
  "2026-01-01",
  "a: b",
  "a #b",
  "#start",
  "- dash",
  "[x]",
  "{y}",
  "it's",
  'say "hi"',
  "back\\slash",
  "*star",
  "&and",
  "!bang",
  "%percent",
  "@at",
  "`tick`",
  "|",
  ">",
  "? what",
  "tail:",
  "a, b",
  "Grüße",
  "日本語",
  "🎉 party",
  "__proto__",
  "constructor",
  "---",
  "...",
  "\u0007bell",
];

export const words: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...awkward),
  fc.stringMatching(/^[a-z][a-z0-9 -]{0,12}[a-z0-9]$/),
);
const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const space = fc.constantFrom("", " ", "  ");
const comment = fc.constantFrom("", " # why", "   #x: [");

const unknown: fc.Arbitrary<Block> = fc
  .constantFrom<readonly string[]>(
    ["cssclass: wide   # Obsidian"],
    ["aliases: [ one,two , 'three: 3' ]"],
    ["weight: 007"],
    ["draft: no"],
    ["empty:"],
    ['quoted: "a \\" b"', "  # indented comment"],
    ["notes: |+", "  first", "", "  second", ""],
    ["folded: >-", "  many", "  words"],
    ["nested:", "    deep: {a: 1, b: [2, 3]}", "    list:", "    - x", "    -   y"],
    ["base: &base", "  - p", "again: *base"],
    ["'quoted key': v"],
    ["? complex", ": value"],
    ["__proto__: polluted"],
    ["multi: one", "  two", "  three"],
    ["tagged: !mine thing"],
    ["# a comment of its own"],
    [""],
    ["spaced :   odd  "],
  )
  .map((lines) => ({ lines, own: lines }));

function listBlock(name: string): fc.Arbitrary<Block> {
  const flow = fc.tuple(fc.array(word, { maxLength: 4 }), space, comment).map(([entries, gap, tail]) => {
    return { lines: [`${name}: [${gap}${entries.join(`${gap},${gap}`)}${gap}]${tail}`], own: [] };
  });
  const block = fc
    .tuple(fc.array(word, { minLength: 1, maxLength: 4 }), space, comment)
    .map(([entries, indent, tail]) => {
      const own = [`${indent}# of ${name}`];
      return {
        lines: [
          `${name}:${tail}`,
          `${indent}- ${entries[0]}`,
          ...own,
          ...entries.slice(1).map((entry) => `${indent}-  '${entry}'${tail}`),
        ],
        own,
      };
    });
  const bare = fc
    .constantFrom("", " ", " # none", " ~", " null")
    .map((value) => ({ lines: [`${name}:${value}`], own: [] }));
  const text = fc
    .array(word, { minLength: 1, maxLength: 3 })
    .map((entries) => ({ lines: [`${name}: ${entries.join(", ")}`], own: [] }));
  return fc.oneof(flow, block, bare, text);
}

function textBlock(name: string): fc.Arbitrary<Block> {
  return fc
    .tuple(word, comment, fc.constantFrom("", "'", '"'))
    .map(([value, tail, quote]) => ({ lines: [`${name}: ${quote}${value}${quote}${tail}`], own: [] }));
}

const longTitle: fc.Arbitrary<Block> = fc.constantFrom<Block>(
  { lines: ["title: >-", "  folded", "  words", ""], own: [] },
  { lines: ["title: |+", "  kept", "", ""], own: [] },
  { lines: ["title:", "  below"], own: [] },
  { lines: ["title: one", "  two # end"], own: [] },
  { lines: ["title: &t !!str bound # end"], own: [] },
  { lines: ['title: "one', '  two"'], own: [] },
);

const linksBlock: fc.Arbitrary<Block> = fc.constantFrom<Block>(
  { lines: ["links:", "- to: n1b2", "  as: supports", "  # within", "- {to: k3d4, as: example} # flow"], own: [] },
  { lines: ["links: []"], own: [] },
  { lines: ["links: [{to: n1b2, as: supports}, {to: k3d4, as: challenges}]"], own: [] },
  { lines: ["links:", "   -   to: '[[Some note]]'", "       as: extends"], own: [] },
);

const known: fc.Arbitrary<Block[]> = fc
  .record(
    {
      id: textBlock("id"),
      title: fc.oneof(textBlock("title"), longTitle),
      kind: fc.constant<Block>({ lines: ["kind: practice"], own: [] }),
      tags: fc.oneof(listBlock("tags"), listBlock("tag")),
      context: fc.oneof(listBlock("context"), listBlock("contexts")),
      source: fc.constantFrom<Block>(
        { lines: ["source: k1b2"], own: [] },
        { lines: ["sources:", "  - k1b2", "  - A book, by me"], own: ["  - A book, by me"] },
      ),
      links: linksBlock,
    },
    { requiredKeys: [] },
  )
  .map((blocks) => Object.values(blocks));

/** A note's parts. */
export interface Sample {
  text: string;
  body: string;
  /** Lines that no edit may change, in order. */
  own: readonly string[];
}

/** Notes with known and unknown keys in any order, any line ending, with or without a byte order mark. */
export const samples: fc.Arbitrary<Sample> = fc
  .record({
    known,
    unknown: fc.uniqueArray(unknown, { maxLength: 6, selector: (block) => block.lines[0] }),
    order: fc.infiniteStream(fc.nat({ max: 1000 })),
    eol: fc.constantFrom("\n", "\r\n"),
    mark: fc.constantFrom("", "\ufeff"),
    indent: fc.constantFrom("", "", "  "),
    body: fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("", "\n# Head\r\n\r\ntext #tag", "no newline", "\n---\ntags: [not]\n---\n", "\r\r\n\t\u0000"),
    ),
  })
  .map(({ known: mine, unknown: theirs, order, eol, mark, indent, body }) => {
    const blocks = [...mine, ...theirs]
      .map((block) => ({ block, rank: Number(order.next().value ?? 0) }))
      .toSorted((one, other) => one.rank - other.rank);
    const shifted = (line: string): string => (line === "" ? "" : indent + line);
    const lines = blocks.flatMap(({ block }) => block.lines.map(shifted));
    const own = blocks.flatMap(({ block }) => block.own.map(shifted));
    return { text: mark + ["---", ...lines, "---", ""].join(eol) + body, body, own };
  });
