// Edits of frontmatter: the edited key changes, all else stays byte for byte.
import { test } from "node:test";
import assert from "node:assert/strict";
import fc from "fast-check";
import { PkmError } from "../../src/base/errors.ts";
import { findFences, readFrontmatter } from "../../src/formats/frontmatter.ts";
import { editFrontmatter } from "../../src/formats/note-edit.ts";
import { idValue, linkValues, listValues } from "../../src/formats/note-keys.ts";
import { oneLine } from "../../src/formats/note-yaml.ts";
import { readNote } from "../../src/formats/note.ts";
import { linkKinds } from "../../src/sense/note.ts";
import type { FrontmatterEdit } from "../../src/sense/note.ts";
import { samples, words } from "./note-samples.ts";

const lists = fc.record({
  key: fc.constantFrom("tags", "context"),
  add: fc.array(words, { maxLength: 3 }),
  remove: fc.array(words, { maxLength: 2 }),
});
const sources = fc.record({
  key: fc.constant("source"),
  add: fc.array(fc.constantFrom("k1b2", "k3d4", "https://example.org/a,b?c=d#e"), { maxLength: 2 }),
  remove: fc.array(fc.constantFrom("k1b2", "k3d4"), { maxLength: 1 }),
});
const link = fc.record({
  to: fc.constantFrom("n1b2", "k3d4", "Some note", "a: b, {c}"),
  as: fc.constantFrom(...linkKinds),
});
const links = fc.record({
  key: fc.constant("links"),
  add: fc.array(link, { maxLength: 2 }),
  remove: fc.array(link, { maxLength: 2 }),
});
const sets = fc.record({ key: fc.constantFrom("title", "kind", "growth"), set: words });
const ids = fc.record({ key: fc.constant("id"), set: fc.constantFrom("n1b2", "n3d4f") });
const edits: fc.Arbitrary<FrontmatterEdit> = fc.oneof(lists, sources, links, sets, ids);

function isSaid(text: string, edit: FrontmatterEdit): boolean {
  const { values } = readFrontmatter(text);
  if (edit.key === "id") return idValue(values) === edit.set;
  if ("set" in edit) return values.get(edit.key) === oneLine(edit.set);
  if (edit.key === "links") {
    const has = (one: { to: string; as: string }): boolean =>
      linkValues(values).some((other) => other.to === one.to && other.as === one.as);
    return (
      edit.add.every(has) &&
      edit.remove.every((one) => edit.add.some((other) => other.to === one.to && other.as === one.as) || !has(one))
    );
  }
  const entries = listValues(values, edit.key);
  const bare = (entry: string): string => (edit.key === "tags" ? oneLine(entry).replace(/^#+/, "") : oneLine(entry));
  const added = edit.add.map(bare).filter((entry) => entry !== "");
  return (
    added.every((entry) => entries.includes(entry)) &&
    edit.remove.map(bare).every((entry) => added.includes(entry) || !entries.includes(entry))
  );
}

test("any edits keep the body, every line that is not ours, and say what they should", () => {
  let checked = 0;
  fc.assert(
    fc.property(samples, fc.array(edits, { minLength: 1, maxLength: 5 }), (sample, sequence) => {
      let text = sample.text;
      for (const edit of sequence) {
        text = editFrontmatter({ text, path: "x.md" }, [edit]);
        assert.ok(isSaid(text, edit), `${JSON.stringify(edit)} is not said by\n${text}`);
      }
      const fences = findFences(text);
      assert.ok(fences !== null);
      assert.equal(text.slice(fences.bodyAt), sample.body);
      assert.equal(text.startsWith("\ufeff"), sample.text.startsWith("\ufeff"));
      const lines = text.slice(fences.contentAt, fences.closeAt).split(fences.eol);
      let at = 0;
      for (const own of sample.own) {
        at = lines.indexOf(own, at) + 1;
        assert.notEqual(at, 0, `${JSON.stringify(own)} is gone from\n${text}`);
      }
      const ends = text.slice(0, fences.bodyAt);
      assert.equal(/\r\n/.test(ends), fences.eol === "\r\n");
      assert.equal(/(?<!\r)\n/.test(ends), fences.eol === "\n");
      checked += 1;
    }),
    { numRuns: 300, seed: 7 },
  );
  assert.ok(checked >= 300);
});

test("edits that are made and unmade leave what other tools wrote", () => {
  fc.assert(
    fc.property(samples, (sample) => {
      const edit = (text: string, add: string[], remove: string[]): string =>
        editFrontmatter({ text, path: "x.md" }, [{ key: "tags", add, remove }]);
      const text = edit(edit(sample.text, ["new one"], []), [], ["new one"]);
      const [before, after] = [readFrontmatter(sample.text).values, readFrontmatter(text).values];
      assert.deepEqual(listValues(after, "tags"), listValues(before, "tags"));
      assert.deepEqual(
        [...after.keys()].filter((key) => key !== "tags"),
        [...before.keys()].filter((key) => key !== "tags"),
      );
    }),
    { numRuns: 200, seed: 11 },
  );
});

const cases: readonly { name: string; before: string; edits: FrontmatterEdit[]; after: string }[] = [
  {
    name: "a file without frontmatter gets one and keeps its line ending",
    before: "Hello\r\n",
    edits: [
      { key: "id", set: "n1b2" },
      { key: "tags", add: ["a"], remove: [] },
    ],
    after: "---\r\nid: n1b2\r\ntags: [a]\r\n---\r\nHello\r\n",
  },
  {
    name: "a file that begins with a rule keeps it",
    before: "---\n\nHello\n",
    edits: [{ key: "id", set: "n1b2" }],
    after: "---\nid: n1b2\n---\n---\n\nHello\n",
  },
  { name: "an empty file", before: "", edits: [{ key: "title", set: "T" }], after: "---\ntitle: T\n---\n" },
  { name: "empty frontmatter", before: "---\n---", edits: [{ key: "title", set: "T" }], after: "---\ntitle: T\n---" },
  {
    name: "the quotes of a value stay",
    before: "---\ntitle: 'Old'  # mine\nkind: \"idea\"\n---\n",
    edits: [
      { key: "title", set: "It's new" },
      { key: "kind", set: "finds" },
    ],
    after: "---\ntitle: 'It''s new'  # mine\nkind: \"finds\"\n---\n",
  },
  {
    name: "a block list keeps its indent and comments",
    before: "---\ntags:\n    - a # first\n    # between\n    - b\nx: 1\n---\n",
    edits: [{ key: "tags", add: ["c"], remove: ["a"] }],
    after: "---\ntags:\n    # between\n    - b\n    - c\nx: 1\n---\n",
  },
  {
    name: "a flow list over several lines keeps its form",
    before: "---\ntags: [a,\n  b, # two\n  c,\n]\n---\n",
    edits: [{ key: "tags", add: ["d"], remove: [] }],
    after: "---\ntags: [a,\n  b, # two\n  c, d,\n]\n---\n",
  },
  {
    name: "tags as one text become a list",
    before: "---\ntags: a b\n---\n",
    edits: [{ key: "tags", add: ["#c"], remove: ["a"] }],
    after: "---\ntags: [b, c]\n---\n",
  },
  {
    name: "an edit that says nothing new changes nothing",
    before: "---\ntag: a b\n---\n",
    edits: [{ key: "tags", add: ["b"], remove: ["z"] }],
    after: "---\ntag: a b\n---\n",
  },
  {
    name: "the other name of a list is used",
    before: "---\nkeywords: [a]\n---\n",
    edits: [{ key: "tags", add: ["b"], remove: [] }],
    after: "---\nkeywords: [a, b]\n---\n",
  },
  {
    name: "a flow mapping stays one",
    before: "---\n{title: x, b: 1}\n---\n",
    edits: [{ key: "tags", add: ["b"], remove: [] }],
    after: "---\n{tags: [b], title: x, b: 1}\n---\n",
  },
  {
    name: "another tool's id stays",
    before: "---\nid: 202401011200\n---\n",
    edits: [{ key: "id", set: "n1b2" }],
    after: "---\npkm-id: n1b2\nid: 202401011200\n---\n",
  },
  {
    name: "a book title under source stays whole",
    before: "---\nsource: A Book, k1b2\n---\n",
    edits: [{ key: "source", add: ["k3d4"], remove: [] }],
    after: '---\nsource: ["A Book, k1b2", k3d4]\n---\n',
  },
  {
    name: "links open one a line",
    before: "---\nid: n1b2\n---\n",
    edits: [
      {
        key: "links",
        add: [
          { to: "k3d4", as: "supports" },
          { to: "n5f6", as: "challenges" },
        ],
        remove: [],
      },
    ],
    after: "---\nid: n1b2\nlinks:\n  - {to: k3d4, as: supports}\n  - {to: n5f6, as: challenges}\n---\n",
  },
  {
    name: "a link written over two lines goes whole",
    before: "---\nlinks:\n- to: k3d4\n  as: supports\n- to: n5f6\n  as: answers\n  why: because\nz: 1\n---\n",
    edits: [{ key: "links", add: [], remove: [{ to: "k3d4", as: "supports" }] }],
    after: "---\nlinks:\n- to: n5f6\n  as: answers\n  why: because\nz: 1\n---\n",
  },
];

for (const { name, before, edits: sequence, after } of cases) {
  test(name, () => assert.equal(editFrontmatter({ text: before, path: "x.md" }, sequence), after));
}

const refused: readonly { name: string; text: string; edit: FrontmatterEdit; says: RegExp }[] = [
  {
    name: "a list that does not end",
    text: "---\nid: n1b2\na: [b\nc: d\n---\n",
    edit: { key: "title", set: "T" },
    says: /^my note\.md: frontmatter is not valid YAML \(line 4: flow sequence/,
  },
  {
    name: "a key that stands twice",
    text: "---\na: b\na: c\n---\n",
    edit: { key: "title", set: "T" },
    says: /line 3: map keys must be unique/,
  },
  {
    name: "frontmatter that is not closed",
    text: "---\na: b\n\ntext\n",
    edit: { key: "title", set: "T" },
    says: /line 1: no line --- closes it/,
  },
  {
    name: "JavaScript",
    text: "---js\nprocess.exit(9)\n---\n",
    edit: { key: "title", set: "T" },
    says: /begins with ---js; only YAML/,
  },
  { name: "TOML", text: "+++\na = 1\n+++\n", edit: { key: "title", set: "T" }, says: /begins with \+\+\+/ },
  ...["\n---\nkey: b\n---\n", "\u200b---\nkey: b\n---\n", "---\rkey: b\r---\rtext\r"].map((text) => ({
    name: `frontmatter that no program finds: ${JSON.stringify(text)}`,
    text,
    edit: { key: "title" as const, set: "T" },
    says: /not at the very beginning/,
  })),
  {
    name: "an anchor that another key uses",
    text: "---\ntitle: &t Old\nother: *t\n---\n",
    edit: { key: "title", set: "T" },
    says: /title cannot be changed alone/,
  },
  {
    name: "tags that are no list",
    text: "---\ntags: {a: b}\n---\n",
    edit: { key: "tags", add: ["c"], remove: [] },
    says: /tags cannot be changed alone/,
  },
  {
    name: "a list that is another's",
    text: "---\na: &l [x]\ntags: *l\n---\n",
    edit: { key: "tags", add: ["c"], remove: [] },
    says: /tags cannot be changed alone/,
  },
];

for (const { name, text, edit, says } of refused) {
  test(`an edit is refused: ${name}`, () => {
    assert.throws(
      () => editFrontmatter({ text, path: "my note.md" }, [edit]),
      (thrown) =>
        thrown instanceof PkmError &&
        thrown.kind === "failed" &&
        says.test(thrown.message) &&
        thrown.mend[0] === "pkm sense edit 'my note.md'",
    );
    assert.doesNotThrow(() => readNote(text, "my note.md"));
  });
}
