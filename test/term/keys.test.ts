// Keys of a raw terminal: named, whole however they arrive, and pastes apart from keys.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { openKeyReader } from "../../src/term/keys.ts";

function namesOf(...chunks: readonly string[]): readonly string[] {
  const reader = openKeyReader();
  return [...chunks.flatMap((chunk) => reader.push(chunk)), ...reader.flush()].map(({ name }) => name);
}

test("keys have names", () => {
  const sent: readonly (readonly [string, readonly string[]])[] = [
    ["j", ["j"]],
    ["é日👍", ["é", "日", "👍"]],
    [" ", ["space"]],
    ["\r", ["enter"]],
    ["\t", ["tab"]],
    ["\u0003\u001a\u0012", ["ctrl-c", "ctrl-z", "ctrl-r"]],
    ["\u007f\b", ["backspace", "backspace"]],
    ["\u001b[A\u001bOB\u001b[5~\u001b[H", ["up", "down", "pageup", "home"]],
    ["\u001b", ["escape"]],
    ["\u001b[1;5A\u001bxj", ["j"]],
    ["\u001b[<0;3;4Mj", ["j"]],
    ["\u009bj", ["j"]],
  ];
  for (const [input, names] of sent) assert.deepEqual(namesOf(input), names, JSON.stringify(input));
});

test("a paste is one key with its text, whatever is in it", () => {
  const reader = openKeyReader();
  assert.deepEqual(reader.push("a\u001b[200~x\u0003\nq\u001b[A"), [{ name: "a", text: "a" }]);
  assert.equal(reader.isWaiting(), false);
  const [paste, after] = reader.push("s\u001b[201~z");
  assert.deepEqual(paste, { name: "paste", text: "x\u0003\nq\u001b[As" });
  assert.equal(after?.name, "z");
});

test("keys are the same however the bytes are cut", () => {
  const whole = "j\u001b[A\u001b[200~pasted j\u001b[201~k\u001b[6~q";
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: whole.length }), { maxLength: 6 }), (cuts) => {
      const ends = [...cuts.toSorted((a, b) => a - b), whole.length];
      const chunks = ends.map((end, index) => whole.slice(ends[index - 1] ?? 0, end));
      assert.deepEqual(namesOf(...chunks), ["j", "up", "paste", "k", "pagedown", "q"]);
    }),
  );
});
