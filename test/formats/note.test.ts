// What a note's text says, and the text of a new note.
import { test } from "node:test";
import assert from "node:assert/strict";
import fc from "fast-check";
import { readNote, writeNote } from "../../src/formats/note.ts";
import { awkward } from "./note-samples.ts";
import type { NewNote, NoteText } from "../../src/sense/note.ts";

const fromFront: readonly { name: string; front: string; says: Partial<NoteText> }[] = [
  {
    name: "all keys",
    front:
      "id: n1b2\ntitle: T\ncreated: 2026-01-02T03:04:05.678Z\ntags: [a]\ncontext: [work]\nkind: finds\ngrowth: settled\nsource: [k1b2]\nvia: review",
    says: {
      id: "n1b2",
      title: "T",
      created: "2026-01-02T03:04:05.678Z",
      tags: ["a"],
      contexts: ["work"],
      kind: "finds",
      growth: "settled",
      sources: ["k1b2"],
      via: "review",
      problems: [],
    },
  },
  {
    name: "nothing",
    front: "x: y",
    says: {
      id: null,
      title: "in words",
      created: null,
      tags: [],
      contexts: [],
      kind: "idea",
      growth: "seed",
      sources: [],
      links: [],
      via: null,
      problems: [],
    },
  },
  {
    name: "tags as a comma text",
    front: "tags: one, two words ,#three",
    says: { tags: ["one", "two words", "three"] },
  },
  { name: "tags as a space text", front: "tags: one  two", says: { tags: ["one", "two"] } },
  { name: "tag and keywords", front: "tag: one\nkeywords: [two, one]", says: { tags: ["one", "two"] } },
  {
    name: "tags with #, nested, numbers",
    front: "tags:\n  - '#one'\n  - area/two\n  - 2026\n  - {no: 1}\n  -",
    says: { tags: ["one", "area/two", "2026"] },
  },
  {
    name: "contexts",
    front: "contexts: deep work\ncontext: [home, deep work]",
    says: { contexts: ["home", "deep work"] },
  },
  {
    name: "names with a capital, as some editors write them",
    front: "Context: home\nTags: [a]",
    says: { contexts: ["home"], tags: ["a"], frontTags: ["a"] },
  },
  {
    name: "sources are ids and URLs",
    front: "sources:\n  - k1b2\n  - https://example.org/a b\n  - https://example.org/a\n  - A book, by me",
    says: { sources: ["k1b2", "https://example.org/a"] },
  },
  { name: "one source", front: "source: k1b2 k3d4", says: { sources: ["k1b2", "k3d4"] } },
  {
    name: "links",
    front: "links:\n- {to: '[[Some note|alias]]', as: Supports}\n- to: k1b2\n  as: answers\n- bare",
    says: {
      links: [
        { to: "Some note", as: "supports" },
        { to: "k1b2", as: "answers" },
      ],
      problems: [],
    },
  },
  {
    name: "a link of no known kind",
    front: "links: [{to: a, as: refutes}]",
    says: { links: [], problems: [{ code: "unknown-link", message: 'link "refutes" is not one pkm knows' }] },
  },
  {
    name: "unknown kind and growth",
    front: "kind: article\ngrowth: evergreen",
    says: {
      kind: "idea",
      growth: "seed",
      problems: [
        { code: "unknown-kind", message: 'kind "article" is not one pkm knows' },
        { code: "unknown-growth", message: 'growth "evergreen" is not one pkm knows' },
      ],
    },
  },
  { name: "capitals", front: "kind: Practice\ngrowth: SEED", says: { kind: "practice", growth: "seed", problems: [] } },
  { name: "a day", front: "date: 2026-02-28", says: { created: "2026-02-28T00:00:00.000Z" } },
  {
    name: "a local time is taken as UTC",
    front: "date: 2026-02-28 13:14",
    says: { created: "2026-02-28T13:14:00.000Z" },
  },
  { name: "an offset", front: "date: 2026-02-28 13:14:15 +0230", says: { created: "2026-02-28T10:44:15.000Z" } },
  {
    name: "no such day",
    front: "date: 2026-02-30",
    says: { created: null, problems: [{ code: "unknown-date", message: 'date "2026-02-30" is not one pkm knows' }] },
  },
  {
    name: "a date in words",
    front: "created: yesterday",
    says: { created: null, problems: [{ code: "unknown-date", message: 'date "yesterday" is not one pkm knows' }] },
  },
  { name: "another tool's id", front: "id: 202401011200", says: { id: null } },
  { name: "our id beside another tool's", front: "pkm-id: n1b2\nid: 202401011200", says: { id: "n1b2" } },
  { name: "a title of digits", front: "title: 007", says: { title: "007" } },
  { name: "a title that is a list", front: "title: [a]", says: { title: "in words" } },
];

for (const { name, front, says } of fromFront) {
  test(`frontmatter: ${name}`, () => {
    for (const eol of ["\n", "\r\n"]) {
      const note = readNote(`---\n${front}\n---\nbody`.replaceAll("\n", eol), "deep/in-words.md");
      assert.deepEqual({ ...note, ...says }, note);
    }
  });
}

test("broken frontmatter: title from the heading, body intact, tags of the body", () => {
  const note = readNote("---\ntitle: [x\nid: n1b2\n---\n# Head *one* `x` ##\n\n#tag", "a.md");
  assert.equal(note.title, "Head *one* `x`");
  assert.equal(note.body, "# Head *one* `x` ##\n\n#tag");
  assert.deepEqual(note.tags, ["tag"]);
  assert.deepEqual(
    note.problems.map(({ code }) => code),
    ["broken-frontmatter"],
  );
});

const newNote: NewNote = {
  id: "n1b2",
  title: "T",
  created: "2026-01-02T03:04:05.678Z",
  kind: "idea",
  tags: [],
  contexts: [],
  sources: [],
  via: null,
  body: "",
};

test("a new note's text, key by key", () => {
  assert.equal(writeNote(newNote), "---\nid: n1b2\ntitle: T\ncreated: 2026-01-02T03:04:05.678Z\nkind: idea\n---\n");
  const full = {
    ...newNote,
    title: 'Why: a "note"',
    tags: ["#a", "b c", "yes"],
    contexts: ["deep work"],
    sources: ["k1b2", "k3d4"],
    via: "review",
    body: "\n\n# Head\ntext  \n\n",
  };
  assert.equal(
    writeNote(full),
    '---\nid: n1b2\ntitle: \'Why: a "note"\'\ncreated: 2026-01-02T03:04:05.678Z\ntags: [a, b c, "yes"]\ncontext: [deep work]\nkind: idea\nsource: [k1b2, k3d4]\nvia: review\n---\n\n# Head\ntext\n',
  );
});

test("a new note reads back as it was written", () => {
  const text = fc
    .oneof(fc.constantFrom(...awkward), fc.string({ unit: "grapheme" }))
    .map((value) => value.replace(/\s+/g, " ").trim());
  const filled = text.filter((value) => value !== "" && !value.startsWith("#"));
  fc.assert(
    fc.property(filled, fc.uniqueArray(filled, { maxLength: 4 }), fc.string(), (title, words, body) => {
      const note = readNote(writeNote({ ...newNote, title, tags: words, contexts: words, body }), "a.md");
      assert.deepEqual([note.id, note.title, note.created, note.contexts], ["n1b2", title, newNote.created, words]);
      assert.deepEqual(note.tags.slice(0, words.length), words);
      assert.equal(note.body.trim(), body.trim());
      assert.deepEqual(note.problems, []);
    }),
    { numRuns: 500, seed: 4 },
  );
});

test("a comment inside a line that is never ended is a problem; one that ends, is escaped or is code is none", () => {
  const open = (body: string): boolean => readNote(body, "a.md").problems.some(({ code }) => code === "open-comment");
  for (const body of ["a <!-- b", "- <!-- b\n\nc", "a <!-- b --> c <!-- d"]) assert.ok(open(body), body);
  const whole = "a <!-- b --> c \\<!-- d `<!--`\n\n    <!-- e\n\n```\nx <!-- y\n```\n\n<!-- f";
  assert.ok(!open(whole));
});
