// What a run ends with: it does the work that it brought, and no more.
import assert from "node:assert/strict";
import { test } from "node:test";
import { indexSome, settle } from "../../src/seek/settle.ts";

interface Run {
  looked: readonly number[];
  indexed: readonly number[];
}

/** How many items were looked over and indexed after a run that brought so many. */
function run(brought: number): Run {
  const looked: number[] = [];
  const indexed: number[] = [];
  const store = {
    rules: { catchUp: () => {} },
    shelf: { letGo: () => 0, empty: () => 0 },
    echoes: { catchUp: (itemsMax: number) => looked.push(itemsMax) },
    origins: { catchUp: () => 0 },
    search: { catchUp: (_whenLocked: "skip", docsMax: number) => indexed.push(docsMax) },
  };
  settle(store, { shelfDays: null, retainDays: null }, { brought });
  indexSome(store.search, { brought });
  return { looked, indexed };
}

test("a daily run finishes what it brought; an idle one and a huge one leave the rest to others", () => {
  assert.deepEqual(run(20), { looked: [20], indexed: [20] });
  assert.deepEqual(run(1500), { looked: [300], indexed: [1500] });
  assert.deepEqual(run(0), { looked: [], indexed: [] });
  assert.deepEqual(run(6000), { looked: [], indexed: [] });
});
