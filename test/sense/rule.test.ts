// What a rule may ask: what an item comes with, and nothing that changes under it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PkmError } from "../../src/base/errors.ts";
import { parseRule, ruleEnd } from "../../src/sense/rule.ts";

const now = new Date("2026-11-23T12:00:00.000Z");
const isUsage = (thrown: unknown): boolean => thrown instanceof PkmError && thrown.kind === "usage";

test("a rule takes words and what an item comes with", () => {
  const good = ["cup", '"world cup" -review', "from:s4k2", "by:Ada tag:x", "via:3 OR context:work", "from:x -cup"];
  for (const query of good) assert.ok(parseRule(query, now).all.length > 0, query);
  const bad = [
    "",
    "  ",
    "-cup",
    "is:new",
    "cup is:muted",
    "since:7d cup",
    "kind:note",
    "links:n1a2",
    "before:2026-01-01",
    "in:x",
    "?",
  ];
  for (const query of bad) assert.throws(() => parseRule(query, now), isUsage, query);
});

test("what can not stand in a rule is pointed at", () => {
  const message = (query: string): string => {
    try {
      parseRule(query, now);
    } catch (error) {
      if (error instanceof PkmError) return error.message;
    }
    return "taken";
  };
  assert.match(message('"is: it" cup is:new'), /, not is:\n"is: it" cup is:new\n {13}\^$/);
  assert.match(message("  -cup"), /leaves out\n {2}-cup\n {2}\^$/);
});

test("a rule ends after the time that is given", () => {
  assert.equal(ruleEnd("30d", now), "2026-12-23T12:00:00.000Z");
  assert.equal(ruleEnd("12h", now), "2026-11-24T00:00:00.000Z");
  assert.equal(ruleEnd("2w", now), "2026-12-07T12:00:00.000Z");
  for (const span of ["", "30", "d", "0d", "-1d", "1.5d", "30days", "99999d"])
    assert.throws(() => ruleEnd(span, now), isUsage, span);
});
