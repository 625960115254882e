// The weekly review: the week, where most of it stays, what waits at each step, and a walk that is gone on with.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bottleneckOf, weekOf, weeklySteps } from "../../src/share/weekly.ts";
import { commands } from "../../src/cli/all.ts";
import type { Context } from "../../src/cli/context.ts";
import { play, valueOf } from "../cli/play.ts";
import { contextOver } from "../sense/context.ts";
import { stocked } from "../sense/stocked.ts";

test("the week is that of ISO 8601, by the local day", () => {
  const cases: readonly [number, number, number, string][] = [
    [2026, 0, 1, "2026-W01"],
    [2027, 0, 1, "2026-W53"],
    [2027, 0, 3, "2026-W53"],
    [2027, 0, 4, "2027-W01"],
    [2024, 11, 30, "2025-W01"],
    [2026, 10, 25, "2026-W48"],
    [2026, 10, 29, "2026-W48"],
    [2026, 10, 30, "2026-W49"],
  ];
  for (const [year, month, date, week] of cases) {
    for (const hour of [0, 12, 23]) assert.equal(weekOf(new Date(year, month, date, hour, 59)), week);
  }
});

test("the bottleneck is where the smallest part went on, of five or more", () => {
  const seek = { stage: "seek", came: 100, went: 40 } as const;
  const sense = { stage: "sense", came: 10, went: 3 } as const;
  const share = { stage: "share", came: 4, went: 0 } as const;
  assert.deepEqual(bottleneckOf([seek, sense, share]), sense);
  assert.deepEqual(bottleneckOf([seek, share]), seek);
  assert.equal(bottleneckOf([share, { ...seek, went: 100 }]), null);
  assert.equal(bottleneckOf([]), null);
});

interface Row {
  step: string;
  count: number;
  oldest: { ref: string; title: string; since: string } | null;
  next: string | null;
  isDone: boolean;
  isBottleneck: boolean;
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && "step" in value && "oldest" in value && "isDone" in value;
}

async function weekOn(context: Context): Promise<ReadonlyMap<string, Row>> {
  const value = valueOf(await play(context, ["review", "--weekly"]));
  assert.ok(Array.isArray(value));
  const rows = value.filter(isRow);
  assert.equal(rows.length, weeklySteps.length);
  return new Map(rows.map((row) => [row.step, row]));
}

test("every step tells how much waits, the oldest of it, and the command for that", async (t) => {
  const stock = stocked(t);
  const items = stock.items(
    ...Array.from({ length: 8 }, (_, n) => ({ title: `Item ${n}`, html: `<p>words ${n}</p>` })),
  );
  const context = contextOver(stock);
  for (const item of items.slice(0, 6)) {
    stock.clock.forward(60_000);
    await play(context, ["sense", "mark", item]);
  }
  await play(context, ["sense", "note", items[0] ?? "", "-m", "Mine"]);
  const rows = await weekOn(context);
  const found = (step: string): unknown[] => {
    const row = rows.get(step);
    return [row?.count, row?.oldest?.ref, row?.next];
  };
  assert.deepEqual(found("unread"), [2, items[6], "pkm review"]);
  assert.deepEqual(found("kept"), [5, items[1], `pkm sense note ${items[1]}`]);
  const note = stock.store.notes.list()[0]?.id;
  assert.deepEqual(found("seeds"), [1, note, `pkm sense edit ${note}`]);
  for (const step of ["failing", "changed", "shares", "heard"]) assert.deepEqual(found(step), [0, undefined, null]);
  assert.deepEqual(
    [...rows.values()].filter(({ isBottleneck }) => isBottleneck).map(({ step }) => step),
    ["kept", "changed", "seeds"],
  );
});

test("what a removed source has left unread waits at no step, as no digest brings it up", async (t) => {
  const stock = stocked(t);
  const { store } = stock;
  const [item = ""] = stock.items({ title: "One", html: "1" }, { title: "Two", html: "2" });
  const context = contextOver(stock);
  const waiting = async (): Promise<unknown[]> => {
    const seen = [store.standings.read().standing.seek.waiting, store.digests.waiting(null)];
    return [...seen, (await weekOn(context)).get("unread")?.count];
  };
  assert.deepEqual(await waiting(), [2, 2, 2]);
  store.changes.record("removed", () => store.sources.drop(store.items.get(item).source.id));
  assert.deepEqual(await waiting(), [0, 0, 0]);
});

test("a walk that was left is gone on with in the same week, and begins anew in the next", async (t) => {
  const stock = stocked(t);
  const [item = ""] = stock.items({ title: "One", html: "1" }, { title: "Two", html: "2" });
  const shown: string[] = [];
  let answers: string[] = [];
  const context = contextOver(stock, { confirm: () => true });
  Object.assign(context.person, {
    show: async (text: string) => void shown.push(text),
    ask: async () => answers.shift() ?? null,
  });
  await play(context, ["sense", "mark", item], { mayAsk: false });
  answers = ["?", "", "q"];
  const half = await weekOn(context);
  assert.deepEqual(
    [...half.values()].filter(({ isDone }) => isDone).map(({ step }) => step),
    ["unread", "failing"],
  );
  assert.match(shown.join(""), /\? means nothing here/);
  assert.match(
    shown.join(""),
    /sense: 1 item was kept and has no note\n {2}oldest, now: \w+ One\n {2}pkm sense note \w+\n/,
  );
  shown.length = 0;
  answers = ["z"];
  const rest = await weekOn(context);
  assert.match(shown.join(""), /^week \d{4}-W\d\d, 2 of 7 steps walked\n\nsense: 1 item was kept/);
  assert.equal(rest.get("kept")?.isDone, false);
  assert.equal([...rest.values()].filter(({ isDone }) => isDone).length, 6);
  assert.match(stock.store.changes.latest()?.summary ?? "", /^walked heard of week/);
  await play(context, ["undo"], { isYes: true, mayAsk: false });
  stock.clock.forward(7 * 86_400_000);
  shown.length = 0;
  answers = ["q"];
  await weekOn(context);
  assert.match(shown.join(""), /^week \d{4}-W\d\d\n\nseek: 1 item waits/);
});

test("g does what is waiting, and the step goes on with what is left", async (t) => {
  const stock = stocked(t);
  const [item = ""] = stock.items({ title: "One", html: "1" });
  let answers: string[] = [];
  const context = { ...contextOver(stock, { edit: (text) => `${text}Mine.\n` }), commands };
  Object.assign(context.person, { show: async () => undefined, ask: async () => answers.shift() ?? null });
  await play(context, ["sense", "mark", item], { mayAsk: false });
  answers = ["g", "q"];
  const rows = await weekOn(context);
  assert.equal(stock.store.items.get(item).state, "noted");
  assert.deepEqual([rows.get("kept")?.count, rows.get("kept")?.isDone, rows.get("seeds")?.isDone], [0, true, false]);
});

test("without a terminal it is a list and changes nothing", async (t) => {
  const stock = stocked(t);
  stock.items({ title: "One", html: "1" });
  await weekOn(contextOver(stock));
  assert.equal(stock.store.changes.list(-1).length, 0);
  await assert.rejects(play(contextOver(stock), ["review", "--weekly", "x"]), {
    kind: "usage",
    message: /takes no query/,
  });
});
