// File names from titles.
import { test } from "node:test";
import assert from "node:assert/strict";
import fc from "fast-check";
import { slugOf } from "../../src/formats/note-slug.ts";

const slugs: readonly [title: string, slug: string][] = [
  ["Learning out loud", "learning-out-loud"],
  ["Über Größe, Ærø & Łódź", "uber-grosse-aero-lodz"],
  ["Don't panic!", "dont-panic"],
  ["Привет, Йод", "привет-йод"],
  ["日本語 ノート", "日本語-ノート"],
  ["한국어", "한국어"],
  ["हिन्दी में", "हिन्दी-में"],
  ["ﬁle ① №5", "file-1-no5"],
  ["İstanbul ılık", "istanbul-ilik"],
  ["../../etc/passwd", "etc-passwd"],
  [".hidden", "hidden"],
  ["--rf", "rf"],
  ["", "note"],
  ["🎉", "note"],
  ["...", "note"],
  ["CON", "con-note"],
  ["com¹", "com1-note"],
  ["a".repeat(99), "a".repeat(60)],
  [`${"a".repeat(50)} ${"b".repeat(50)}`, "a".repeat(50)],
  [`${"a".repeat(60)} b`, "a".repeat(60)],
  ["a\u202eb\u0007c", "a-b-c"],
];

for (const [title, slug] of slugs)
  test(`slug of ${JSON.stringify(title.slice(0, 30))}`, () => assert.equal(slugOf(title), slug));

test("any slug is a safe file name, and its own slug", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: "binary", maxLength: 120 }), fc.string({ unit: "grapheme", maxLength: 120 })),
      (title) => {
        const slug = slugOf(title);
        assert.match(slug, /^[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*$/u);
        assert.ok(Array.from(slug).length <= 65 && Buffer.byteLength(`${slug}-9999.md`) <= 255, slug);
        assert.doesNotMatch(slug, /-$|--|^(?:con|prn|aux|nul|com\d|lpt\d)$/);
        assert.equal(slugOf(slug), slug);
      },
    ),
    { numRuns: 2000, seed: 1 },
  );
});
