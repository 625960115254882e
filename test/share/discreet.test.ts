// A secret that a far end says again is said by nobody else: in outcomes, errors, their causes and their stacks.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PkmError } from "../../src/base/errors.ts";
import type { HttpCall } from "../../src/share/channel.ts";
import { discreetly } from "../../src/share/discreet.ts";

const secret = "s3same+open/=";
const world = { secret: (_reference: string): string => secret };

test("what is answered holds the secret in none of its forms, and otherwise every word", async () => {
  const basic = ["", "a", "ab", "user:"].map((before) => Buffer.from(`${before}${secret}:x`).toString("base64"));
  const outcome = await discreetly(world, async (own) => ({
    kind: "held",
    message: `535 no ${own.secret("env:X")} here, nor ${encodeURIComponent(secret)}`,
    deep: [{ words: basic.join(" ") }, null, 7, new Uint8Array([1])],
  }));
  const text = JSON.stringify(outcome);
  assert.match(outcome.message, /^535 no \[secret\] here, nor \[secret\]$/);
  assert.ok(!text.includes(secret));
  for (const encoded of text.match(/[\w+/]{6,}/g) ?? []) {
    assert.ok(!Buffer.from(encoded, "base64").toString("latin1").includes(secret.slice(2, -2)), encoded);
  }
});

test("so does what is thrown, with its cause and its stack; a word that is no secret stays", async () => {
  const failed = discreetly(world, async (own) => {
    const cause = new Error(`the server said ${own.secret("env:X")}`);
    throw new PkmError("credentials", `it does not take ${secret}`, { hint: [`say ${secret}`], cause });
  });
  await assert.rejects(failed, (thrown) => {
    assert.ok(thrown instanceof PkmError && thrown.cause instanceof Error);
    const all = [thrown.message, thrown.stack, thrown.cause.message, thrown.cause.stack, ...thrown.mend].join("\n");
    assert.ok(!all.includes(secret), all);
    assert.equal(thrown.message, "it does not take [secret]");
    return true;
  });
  const short = await discreetly({ secret: (_reference: string) => "a" }, async (own) => ({
    words: `${own.secret("x")} banana`,
  }));
  assert.equal(short.words, "a banana");
});

test("a session that no reference names is hidden too, wherever it was sent", async () => {
  const own = {
    ...world,
    http: (_call: HttpCall) => Promise.resolve({ kind: "lost" as const, message: "reset" }),
  };
  const outcome = await discreetly(own, async ({ http }) => {
    await http?.({
      method: "GET",
      url: "https://a.example/",
      headers: { authorization: "Bearer fresh-token" },
      body: null,
      timeoutMs: 1,
    });
    return { message: "401 (fresh-token is not known)" };
  });
  assert.equal(outcome.message, "401 ([secret] is not known)");
});
