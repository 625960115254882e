// Patience runs out by listening alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { openPatience } from "../../src/net/patience.ts";

function keepBusy(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

test("time in which the program was busy does not count", async () => {
  let ended = 0;
  const patience = openPatience(1600, () => void (ended += 1));
  await pause(10);
  keepBusy(1900);
  await pause(50);
  assert.equal(ended, 0);
  patience.stop();
});

test("it ends when it is used up, not while it is held, and not once it is stopped", async () => {
  const ended: string[] = [];
  openPatience(30, () => void ended.push("left alone"));
  const held = openPatience(30, () => void ended.push("held"));
  held.hold();
  openPatience(30, () => void ended.push("stopped")).stop();
  await pause(200);
  assert.deepEqual(ended, ["left alone"]);
  held.resume();
  await pause(200);
  assert.deepEqual(ended, ["left alone", "held"]);
});
