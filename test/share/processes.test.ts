// Two processes at once, and processes killed in the middle of it: nothing lands twice, nothing is lost.
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { test } from "node:test";
import assert from "node:assert/strict";
import { settleMs } from "../../src/share/outbox.ts";
import { openReleases, send } from "../../src/share/send.ts";
import { stage } from "../../src/share/stage.ts";
import { openBench, type Bench } from "./bench.ts";
import { diskChannel, landedIn } from "./disk-channel.ts";

const program = join(import.meta.dirname, "sender.ts");
type Sender = ChildProcessByStdio<Writable, Readable, null>;

/** Starts a sender and waits until it is ready to go. */
async function start(
  folder: string,
  slowMs: number,
  shares: readonly string[],
): Promise<{ sender: Sender; output: () => string }> {
  const sender = spawn(process.execPath, [program, folder, String(slowMs), ...shares], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  let output = "";
  sender.stdout.setEncoding("utf8").on("data", (text: string) => void (output += text));
  // A killed sender can not be written to.
  sender.stdin.on("error", () => {});
  while (!output.includes("ready\n")) await once(sender.stdout, "data");
  return { sender, output: () => output };
}

async function onDisk(slowMs: number, act: (bench: Bench, folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pkm-processes-"));
  const bench = await openBench({ folder, now: Date.now, channel: (retry) => diskChannel(folder, retry, slowMs) });
  try {
    await act(bench, folder);
  } finally {
    bench.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function stageMany(
  bench: Bench,
  many: number,
  retry: "idempotent" | "lookup" | "never",
): Promise<readonly string[]> {
  const place = bench.community(`Circle ${retry}`, { retry });
  bench.member(place, `Ines ${retry}`);
  const shares: string[] = [];
  for (let n = 0; n < many; n += 1) {
    const note = bench.note(`Note ${retry} ${n}`, `Text ${n}.\n`);
    const { share } = await stage(bench.desk, { note, place, questions: [], until: null, anyway: null });
    shares.push(share);
  }
  return shares;
}

function openOf({ desk }: Bench, share: string): readonly string[] {
  return openReleases(desk.releases.ofShare(share)).map(({ id }) => id);
}

test("two processes that send the same shares at once send each of them once", () =>
  onDisk(0, async (bench, folder) => {
    const shares = await stageMany(bench, 30, "never");
    const both = await Promise.all([start(folder, 3, shares), start(folder, 3, shares)]);
    const ends = both.map(({ sender }) => once(sender, "exit"));
    for (const { sender } of both) sender.stdin.end("go\n");
    assert.deepEqual(
      (await Promise.all(ends)).map(([status]) => Number(status)),
      [0, 0],
    );
    const landed = landedIn(folder);
    assert.equal(landed.length, 30);
    assert.equal(new Set(landed).size, 30);
    const states = shares.flatMap((share) =>
      bench.desk.releases.ofShare(share).flatMap(({ deliveries }) => deliveries),
    );
    assert.deepEqual([...new Set(states.map(({ state, attempts }) => `${state} ${attempts}`))], ["confirmed 1"]);
    const met = both.flatMap(({ output }) => output().split("\n")).filter((line) => line.endsWith(" 1 1")).length;
    assert.ok(met > 0, "the processes never met, so this showed nothing");
  }));

test("a process killed at any moment loses nothing and sends nothing twice", () =>
  onDisk(0, async (bench, folder) => {
    const kinds = ["idempotent", "lookup", "never"] as const;
    const found = new Map<string, number>();
    for (const [index, retry] of kinds.entries()) {
      const shares = await stageMany(bench, 8, retry);
      for (const [n, share] of shares.entries()) {
        const { sender } = await start(folder, 12, [share]);
        const exit = once(sender, "exit");
        sender.stdin.write("go\n");
        // From before the claim to after the receipt; every other one while it is surely being sent.
        if (n % 2 === 0) await sleep(n * 5 + index);
        else await sendingFor(bench, share, { sender, ms: n });
        sender.kill("SIGKILL");
        await exit;
        const verdict = await recover(bench, folder, { share, retry });
        found.set(verdict, (found.get(verdict) ?? 0) + 1);
      }
    }
    assert.deepEqual(
      [...found.keys()].filter((verdict) => verdict.startsWith("wrong")),
      [],
    );
    assert.ok(
      (found.get("found unknown") ?? 0) >= 6,
      `hardly any was hit while sending: ${JSON.stringify([...found])}`,
    );
  }));

/** Waits until the share has been in the sender's hands for `ms`, or the sender is done. */
async function sendingFor(bench: Bench, share: string, { sender, ms }: { sender: Sender; ms: number }): Promise<void> {
  const isSending = (): boolean => bench.desk.releases.ofShare(share)[0]?.deliveries[0]?.state === "sending";
  while (!isSending() && sender.exitCode === null) await sleep(1);
  await sleep(ms);
}

/** What a killed sender left behind, carried to its end; "wrong …" for what may not be. */
async function recover(
  bench: Bench,
  folder: string,
  { share, retry }: { share: string; retry: string },
): Promise<string> {
  const [release] = bench.desk.releases.ofShare(share);
  const wireId = release?.deliveries[0]?.wireId ?? "";
  const count = (): number => landedIn(folder).filter((line) => line === wireId).length;
  const state = (): string => bench.desk.releases.ofShare(share)[0]?.deliveries[0]?.state ?? "none";
  bench.desk.outbox.recover(share);
  const after = state();
  await send(bench.desk, share, openOf(bench, share));
  // Only where it has to be waited for: the lease must not run out, for it is the dead owner that is to be seen.
  if (state() === "unknown" && retry === "lookup") bench.wait(settleMs);
  await send(bench.desk, share, openOf(bench, share));
  const isStuck = retry === "never" && after === "unknown";
  if (isStuck ? state() !== "unknown" || count() > 1 : state() !== "confirmed" || count() !== 1) {
    return `wrong: ${retry} ${after} became ${state()} and landed ${count()} times`;
  }
  return `found ${after}`;
}
