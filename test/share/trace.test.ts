// Trace: total in both directions, and broken places are named, not thrown.
import assert from "node:assert/strict";
import { test } from "node:test";
import { trace, type TraceEdge, type TraceStore } from "../../src/share/trace.ts";

function storeOf(edges: readonly TraceEdge[], missing: readonly string[] = []): TraceStore {
  return {
    edgesFrom: (ids) => edges.filter((edge) => ids.includes(edge.from)),
    edgesTo: (ids) => edges.filter((edge) => ids.includes(edge.to)),
    node: (id) => (missing.includes(id) ? null : { id, kind: "thing", title: id, at: null, goneWhy: null }),
  };
}

const chain: readonly TraceEdge[] = [
  { from: "s1", to: "k1", as: "brought" },
  { from: "s1", to: "k2", as: "brought" },
  { from: "k1", to: "n1", as: "made into" },
  { from: "n1", to: "d1", as: "shared as" },
];

test("from the middle it goes up and down, and not sideways to what else a source brought", () => {
  const found = trace("n1", storeOf(chain));
  assert.deepEqual(
    found.nodes.map(({ id }) => id),
    ["s1", "k1", "n1", "d1"],
  );
  assert.equal(found.edges.length, 3);
  assert.deepEqual(found.gaps, []);
});

test("a link of the chain that is gone is a gap that names its neighbours", () => {
  const found = trace("d1", storeOf(chain, ["n1"]));
  assert.deepEqual(
    found.nodes.map(({ id }) => id),
    ["s1", "k1", "d1"],
  );
  assert.deepEqual(found.gaps, [{ between: ["d1", "k1"], why: "n1 is not in this store" }]);
});

test("notes that link each other in a circle end the walk", () => {
  const circle = [
    { from: "n1", to: "n2", as: "extends" },
    { from: "n2", to: "n1", as: "supports" },
  ];
  const found = trace("n1", storeOf(circle));
  assert.equal(found.nodes.length, 2);
  assert.equal(found.edges.length, 2);
});

test("a source of many items is walked in one pass over them", () => {
  const items = 60_000;
  const brought = Array.from({ length: items }, (_, at): TraceEdge => ({ from: "s1", to: `k${at}`, as: "brought" }));
  let asked = 0;
  const edgesFrom = (ids: readonly string[]): readonly TraceEdge[] => {
    asked += 1;
    return ids.includes("s1") ? brought : [];
  };
  const store = { ...storeOf([]), edgesFrom };
  const startedMs = performance.now();
  assert.equal(trace("s1", store).nodes.length, items + 1);
  assert.equal(asked, 2, "once for the source, once for all its items");
  // Half a second; a pass over all edges for each item takes half a minute.
  assert.ok(performance.now() - startedMs < 8000);
});
