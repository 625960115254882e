// Text from others made safe to print: everything a terminal acts on goes, every script stays whole.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cutText, plainLine, plainText } from "../../src/base/plain.ts";

const hostile: readonly [name: string, from: string, to: string][] = [
  ["colour", "a\u001b[1;31mb\u001b[0mc", "abc"],
  ["colour with colons", "a\u001b[38:2::1:2:3mb", "ab"],
  ["clear screen", "a\u001b[2J\u001b[Hb", "ab"],
  ["private mode", "a\u001b[?1049hb", "ab"],
  ["cursor report, device status", "a\u001b[6n\u001b[cb", "ab"],
  ["intermediate byte", "a\u001b[ qb\u001b[!pc", "abc"],
  ["8-bit CSI", "a\u009b31mb", "ab"],
  ["title by BEL", "a\u001b]0;title\u0007b", "ab"],
  ["title by ST", "a\u001b]2;title\u001b\\b", "ab"],
  ["title by 8-bit ST", "a\u001b]2;title\u009cb", "ab"],
  ["hyperlink", "a\u001b]8;id=1;https://evil.example\u001b\\link\u001b]8;;\u001b\\b", "alinkb"],
  ["clipboard", "a\u001b]52;c;cm0gLXJm\u0007b", "ab"],
  ["device control", "a\u001bP+q544e\u001b\\b", "ab"],
  ["application and privacy strings", "a\u001b_Gf=100;AAAA\u001b\\b\u001b^x\u001b\\c\u001bXx\u001b\\d", "abcd"],
  ["reset", "a\u001bcb", "ab"],
  ["character set", "a\u001b(0b\u001b)Bc", "abc"],
  ["keypad and save cursor", "a\u001b=\u001b7\u001b8b", "ab"],
  ["lone ESC at the end", "a\u001b", "a"],
  ["ESC before a letter of another script", "a\u001bé", "aé"],
  ["sequence cut short", "a\u001b[31", "a31"],
  ["sequence inside a sequence", "a\u001b\u001b[[31mb", "a31mb"],
  ["sequence made of the rest of two", "a\u001b[\u001b[mHb", "aHb"],
  ["bell, backspace, delete, NUL", "a\u0007\u0008\u007f\u0000b", "ab"],
  ["vertical tab and form feed", "a\u000b\u000cb", "ab"],
  ["C1", "a\u0080\u0085\u0090\u009d\u009fb", "ab"],
  ["bidi overrides and embeddings", "a\u202a\u202b\u202c\u202d\u202eb", "ab"],
  ["bidi isolates and marks", "a\u2066\u2067\u2068\u2069\u200e\u200f\u061cb", "ab"],
  ["line and paragraph separators", "a\u2028\u2029b", "ab"],
  ["carriage returns", "a\r\nb\rc", "a\nb\nc"],
];

const whole: readonly string[] = [
  "👩‍👩‍👧‍👦 👩🏽‍💻 🏳️‍🌈 🇺🇦 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
  "שָׁלוֹם עוֹלָם",
  "العَرَبِيَّة لا‌إله",
  "می‌خواهم",
  "क्‍ष हिन्दी",
  "日本語 한국어 中文",
  "e\u0301 ñ ﬁ ™ € “quoted” — …",
  "tab\tand\nline",
  "[31m ]0; not a sequence",
];

test("terminal sequences, controls and bidi overrides go", () => {
  for (const [name, from, to] of hostile) assert.equal(plainText(from), to, name);
  assert.equal(hostile.length, 29);
});

test("joined emoji, Hebrew, Arabic, Persian, Hindi and CJK stay whole", () => {
  for (const text of whole) assert.equal(plainText(text), text);
  assert.equal(whole.length, 9);
});

test("whatever comes in, nothing a terminal acts on comes out, and doing it twice changes nothing", () => {
  const piece = fc.constantFrom(
    "\u001b",
    "[",
    "]",
    "\\",
    "P",
    "8;;",
    "31",
    "m",
    "\u0007",
    "\u009b",
    "\u009c",
    "\u009d",
    "\u202e",
    "\r",
    "\n",
    "\t",
    "x",
    "字",
    "👩‍👧",
  );
  const mixed = fc.oneof(fc.string({ unit: piece, maxLength: 40 }), fc.string({ unit: "binary", maxLength: 40 }));
  fc.assert(
    fc.property(mixed, (text) => {
      const plain = plainText(text);
      assert.doesNotMatch(plain.replaceAll(/[\t\n]/g, ""), /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
      assert.equal(plainText(plain), plain);
      assert.doesNotMatch(plainLine(text), /[\p{Cc}]|^\s|\s$|\s\s/u);
    }),
    { seed: 13, numRuns: 2000 },
  );
});

test("a line is one line, its white space single", () => {
  assert.equal(plainLine("  a \t\r\n b\u00a0\u3000c\u2028d "), "a b cd");
});

test("long hostile text takes time in proportion to its length", () => {
  const patterns = ["\u001b", "\u001b[", "\u001b[0", "\u009b0", "\u001b]", "\u001b]0;", "\u001b ", "\u001bP\u001b"];
  for (const pattern of patterns) {
    const started = performance.now();
    plainText(pattern.repeat(200_000));
    const tookMs = performance.now() - started;
    assert.ok(tookMs < 2000, `${JSON.stringify(pattern)} took ${tookMs} ms`);
  }
});

test("a string sequence that is never closed ends with its line", () => {
  assert.equal(plainText("1. evil \u001b]0;x\n2. honest"), "1. evil \n2. honest");
});

test("what is cut is cut between characters, and ends in no space", () => {
  assert.deepEqual(
    [cutText("ab cd", 3), cutText("a🎉b", 2), cutText("a🎉b", 3), cutText("short ", 6), cutText("", 0)],
    ["ab", "a", "a🎉", "short ", ""],
  );
});
