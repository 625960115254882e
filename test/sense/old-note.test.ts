// The old note of the day: the day alone tells which, each comes round, and the older the rarer.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { oldNoteOf, type NoteAge } from "../../src/sense/old-note.ts";

const dayMs = 86_400_000;
const start = Date.parse("2026-01-01T00:00:00Z");
const day = (n: number): string => new Date(start + n * dayMs).toISOString().slice(0, 10);
const madeAt = (n: number): string => new Date(start + n * dayMs).toISOString();

function notes(count: number, made: (n: number) => number): readonly NoteAge[] {
  return Array.from({ length: count }, (_, n) => ({ ref: `note-${n}.md`, title: `Note ${n}`, made: madeAt(made(n)) }));
}

test("the same day and notes give the same note, in whatever order they come", () => {
  const all = notes(40, (n) => -n * 13);
  for (let n = 0; n < 60; n += 1) {
    const one = oldNoteOf(all, day(n));
    assert.ok(one !== null);
    assert.deepEqual(oldNoteOf(all.toReversed(), day(n)), one);
  }
});

test("nothing comes round before it is a week old", () => {
  const all = notes(1, () => 0);
  for (let n = -3; n < 7; n += 1) assert.equal(oldNoteOf(all, day(n)), null);
  assert.equal(oldNoteOf(all, day(7))?.ref, "note-0.md");
  assert.equal(oldNoteOf([], day(7)), null);
});

test("over a year every one of 60 notes comes round, and no few of them fill the days", () => {
  const all = notes(60, (n) => -30 - n * 20);
  const times = new Map<string, number>();
  for (let n = 0; n < 365; n += 1) {
    const ref = oldNoteOf(all, day(n))?.ref ?? "";
    times.set(ref, (times.get(ref) ?? 0) + 1);
  }
  assert.equal(times.size, 60);
  assert.ok(Math.max(...times.values()) <= 30, JSON.stringify([...times.values()]));
});

test("a young note comes oftener than an old one", () => {
  let young = 0;
  let old = 0;
  for (let round = 0; round < 20; round += 1) {
    const all = Array.from({ length: 30 }, (_, n) => ({
      ref: `r${round}-${n}.md`,
      title: "",
      made: madeAt(n < 15 ? -8 : -2000),
    }));
    for (let n = 0; n < 28; n += 1) {
      const ref = oldNoteOf(all, day(n))?.ref ?? "";
      if (Number(ref.split(/[-.]/)[1]) < 15) young += 1;
      else old += 1;
    }
  }
  assert.ok(young > 3 * old, `${young} young, ${old} old`);
});

test("there is one on every day on which any is old, and it is old", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -900, max: 20 }), { maxLength: 12 }),
      fc.integer({ min: 0, max: 30 }),
      (ages, at) => {
        const all = notes(ages.length, (n) => ages[n] ?? 0);
        const found = oldNoteOf(all, day(at));
        const isAny = ages.some((made) => at - made >= 7);
        assert.equal(found !== null, isAny);
        if (found !== null) assert.ok(Date.parse(found.made) <= Date.parse(`${day(at)}T00:00:00Z`) - 7 * dayMs);
      },
    ),
  );
});
