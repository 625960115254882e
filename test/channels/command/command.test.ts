// The command channel: what a program gets, and what each way of ending means.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { emptyFolder } from "../../empty-folder.ts";
import { commandChannel } from "../../../src/channels/command/command.ts";
import type { ChannelAddress } from "../../../src/people/community.ts";
import type { SendOutcome, WirePart } from "../../../src/share/channel.ts";
import { world } from "../../contract/channel-contract.ts";
import { letterWith } from "../../contract/letters.ts";

const channel = commandChannel({ timeoutMs: 20_000 });

function at(run: string, ...arg: string[]): ChannelAddress {
  return { id: "h1c1", kind: "command", exposure: "closed", settings: { run, arg } };
}

async function hand(address: ChannelAddress, subject = channel): Promise<{ outcome: SendOutcome; part: WirePart }> {
  const [part] = subject.prepare(letterWith(), address);
  assert.ok(part !== undefined);
  return { outcome: await subject.deliver(part, address, world), part };
}

const ends: readonly [string, string, SendOutcome["kind"], RegExp][] = [
  ["0", "cat >/dev/null", "sent", /./],
  ["75", "echo try >&2; echo the mast is down >&2; exit 75", "later", /ended with 75: the mast is down$/],
  ["77", "exit 77", "held", /ended with 77/],
  ["1", "echo no such place >&2; exit 1", "rejected", /no such place/],
  ["a signal", "kill -9 $$", "unknown", /was killed/],
  ["terminal sequences", "printf '\\033[31mred\\007' >&2; exit 2", "rejected", /: red$/],
  ["a flood of words", "yes no | head -c 2000000 >&2; exit 3", "rejected", /ended with 3/],
];

for (const [name, script, kind, words] of ends) {
  test(`a program that ends with ${name} is ${kind}`, async () => {
    const { outcome } = await hand(at("/bin/sh", "-c", script));
    assert.equal(outcome.kind, kind, JSON.stringify(outcome));
    if (outcome.kind !== "sent") assert.match(outcome.message, words);
  });
}

test("the program gets the previewed bytes and each argument as it is, through no shell", async (t) => {
  const dir = emptyFolder(t);
  const script = join(dir, "take.sh");
  writeFileSync(
    script,
    `#!/bin/sh\ncat > "$1/bytes"; printf '%s' "$2" > "$1/argument"; printf '%s' "$PKM_WIRE_ID" > "$1/id"; echo https://far.example/7\n`,
    { mode: 0o755 },
  );
  const argument = "$(touch oops); `id` 'x' \"y\" *";
  const { outcome, part } = await hand(at(script, dir, argument));
  assert.deepEqual(readFileSync(join(dir, "bytes")), Buffer.from(part.bytes));
  assert.equal(readFileSync(join(dir, "argument"), "utf8"), argument);
  assert.equal(readFileSync(join(dir, "id"), "utf8"), part.wireId);
  assert.ok(outcome.kind === "sent" && outcome.receipt.url === "https://far.example/7" && !outcome.receipt.isConfirmed);
});

test("a program that is not there, or no program, is held and has got nothing", async (t) => {
  const plain = join(emptyFolder(t), "plain");
  writeFileSync(plain, "not run\n", { mode: 0o644 });
  for (const run of ["/nowhere/at/all", "no-such-program-here", plain]) {
    const { outcome } = await hand(at(run));
    assert.equal(outcome.kind, "held", run);
  }
});

test("one that never ends is ended with all it began, and nobody knows what it did", async (t) => {
  const dir = emptyFolder(t);
  const hasty = commandChannel({ timeoutMs: 700 });
  const { outcome } = await hand(at("/bin/sh", "-c", `sleep 60 & echo $! > ${dir}/pid; wait`), hasty);
  assert.equal(outcome.kind, "unknown", JSON.stringify(outcome));
  const pid = Number(readFileSync(join(dir, "pid"), "utf8"));
  assert.ok(pid > 0);
  const state = (): string => {
    try {
      return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.[0] ?? "";
    } catch {
      return "gone";
    }
  };
  for (let tries = 0; tries < 50 && !["gone", "Z"].includes(state()); tries += 1)
    await new Promise((done) => setTimeout(done, 100));
  assert.ok(["gone", "Z"].includes(state()), state());
});

test("what a program left behind in a session of its own does not keep pkm waiting for its output", async () => {
  const hasty = commandChannel({ timeoutMs: 700 });
  const started = Date.now();
  const { outcome } = await hand(at("/bin/sh", "-c", "setsid sleep 20 & exit 0"), hasty);
  assert.equal(outcome.kind, "sent", JSON.stringify(outcome));
  assert.ok(Date.now() - started < 10_000);
});

test("a program that reads nothing of a large message is told by its status alone", async () => {
  const [part] = channel.prepare(letterWith({ body: "x".repeat(3_000_000) }), at("/bin/sh", "-c", "exit 75"));
  assert.ok(part !== undefined);
  assert.equal((await channel.deliver(part, at("/bin/sh", "-c", "exit 75"), world)).kind, "later");
});

test("staged for one program, it goes to no other", () => {
  const parts = channel.prepare(letterWith(), at("/bin/cat"));
  assert.equal(channel.validate(parts, at("/bin/cat", "-u"))[0]?.isFatal, true);
  assert.deepEqual(channel.validate(parts, at("/bin/cat")), []);
});
