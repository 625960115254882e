// Turns are held to their number, given in order, and never lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openSlots } from "../../src/net/slots.ts";

const limits = { max: 2, waitMs: 1_000 };

test("no more are out than may be, and the first to wait is the first to be served", async () => {
  const slots = openSlots();
  const first = await slots.take("a", limits);
  await slots.take("a", limits);
  const served: string[] = [];
  const third = slots.take("a", limits).then((release) => {
    served.push("third");
    return release;
  });
  const fourth = slots.take("a", limits).then(() => served.push("fourth"));
  assert.ok(await slots.take("b", limits), "another key has slots of its own");
  assert.deepEqual(served, []);
  first?.();
  first?.();
  const release = await third;
  assert.deepEqual(served, ["third"], "releasing twice frees one slot");
  release?.();
  await fourth;
  assert.deepEqual(served, ["third", "fourth"]);
});

test("one who waits too long leaves the line without a slot, and takes none away", async () => {
  const slots = openSlots();
  const release = await slots.take("a", { max: 1, waitMs: 10 });
  assert.equal(await slots.take("a", { max: 1, waitMs: 10 }), null);
  release?.();
  assert.ok(await slots.take("a", { max: 1, waitMs: 10 }));
});

test("closing sends everyone away who waits", async () => {
  const slots = openSlots();
  await slots.take("a", { max: 1, waitMs: 60_000 });
  const waiting = [slots.take("a", { max: 1, waitMs: 60_000 }), slots.take("a", { max: 1, waitMs: 60_000 })];
  slots.close();
  assert.deepEqual(await Promise.all(waiting), [null, null]);
});
