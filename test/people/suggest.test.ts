// Suggestions: two-way evidence alone, and in worlds of chance nobody, however much goes on in them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { suggestions, type Exchange, type Ground } from "../../src/people/suggest.ts";
import type { PersonStep } from "../../src/people/person.ts";
import { chanceOf } from "../fuzz/random.ts";

const person = (id: string, step: PersonStep = "followed", left: string | null = null) => ({
  id,
  name: id,
  step,
  left,
});
const exchange = (id: string, kind: Exchange["kind"], day: number): Exchange => ({
  person: id,
  kind,
  at: new Date(Date.UTC(2026, 0, day)).toISOString(),
  mine: `n${day}`,
  theirs: `f${id}${day}`,
  title: "",
});
const noGround: Ground = { notes: 0, cited: new Map(), spoke: new Map() };

/** Notes cite people at random, and people speak up about notes at random. */
function randomWorld(seed: number): { exchanges: readonly Exchange[]; ground: Ground } {
  const chance = chanceOf(3, seed);
  const people = Array.from({ length: 30 }, (_, at) => `p${at}`);
  const notes = Array.from({ length: 60 }, () => new Set(Array.from({ length: 5 }, () => chance.of(people))));
  const cited = new Map<string, number>();
  for (const note of notes) for (const id of note) cited.set(id, (cited.get(id) ?? 0) + 1);
  const spoke = new Map<string, number>();
  const exchanges = Array.from({ length: 200 }, (_, at): Exchange | null => {
    const id = chance.of(people);
    const about = chance.below(notes.length);
    spoke.set(id, (spoke.get(id) ?? 0) + 1);
    return notes[about]?.has(id) === true ? { ...exchange(id, "cited", at + 1), mine: `n${about}` } : null;
  });
  return { exchanges: exchanges.filter((each) => each !== null), ground: { notes: notes.length, cited, spoke } };
}

test("in a hundred worlds of chance hardly anybody is suggested, though many were cited and spoke up", () => {
  const people = Array.from({ length: 30 }, (_, at) => person(`p${at}`));
  let worlds = 0;
  let byCountAlone = 0;
  for (let seed = 0; seed < 100; seed += 1) {
    const { exchanges, ground } = randomWorld(seed);
    if (suggestions(people, exchanges, ground).length > 0) worlds += 1;
    const each = [...Map.groupBy(exchanges, (one) => one.person).values()];
    if (each.some((own) => new Set(own.map(({ mine }) => mine)).size >= 2)) byCountAlone += 1;
  }
  assert.ok(byCountAlone > 95, "counting alone would suggest somebody nearly always");
  assert.ok(worlds <= 8, `somebody was suggested in ${worlds} of 100`);
});

test("somebody who speaks up about what cites them is seen among them", () => {
  const { exchanges, ground } = randomWorld(1);
  const friend = Array.from({ length: 6 }, (_, at) => exchange("friend", "cited", at + 1));
  const cited = new Map([...ground.cited, ["friend", 6]]);
  const spoke = new Map([...ground.spoke, ["friend", 7]]);
  const found = suggestions([person("friend"), person("p3")], [...exchanges, ...friend], { ...ground, cited, spoke });
  assert.deepEqual(
    found.map(({ person: id, to, cited: count, first, last }) => [
      id,
      to,
      count,
      first.slice(0, 10),
      last.slice(0, 10),
    ]),
    [["friend", "in-touch", 6, "2026-01-01", "2026-01-06"]],
  );
});

test("one exchange is a courtesy; two about one thing are one; two about two speak for in-touch", () => {
  const people = [person("a"), person("b"), person("c"), person("d", "in-touch"), person("e", "seen", "2026-02-01")];
  const found = suggestions(
    people,
    [
      exchange("a", "asked", 1),
      exchange("b", "asked", 1),
      { ...exchange("b", "asked", 2), mine: "n1" },
      exchange("c", "asked", 1),
      { ...exchange("c", "told", 2), mine: null },
      exchange("d", "asked", 1),
      exchange("d", "asked", 2),
      exchange("e", "asked", 1),
      exchange("e", "asked", 2),
    ],
    noGround,
  );
  assert.deepEqual(
    found.map(({ person: id, to, asked, told }) => [id, to, asked, told]),
    [["c", "in-touch", 1, 1]],
    "who is in touch already needs more, and who left is let go",
  );
});

test("four over half a year speak for co-member, and a co-member is at the end of the way", () => {
  const over = (id: string, days: number): readonly Exchange[] =>
    [0, 1, 2, 3].map((at) => exchange(id, "asked", 1 + Math.round((at * days) / 3)));
  const people = [person("long", "in-touch"), person("short", "in-touch"), person("near", "co-member")];
  const found = suggestions(people, [...over("long", 200), ...over("short", 100), ...over("near", 300)], noGround);
  assert.deepEqual(
    found.map(({ person: id, to }) => [id, to]),
    [["long", "co-member"]],
  );
});

test("where every note cites everybody, speaking up about one tells nothing", () => {
  const ground: Ground = { notes: 4, cited: new Map([["a", 4]]), spoke: new Map([["a", 4]]) };
  const all = [1, 2, 3, 4].map((day) => exchange("a", "cited", day));
  assert.deepEqual(suggestions([person("a")], all, ground), []);
});

test("who is only cited, or only speaks up, is never suggested", () => {
  const ground: Ground = { notes: 50, cited: new Map([["fan", 50]]), spoke: new Map([["talker", 50]]) };
  assert.deepEqual(suggestions([person("fan"), person("talker")], [], ground), []);
});
