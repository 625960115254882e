// Options and arguments of one command, as a shell hands them over.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PkmError } from "../../src/base/errors.ts";
import { parseWords } from "../../src/cli/parse.ts";

const note = {
  path: "sense note",
  args: "<ref> [more...]",
  options: [
    { flags: "-m, --message <text>", about: "text" },
    { flags: "-t, --tag <tag>", about: "tag", isRepeatable: true },
    { flags: "--all", about: "all" },
    { flags: "--base-url <url>", about: "url" },
  ],
};

test("short, long, inline and repeated options are read", () => {
  const words = parseWords(note, [
    "k1",
    "-m",
    "a b",
    "-ta",
    "--tag",
    "b",
    "--tag=c",
    "--base-url=http://x/?a=b",
    "--all",
    "k2",
  ]);
  assert.deepEqual(words.args, ["k1", "k2"]);
  assert.equal(words.text("message"), "a b");
  assert.deepEqual(words.list("tag"), ["a", "b", "c"]);
  assert.equal(words.text("baseUrl"), "http://x/?a=b");
  assert.equal(words.flag("all"), true);
  assert.equal(words.flag("json"), false);
});

test("a value may begin with a dash, a lone dash is an argument, -- ends the options", () => {
  assert.equal(parseWords(note, ["k1", "-m", "- a list"]).text("message"), "- a list");
  assert.equal(parseWords(note, ["k1", "-m", "--all"]).text("message"), "--all");
  assert.deepEqual(parseWords(note, ["-", "--", "--all"]).args, ["-", "--all"]);
});

test("--no-input is what may not be asked", () => {
  assert.equal(parseWords(note, ["k1"]).allows("input"), true);
  assert.equal(parseWords(note, ["k1", "--no-input"]).allows("input"), false);
});

const mistakes: readonly [string, RegExp][] = [
  ["--taag x k1", /unknown option --taag; did you mean --tag\?/],
  ["-z k1", /unknown option -z/],
  ["k1 -m", /--message needs a value/],
  ["k1 --all=yes", /--all takes no value/],
  ["", /<ref> is missing/],
];
for (const [line, message] of mistakes) {
  test(`"${line}" is refused with its reason`, () => {
    const given = line.split(" ").filter((word) => word !== "");
    assert.throws(() => parseWords(note, given), { kind: "usage", message });
  });
}

test("one argument too many is named", () => {
  assert.throws(() => parseWords({ ...note, args: "<ref>" }, ["k1", "k2", "k3"]), { message: /"k2 k3" is too much/ });
});

test("in a query, words with a dash exclude, and options are still options", () => {
  const find = { ...note, path: "find", args: "[query...]", takesDashWords: true };
  const words = parseWords(find, ["rust", "-go", "--limit", "3", "-tag:x", "--json"]);
  assert.deepEqual(words.args, ["rust", "-go", "-tag:x"]);
  assert.equal(words.count("limit"), 3);
  assert.equal(words.flag("json"), true);
});

test("whatever is typed parses or is a usage error", () => {
  let refused = 0;
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom("--", "-m", "--tag", "--all=1", "-mt", "__proto__", "--__proto__=1", "--constructor"),
  );
  fc.assert(
    fc.property(fc.array(word), (given) => {
      try {
        parseWords(note, given);
      } catch (thrown) {
        assert.ok(thrown instanceof PkmError && thrown.kind === "usage", String(thrown));
        refused += 1;
      }
    }),
    { numRuns: 500 },
  );
  assert.ok(refused > 0);
});

test("an option that may go without a value takes the next word only where it has the form of one", () => {
  const spec = {
    path: "digest",
    args: "[query...]",
    options: [{ flags: "--mail [to]", about: "by mail", valueForm: /@/ }],
    takesDashWords: true,
  };
  const read = (...given: readonly string[]): readonly [string | null, readonly string[]] => {
    const words = parseWords(spec, given);
    return [words.text("mail"), words.args];
  };
  assert.deepEqual(read(), [null, []]);
  assert.deepEqual(read("--mail"), ["", []]);
  assert.deepEqual(read("--mail", "ada@example.org"), ["ada@example.org", []]);
  assert.deepEqual(read("--mail=ada@example.org", "bench"), ["ada@example.org", ["bench"]]);
  assert.deepEqual(read("--mail", "bench", "-work"), ["", ["bench", "-work"]]);
  assert.deepEqual(read("--mail", "--limit", "3"), ["", []]);
  assert.deepEqual(read("--", "--mail", "a@b"), [null, ["--mail", "a@b"]]);
});
