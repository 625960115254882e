// The commands that say what a community is for and asks: goals, norms, leaving and joining again, each undone.
import { test } from "node:test";
import assert from "node:assert/strict";
import { PkmError } from "../../src/base/errors.ts";
import { openBench } from "../share/bench.ts";
import { play, valueOf } from "./play.ts";

async function onBench(
  act: (
    run: (...argv: readonly string[]) => Promise<unknown>,
    bench: Awaited<ReturnType<typeof openBench>>,
  ) => Promise<void>,
): Promise<void> {
  const bench = await openBench();
  try {
    await act(async (...argv) => valueOf(await play(bench.context, argv)), bench);
  } finally {
    bench.close();
  }
}

async function refused(act: Promise<unknown>, pattern: RegExp, kind: string): Promise<void> {
  await assert.rejects(act, (thrown) => {
    assert.ok(thrown instanceof PkmError, String(thrown));
    assert.equal(thrown.kind, kind);
    assert.match(thrown.message, pattern);
    return true;
  });
}

/** Some fields of an answer. */
function some(value: unknown, ...names: readonly string[]): readonly unknown[] {
  const fields = new Map<string, unknown>(Object.entries(value ?? {}));
  return names.map((name) => fields.get(name));
}

test("a team is bounded from the start, a community is when you say so", () =>
  onBench(async (run) => {
    assert.deepEqual(some(await run("community", "add", "Forge", "--kind", "team"), "kind", "bounded"), ["team", true]);
    assert.deepEqual(some(await run("community", "add", "Circle"), "bounded"), [false]);
    assert.deepEqual(some(await run("community", "norm", "Circle", "--bounded", "yes"), "bounded"), [true]);
    assert.deepEqual(some(await run("community", "norm", "Forge", "--bounded", "no"), "bounded"), [false]);
  }));

test("norms are set one by one, shown without a change, and undone", () =>
  onBench(async (run, { store }) => {
    await run("community", "add", "Circle");
    const names = ["attribution", "norms", "rhythm"] as const;
    const argv = [
      "community",
      "norm",
      "Circle",
      "no-names",
      "--per-week",
      "2",
      "--quiet-hours",
      "22-7",
      "--say",
      "be kind",
    ];
    const set = ["no-names", ["be kind"], { perWeek: 2, quiet: "22:00-07:00" }];
    assert.deepEqual(some(await run(...argv), ...names), set);
    assert.deepEqual(some(await run("community", "norm", "Circle"), ...names), set);
    assert.equal(store.changes.list(9).length, 2, "looking is no change");
    const less = ["community", "norm", "Circle", "--per-week", "0", "--drop", "be kind"];
    assert.deepEqual(some(await run(...less), ...names), ["no-names", [], { perWeek: null, quiet: "22:00-07:00" }]);
    assert.deepEqual(some(await run("community", "norm", "Circle", "--quiet-hours", "none"), "rhythm"), [
      { perWeek: null, quiet: null },
    ]);
    for (const _ of [1, 2, 3]) store.changes.undo(store.changes.latest()?.no ?? 0);
    assert.deepEqual(some(await run("community", "show", "Circle"), ...names), [
      "none",
      [],
      { perWeek: null, quiet: null },
    ]);
    await refused(run("community", "norm", "Circle", "loud"), /named, no-names, none, not loud/, "usage");
    await refused(run("community", "norm", "Circle", "--quiet-hours", "late"), /two times of the day/, "usage");
    await refused(run("community", "norm", "Circle", "--drop", "be kind"), /no norm “be kind”/, "not-found");
  }));

test("goals come and go, and a community that was left is joined again with its history", () =>
  onBench(async (run, { store }) => {
    await run("community", "add", "Circle", "--goal", "learn");
    assert.deepEqual(some(await run("community", "goal", "Circle", "teach"), "goals"), [["learn", "teach"]]);
    assert.deepEqual(some(await run("community", "goal", "Circle", "learn", "--drop"), "goals"), [["teach"]]);
    await refused(run("community", "goal", "Circle", "learn", "--drop"), /no goal “learn”/, "not-found");
    await refused(run("community", "goal", "Circle", " "), /empty/, "usage");
    await run("community", "leave", "Circle");
    assert.notEqual(some(await run("community", "show", "Circle"), "left")[0], null);
    assert.deepEqual(some(await run("community", "join", "Circle"), "left", "goals"), [null, ["teach"]]);
    const changes = store.changes.list(9).length;
    await run("community", "join", "Circle");
    assert.equal(store.changes.list(9).length, changes, "joining twice changes nothing");
    store.changes.undo(store.changes.latest()?.no ?? 0);
    assert.notEqual(some(await run("community", "show", "Circle"), "left")[0], null);
  }));

test("the word that lets a world-readable place serve a community stands on record and is shown", () =>
  onBench(async (_, { context, store }) => {
    await play(context, ["community", "add", "Archive"]);
    const argv = ["community", "channel", "Archive", "lookup", "--exposure", "world"];
    await refused(play(context, argv), /what the world can read is no community/, "usage");
    const person = { ...context.person, confirm: async () => true };
    const shown = await play({ ...context, person }, argv, { isYes: true });
    assert.match(JSON.stringify(valueOf(shown)), /"agreed":"2026-11-23T08:00:00.000Z"/);
    assert.ok(shown.layout.kind === "record");
    assert.match(JSON.stringify(shown.layout.fields), /world, on your word of 2026-11-23/);
    assert.notEqual(store.communities.list()[0]?.channels[0]?.agreed, null);
  }));

test("a network is shown, and removed with its history", () =>
  onBench(async (run, { store }) => {
    await run("network", "add", "garden", "--channel", "idempotent");
    await run("community", "add", "Circle");
    assert.deepEqual(some(await run("network", "show", "garden"), "kind", "left"), ["network", null]);
    await refused(run("network", "show", "Circle"), /is a community, not a network/, "usage");
    await refused(run("network", "remove", "Circle"), /is a community, not a network/, "usage");
    assert.notEqual(some(await run("network", "remove", "garden"), "left")[0], null);
    assert.equal(store.communities.list().length, 2);
    store.changes.undo(store.changes.latest()?.no ?? 0);
    assert.deepEqual(some(await run("network", "show", "garden"), "left"), [null]);
  }));
