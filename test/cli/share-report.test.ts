// Reports by commands and over a real mail server: staged and shown, sent one letter a giver, told by hand else.
import { test, type TestContext } from "node:test";
import assert from "node:assert/strict";
import { PkmError } from "../../src/base/errors.ts";
import { channels } from "../../src/channels/all.ts";
import type { Context } from "../../src/cli/context.ts";
import { openMailServer } from "../channels/mail/servers.ts";
import { openBench } from "../share/bench.ts";
import { fieldsOf, play, valueOf } from "./play.ts";

type Run = (...argv: readonly string[]) => ReturnType<typeof play>;

/** A list of two members, and somebody without an address. */
async function makeList(run: Run, port: number): Promise<void> {
  await run("community", "add", "List");
  const flags = ["--to", "list@bench.example", "--from", "Me <me@bench.example>"];
  await run(
    "community",
    "channel",
    "List",
    "mail",
    "--exposure",
    "members",
    ...flags,
    "--smtp",
    `smtp://127.0.0.1:${port}`,
  );
  for (const name of ["Ines", "Bo"]) {
    await run("people", "add", name, "--mail", `${name.toLowerCase()}@bench.example`);
    await run("community", "member", "List", name);
  }
  await run("people", "add", "Uma");
}

test("each giver gets one letter of their own, with the bytes that were shown", async (t: TestContext) => {
  const server = await openMailServer(t);
  const bench = await openBench();
  t.after(() => bench.close());
  const context: Context = {
    ...bench.context,
    channel: async (kind) =>
      channels.find((each) => each.kind === kind)?.load() ?? Promise.reject(new PkmError("usage", `no ${kind}`)),
  };
  const run: Run = (...argv) => play(context, argv);
  await makeList(run, server.port);
  const note = bench.note("Tables", "A workshop needs a long table more than a plan.\n");
  const [share = ""] = (await run("share", "stage", note, "--with", "List", "--ask", "Where not?")).ids;
  await run("share", "send", share);
  const say = ["share", "feedback", share, "add", "--via", "coffee", "--from"];
  await run(...say, "Ines", "-m", "What about code?");
  await run(...say, "Bo", "-m", "Too short.");
  await run(...say, "Uma", "-m", "Fine.");
  const staged = await run("share", "report", share, "-m", "Thank you.");
  assert.deepEqual(fieldsOf(staged), ["byHand", "reports", "share", "told"]);
  assert.match(
    JSON.stringify(valueOf(staged)),
    /"byHand":\[\{"person":\{"person":"p\w+","name":"Uma","address":null\},"why":"no mail address is known"/,
  );
  assert.ok(staged.layout.kind === "text");
  assert.match(staged.layout.text, /To: ines@bench\.example[^]*Thank you\.[^]*> What about code\?/);
  assert.match(staged.layout.text, /--- tell Uma yourself: no mail address is known\n[^]*> Fine\./);
  assert.equal(server.taken.length, 1, "nothing is sent by staging");
  await assert.rejects(run("share", "report", share, "--send", "-m", "More."), { kind: "usage" });
  const told = await play(context, ["share", "report", share, "--send"], { isDryRun: true });
  assert.match(JSON.stringify(valueOf(told)), /"would":"reports sent to Ines <ines@bench\.example>, Bo </);
  assert.equal(server.taken.length, 1, "nothing is sent by -n");
  const sent = await run("share", "report", share, "--send");
  assert.equal(sent.outcome, null);
  const letters = server.taken.slice(1).map(({ bytes }) => Buffer.from(bytes).toString());
  assert.equal(letters.length, 2);
  const readers = letters.map((letter) => /^To: (.*)$/m.exec(letter)?.[1]?.trim());
  assert.deepEqual(new Set(readers), new Set(["bo@bench.example", "ines@bench.example"]));
  for (const letter of letters)
    assert.ok(!(letter.includes("code") && letter.includes("Too short")), "nobody reads another's point");
  const again = await run("share", "report", share);
  assert.match(JSON.stringify(valueOf(again)), /"told":\["Ines","Bo"\]/);
  assert.deepEqual((await run("share", "report", share, "--send")).words, [
    `nothing is staged: pkm share report ${share}`,
  ]);
  assert.equal(server.taken.length, 3);
  assert.match(JSON.stringify(valueOf(await run("share", "log"))), /ines@bench\.example/);
});
