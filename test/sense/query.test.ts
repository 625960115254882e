// Tests of the query language: what is read, and that every text is a query or an error with a caret.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PkmError } from "../../src/base/errors.ts";
import { begun, needlesOf, parseQuery, type Query } from "../../src/sense/query.ts";

const now = new Date("2026-11-23T12:00:00.000Z");

/** A short form of what was read: `+` joins what must all hold, `|` alternatives. */
function brief(query: Query): string {
  return query.all
    .map((terms) =>
      terms
        .map((term) => {
          const sign = term.isNegated ? "-" : "";
          if (term.kind === "filter") return `${sign}${term.key}:${term.value}`;
          return `${sign}<${term.tokens.join(" ")}>${term.isPrefix ? "*" : ""}`;
        })
        .join(" | "),
    )
    .join(" + ");
}

test("words, phrases, exclusions, alternatives and filters are read", () => {
  const cases: readonly [string, string][] = [
    ["", ""],
    ["third space", "<third> + <space>"],
    ['"third space" -office', "<third space> + -<office>"],
    ["a b OR c d", "<a> + <b> | <c> + <d>"],
    ["tag:x OR tag:y", "tag:x | tag:y"],
    ['-tag:"two words"', "-tag:two words"],
    ["commun*", "<commun>*"],
    ['"commun*"', "<commun>"],
    ["e-mail C++ don't", "<e mail> + <C> + <don t>"],
    ["foo - bar ***", "<foo> + <bar>"],
    ["https://example.org/x", "<https example org x>"],
    ["3:30 Note:", "<3 30> + <Note>"],
    ["or and NEAR NOT", "<or> + <and> + <NEAR> + <NOT>"],
    ["日本語", "<日 本 語>"],
    ["kind:people is:KEPT", "kind:person + is:kept"],
    ["since:7d", "since:2026-11-16T12:00:00.000Z"],
    ['say"quoted words"', "<say> + <quoted words>"],
  ];
  for (const [text, expected] of cases) assert.equal(brief(parseQuery(text, now)), expected, text);
  assert.equal(cases.length, 17);
});

test("a date is the local day's beginning", () => {
  const [[term] = []] = parseQuery("before:2026-11-01", now).all;
  assert.ok(term?.kind === "filter");
  assert.equal(term.value, new Date(2026, 10, 1).toISOString());
});

test("only what is looked for makes snippets", () => {
  assert.deepEqual(
    needlesOf(parseQuery("a -b tag:c d OR e", now)).map(({ tokens }) => tokens.join(" ")),
    ["a", "d", "e"],
  );
});

test("the last word may be begun, a phrase, a filter and what is excluded not", () => {
  const cases: readonly [string, string | null][] = [
    ["third spa", "<third> + <spa>*"],
    ["a OR b", "<a> | <b>*"],
    ["日", "<日>*"],
    ['"third space"', null],
    ["third -spa", null],
    ["spa tag:x", null],
    ["spa*", null],
    ["", null],
  ];
  for (const [text, expected] of cases) {
    const query = begun(parseQuery(text, now));
    assert.equal(query === null ? null : brief(query), expected, text);
  }
  assert.equal(cases.length, 8);
});

test("what is wrong is told with a caret below it", () => {
  const cases: readonly [string, string, number][] = [
    ['foo "bar', "this quote is not closed", 4],
    ["foo tga:x", "there is no tga: to ask for; put words with a colon in quotes", 4],
    ["is:odd", "is: takes one of new, read, kept, noted, shared, dropped, muted, let-go", 0],
    ["OR foo", "OR needs something on both sides", 0],
    ["foo OR", "OR needs something on both sides", 4],
    ["foo OR OR bar", "OR needs something on both sides", 7],
    ["tag: foo", "tag: needs something after the colon", 0],
    ["x since:2026-02-31", "since: takes a date as 2026-11-01, or a time ago as 24h, 7d, 2w", 2],
    ["  ???", "there is no letter or digit here to look for", 2],
    ["via:many", "via: takes a number of sources, as via:3", 0],
    ["@work", "there is no saved view @work; put a handle in quotes", 0],
  ];
  for (const [text, wrong, at] of cases) {
    assert.throws(
      () => parseQuery(text, now, new Map()),
      (thrown: unknown) => {
        assert.ok(thrown instanceof PkmError, text);
        assert.deepEqual(thrown.message.split("\n"), [wrong, text, `${" ".repeat(at)}^`]);
        return thrown.kind === "usage";
      },
    );
  }
  assert.equal(cases.length, 11);
});

test("wide characters before the caret take two columns, a long query is cut around it", () => {
  assert.throws(() => parseQuery("日本 is:odd", now), /\n日本 is:odd\n {5}\^/);
  const long = `${"word ".repeat(100)}is:odd`;
  assert.throws(
    () => parseQuery(long, now),
    (thrown: unknown) => {
      const [, shown = "", caret = ""] = thrown instanceof PkmError ? thrown.message.split("\n") : [];
      return shown.length <= 80 && shown.slice(caret.length - 1).startsWith("is:odd");
    },
  );
});

test("a query longer than any person types is refused, not run", () => {
  assert.throws(() => parseQuery("word ".repeat(300), now), /at most 100 words/);
});

const views = new Map([
  ["deep", "tag:x OR tag:y -z"],
  ["nested", "@deep w"],
  ["loop", "a @pool"],
  ["pool", "@loop"],
  ["self", "x OR -@self"],
  ["wrong", "is:odd"],
  ["none", ""],
  ...Array.from({ length: 40 }, (_, n): [string, string] => [`d${n}`, `@d${n + 1} @d${n + 1}`]),
  ["d40", "q"],
]);

test("a saved view stands for its query, alone, negated, beside OR, and inside another", () => {
  const cases: readonly [string, string][] = [
    ["@deep", "tag:x | tag:y + -<z>"],
    ["a @nested", "<a> + tag:x | tag:y + -<z> + <w>"],
    ["-@deep", "-tag:x | <z> + -tag:y | <z>"],
    ["a OR @deep", "<a> | tag:x | tag:y + <a> | -<z>"],
    ["@deep OR a", "tag:x | tag:y | <a> + -<z> | <a>"],
    ["b @none", "<b>"],
    ['"@deep"', "<deep>"],
  ];
  for (const [text, expected] of cases) assert.equal(brief(parseQuery(text, now, views)), expected, text);
  assert.equal(cases.length, 7);
});

test("a view that leads back to itself, is wrong, or grows without end is refused with a caret", () => {
  const cases: readonly [string, RegExp][] = [
    ["b @loop", /^the saved view @loop leads back to itself\n@loop\n\^$/],
    ["@self", /^the saved view @self leads back to itself\nx OR -@self\n {5}\^$/],
    ["@nope", /^there is no saved view @nope/],
    ["@wrong", /^is: takes one of [^\n]+\nis:odd\n\^$/],
    ["@d0", /^this asks for too many things at once\n/],
  ];
  for (const [text, wrong] of cases) {
    assert.throws(() => parseQuery(text, now, views), { kind: "usage", message: wrong }, text);
  }
  assert.throws(() => parseQuery("@deep", now), { message: /^a saved view as @deep can not stand here/ });
});

test("a query with views holds for just what its terms hold for", () => {
  let differing = 0;
  const word = fc.constantFrom("a", "b", "c", "-a", "-b", "OR");
  const texts = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(" "));
  fc.assert(
    fc.property(texts, fc.constantFrom("", "-"), texts, (view, sign, rest) => {
      const inner = orNull(() => parseQuery(view, now));
      const whole = orNull(() => parseQuery(`${rest} ${sign}@v`, now, new Map([["v", view]])));
      const outer = orNull(() => parseQuery(rest, now));
      fc.pre(inner !== null && whole !== null && outer !== null);
      for (let bits = 0; bits < 8; bits += 1) {
        const has = (term: string): boolean => (bits & (1 << ["a", "b", "c"].indexOf(term))) !== 0;
        const expected: boolean = holds(outer, has) && holds(inner, has) === (sign === "");
        assert.equal(holds(whole, has), expected, `${rest} ${sign}(${view})`);
        if (!expected) differing += 1;
      }
    }),
    { numRuns: 500 },
  );
  assert.ok(differing > 100);
});

function holds({ all }: Query, has: (word: string) => boolean): boolean {
  return all.every((terms) =>
    terms.some((term) => term.kind === "words" && has(term.tokens.join(" ")) !== term.isNegated),
  );
}

function orNull<Made>(make: () => Made): Made | null {
  try {
    return make();
  } catch (thrown) {
    assert.ok(thrown instanceof PkmError);
    return null;
  }
}

test("any text is a query or an error with a caret", () => {
  let errors = 0;
  let queries = 0;
  const pieces = fc.constantFrom(
    '"',
    "-",
    "OR",
    "tag:",
    "is:",
    "*",
    "(",
    ")",
    ":",
    "NEAR",
    "^",
    "\0",
    " ",
    "é",
    "日",
    "\ud800",
    "since:1d",
    "@deep",
    "-@nested",
    "@loop",
    "@",
  );
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.oneof(pieces, fc.string())).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(texts, (text) => {
      try {
        parseQuery(text, now, views);
        queries += 1;
      } catch (thrown) {
        assert.ok(thrown instanceof PkmError, String(thrown));
        assert.equal(thrown.kind, "usage");
        assert.match(thrown.message, /^[^\n]+\n[^\n]*\n *\^$/);
        errors += 1;
      }
    }),
    { numRuns: 3000 },
  );
  assert.ok(errors > 100 && queries > 100, `${errors} errors, ${queries} queries`);
});
