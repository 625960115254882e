// Many waits at once: never more than so many, and what comes together is handled together.
import assert from "node:assert/strict";
import { test } from "node:test";
import { batched, pooled, roomFor } from "../../src/base/pool.ts";

test("no more run at once than may, in order, and all are run", async () => {
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  await pooled([1, 2, 3, 4, 5, 6, 7], {
    size: 3,
    signal: null,
    async act(thing) {
      begun.push(thing);
      running += 1;
      most = Math.max(most, running);
      await new Promise((done) => setImmediate(done));
      running -= 1;
    },
  });
  assert.deepEqual(begun, [1, 2, 3, 4, 5, 6, 7]);
  assert.equal(most, 3);
});

const pairs = { size: 2, weightMax: 100, weigh: () => 1 };

test("what comes in one turn is handled together, a few at a time, and waits until it is done", async () => {
  const batches: (readonly number[])[] = [];
  const take = batched<number>(pairs, (things) => void batches.push(things));
  const taken = [1, 2, 3, 4, 5].map((thing) => take(thing));
  assert.deepEqual(batches, []);
  await taken[0];
  assert.deepEqual(batches, [[1, 2]]);
  await Promise.all(taken);
  assert.deepEqual(batches, [[1, 2], [3, 4], [5]]);
  await take(6);
  assert.deepEqual(batches.at(-1), [6]);
});

test("a batch is no heavier than it may be, but for one thing that is heavier alone", async () => {
  const batches: (readonly number[])[] = [];
  const bounds = { size: 3, weightMax: 10, weigh: (thing: number) => thing };
  const take = batched<number>(bounds, (things) => void batches.push(things));
  await Promise.all([5, 5, 1, 20, 20, 1, 1, 1, 1].map((thing) => take(thing)));
  assert.deepEqual(batches, [[5, 5], [1], [20], [20], [1, 1, 1], [1]]);
});

test("a batch that fails rejects for each of its things, and the next one goes on", async () => {
  const take = batched<number>(pairs, (things) => {
    if (things.includes(1)) throw new Error("one");
  });
  const outcomes = await Promise.allSettled([take(1), take(2), take(3)]);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ["rejected", "rejected", "fulfilled"],
  );
});

test("no more enters than there is room for, in order, but for one that is heavier alone", async () => {
  const enter = roomFor(10);
  const entered: string[] = [];
  const leaves = new Map<string, () => void>();
  const come = async (name: string, weight: number): Promise<void> => {
    leaves.set(name, await enter(weight));
    entered.push(name);
  };
  const all = Promise.all([come("a", 6), come("b", 6), come("c", 1), come("d", 40), come("none", 0)]);
  const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
  await turn();
  assert.deepEqual(entered.toSorted(), ["a", "none"]);
  leaves.get("a")?.();
  await turn();
  assert.deepEqual(entered.slice(2), ["b", "c"]);
  leaves.get("b")?.();
  leaves.get("c")?.();
  await turn();
  assert.deepEqual(entered.slice(4), ["d"]);
  leaves.get("d")?.();
  await all;
});
