// Titles, tags and mentions in the body of a note.
import { test } from "node:test";
import assert from "node:assert/strict";
import fc from "fast-check";
import { bodyCharsLarge, readNote } from "../../src/formats/note.ts";
import { awkward } from "./note-samples.ts";

const titles: readonly [body: string, title: string][] = [
  ["# One\n# Two", "One"],
  ["text\n\n### Three ###\n", "Three"],
  ["```\n# code\n```\n# Real", "Real"],
  ["Under\n=====\ntext", "Under"],
  ["#tag first\n\n# Head\r\n", "Head"],
  ["# C#\n", "C#"],
  ["#\n\ntext", "a file"],
  ["no heading", "a file"],
];
for (const [body, title] of titles)
  test(`title of ${JSON.stringify(body)}`, () => assert.equal(readNote(body, "x/a_file.md").title, title));

const tagCases: readonly [body: string, tags: string[]][] = [
  ["#one two #three/four, (#five) #six.", ["one", "three/four", "five", "six"]],
  ["a#no http://x.y/#no [l](#no) [[N#no]] [[#no]] \\#no &#39; #12 #1-2 ##no", []],
  ["`#no` ``a ` #no`` #yes `unclosed #also", ["yes", "also"]],
  ["```\n#no\n```\n#yes\n~~~ md\n#no\n~~~~\n#again\n````\n```\n#no\n````", ["yes", "again"]],
  ["- item\n\n    #yes\n\ntext\n\n    #no\n\n#also", ["yes", "also"]],
  ["text\n    #lazy\n", ["lazy"]],
  ["<!-- #no\n#no --> #yes `<!--` #also", ["yes", "also"]],
  ["# Heading #yes\n#heading-like", ["yes", "heading-like"]],
  [
    "#日本 #größe #हिन्दी #🎉party #a-b_c #trail-/ #dup #dup",
    ["日本", "größe", "हिन्दी", "🎉party", "a-b_c", "trail", "dup"],
  ],
  ["- [ ] #todo\r\n> #quoted\r\n", ["todo", "quoted"]],
  ["a ` b\n\nc ` #yes", ["yes"]],
  ["\\`#no \\` #yes", ["yes"]],
];
for (const [body, tags] of tagCases)
  test(`tags of ${JSON.stringify(body)}`, () => assert.deepEqual(readNote(body, "a.md").tags, tags));

const mentionCases: readonly [body: string, targets: string[]][] = [
  [
    "[[One]] [[Two|alias]] [[three#Head|x]] [[a/four.md]] [[k1b2]] [[Five\\|in table]]",
    ["One", "Two", "three", "a/four.md", "k1b2", "Five"],
  ],
  ["![[pic.png]] ![[Note]] ![[deep/note.md]] [[#here]] [[]] [[a\nb]] `[[code]]`", ["Note", "deep/note.md"]],
  [
    '[a](b.md) [c](d/e.md#f "t") [g](<h i.md>) [j](k%20l.md?x) [m](n.txt) [o](.md) [p](#q)',
    ["b.md", "d/e.md", "h i.md", "k%20l.md"],
  ],
  ["[a](https://x.y/z_(1)#f) ![i](https://x.y/i.png) [m](mailto:a@b.md) [j](javascript:x.md)", ["https://x.y/z_(1)#f"]],
  ["[![alt](i.png)](b.md) [a [b]](c.md)", ["b.md", "c.md"]],
  ["[ref]: target.md\n[^1]: note.md\n  [r2]: <https://x.y/>", ["target.md", "https://x.y/"]],
];
for (const [body, targets] of mentionCases) {
  test(`mentions of ${JSON.stringify(body.slice(0, 40))}`, () => {
    const front = "\ufeff---\r\nid: n1b2\r\n---\r\n";
    const text = front + body;
    const { mentions } = readNote(text, "a.md");
    assert.deepEqual(
      mentions.map(({ target }) => target),
      targets,
    );
    for (const { target, at } of mentions) {
      assert.equal(text[at], "[");
      assert.ok(text.indexOf(target, at) > at);
    }
  });
}

test("conflict markers are told, but not in code, and not a lone rule", () => {
  const conflict = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n";
  const codes = (body: string): string[] => readNote(body, "a.md").problems.map(({ code }) => code);
  assert.deepEqual(codes(conflict), ["conflict-markers"]);
  assert.deepEqual(codes(conflict.replaceAll("\n", "\r\n")), ["conflict-markers"]);
  assert.deepEqual(codes(`\`\`\`\n${conflict}\`\`\`\n`), []);
  assert.deepEqual(codes("Head\n=======\n>>>>>>> quoted\n"), []);
});

test("a large body is read whole and told", () => {
  const line = "word #tag [[Note]] `code` [a](b.md) <!-- x -->\n";
  const note = readNote(line.repeat(Math.ceil(10_000_000 / line.length)), "a.md");
  assert.deepEqual(
    note.problems.map(({ code }) => code),
    ["large"],
  );
  assert.deepEqual(note.tags, ["tag"]);
  assert.equal(note.mentions.length, 2 * Math.ceil(10_000_000 / line.length));
  assert.deepEqual(readNote("x".repeat(bodyCharsLarge), "a.md").problems, []);
});

const hostile = [
  "[",
  "[[",
  "](",
  "![",
  "`",
  "`` ` ",
  "<!--",
  "#",
  "# ",
  " #",
  "(",
  "\\",
  "- ",
  "    ",
  "~~~\n",
  "<<<<<<< \n",
  "=======\n",
  "[a]: ",
  "# x    ",
  "\n\n`",
];
/** Work that grew with the square of the length would take well over ten seconds. */
const hostileMsMax = 3000;
test("hostile repetition is read in time that grows with its length alone", () => {
  for (const unit of hostile) {
    const startMs = performance.now();
    readNote(unit.repeat(200_000 / unit.length), "a.md");
    assert.ok(performance.now() - startMs < hostileMsMax, JSON.stringify(unit));
  }
});

test("any text is read without a throw, and the body is its end", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.array(fc.constantFrom(...hostile, "---\n", "a: b\n", ...awkward, "\r\n")).map((parts) => parts.join("")),
      ),
      (text) => {
        const note = readNote(text, "a.md");
        assert.ok(text.endsWith(note.body));
        assert.ok(note.title !== "" && note.mentions.every(({ at }) => text[at] === "["));
      },
    ),
    { numRuns: 1000, seed: 2 },
  );
});
