// What the status line says while a search reads for a phrase: nothing where that is short, and nothing is left of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { whileReading } from "../../src/cli/sense/words-now.ts";
import { nobody } from "./bare-context.ts";

test("reading for a phrase is told once it takes a while, and its line goes when it is over", () => {
  const told: string[] = [];
  let nowMs = 0;
  const waiting = {
    clock: { now: () => new Date((nowMs += 500)) },
    person: { ...nobody, progress: (line: string) => void told.push(line) },
  };
  assert.equal(
    whileReading(waiting, (tell) => {
      tell(64, 3000);
      tell(3000, 3000);
      return "short";
    }),
    "short",
  );
  assert.deepEqual(told, []);
  whileReading(waiting, (tell) => {
    for (const done of [64, 4096, 8192]) tell(done, 60_000);
  });
  assert.deepEqual(told, [
    "4096/60000 texts read for the phrase",
    "8192/60000 texts read for the phrase, 8192 a second",
    "",
  ]);
});
