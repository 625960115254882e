// Senders killed at any moment, and two of them at once, against real servers: counted there, nothing is doubled or lost.
import assert from "node:assert/strict";
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { run } from "../../src/main.ts";
import { captureTerminal } from "../../src/term/captured.ts";
import { ask } from "./cache.ts";
import { pdsMissing, startPds } from "./pds.ts";
import { snacMissing, startSnac } from "./snac.ts";
import { startSynapse, synapseMissing } from "./synapse.ts";

/** Crash points per server: ROUNDS=80 npm run test:servers crash. */
const rounds = Number(process.env["ROUNDS"] ?? 6);
const program = join(import.meta.dirname, "crash-sender.ts");
const home = mkdtempSync(join(tmpdir(), "pkm-crash-"));
const secrets: Record<string, string> = {};
const stops: (() => Promise<void>)[] = [];

after(async () => {
  for (const stop of stops) await stop();
  rmSync(home, { recursive: true, force: true });
});

/** A server with an account, and how to look at what it has. */
interface Ground {
  kind: string;
  /** The community that is sent to there. */
  circle: string;
  flags: readonly string[];
  /** Texts at the far end that hold the marker. */
  texts(marker: string): Promise<readonly string[]>;
}

async function pkm(aheadMs: number, ...argv: readonly string[]): Promise<string> {
  const terminal = captureTerminal(80);
  const clock = { now: () => new Date(Date.now() + aheadMs) };
  const env = { PATH: process.env["PATH"], PKM_HOME: home, NO_COLOR: "1", ...secrets };
  await run(argv, { env, clock, terminal, version: "0.0.0" });
  const { stdout, stderr } = terminal.written();
  return stdout === "" ? stderr : stdout;
}

type Sender = ChildProcessByStdio<Writable, Readable, null>;

async function start(share: string): Promise<Sender> {
  const env = { ...process.env, PKM_HOME: home, ...secrets };
  const sender = spawn(process.execPath, [program, home, share], { stdio: ["pipe", "pipe", "ignore"], env });
  // A killed sender can not be written to.
  sender.stdin.on("error", () => {});
  await once(sender.stdout, "data");
  return sender;
}

const sharesShape = v.object({
  id: v.string(),
  rounds: v.array(v.object({ deliveries: v.array(v.object({ state: v.string() })) })),
});

async function statesOf(share: string): Promise<readonly string[]> {
  const shown = v.parse(sharesShape, JSON.parse(await pkm(0, "share", share, "--json")));
  return shown.rounds.flatMap(({ deliveries }) => deliveries.map(({ state }) => state));
}

interface Tally {
  killed: number;
  doubled: number;
  lost: number;
  /** Left unknown, so that only a person could tell. */
  unknown: number;
}

/**
 * One share: a sender is killed within `withinMs`, some time with a second one beside it, and what it left is carried to
 * its end. Resolves to how long the sender ran.
 */
async function round(
  ground: Ground,
  number: number,
  { tally, withinMs }: { tally: Tally; withinMs: number },
): Promise<number> {
  const marker = `mark-${ground.circle.replaceAll(" ", "-")}-${number}`;
  const body = Array.from(
    { length: 6 },
    (_, line) => `Sentence ${line} of ${marker} has some words to it, and ends.`,
  ).join(" ");
  const note = (await pkm(0, "sense", "note", "-m", `# ${marker}\n\n${body}`, "--ids")).trim();
  const staged = await pkm(
    0,
    "share",
    "stage",
    note,
    "--with",
    ground.circle,
    "--thread",
    "--anyway",
    "a trial",
    "--ids",
  );
  const share = staged.trim();
  assert.match(share, /^d[a-z0-9]+$/);
  const senders = [await start(share), ...(number % 3 === 2 ? [await start(share)] : [])];
  const ends = senders.map((sender) => once(sender, "exit"));
  const began = performance.now();
  for (const sender of senders) sender.stdin.write("go\n");
  if (withinMs > 0) {
    await sleep(Math.random() * withinMs);
    senders[0]?.kill("SIGKILL");
  }
  await Promise.all(ends);
  const ranMs = performance.now() - began;
  if (senders[0]?.signalCode === "SIGKILL") tally.killed += 1;
  const isOver = (states: readonly string[]): boolean => states.every((state) => state === "confirmed");
  for (let turn = 1; turn <= 6 && !isOver(await statesOf(share)); turn += 1)
    await pkm(turn * 40_000, "share", "send", share);
  const states = await statesOf(share);
  tally.unknown += states.filter((state) => state === "unknown").length;
  const texts = await ground.texts(marker);
  tally.doubled += texts.length - new Set(texts).size;
  tally.lost += states.length - new Set(texts).size;
  assert.ok(states.length > 0, staged);
  return ranMs;
}

/** Kills `count` senders of a circle at this ground, and more until some were hit. */
async function killSome(ground: Ground, count: number, tally: Tally): Promise<void> {
  await pkm(0, "community", "add", ground.circle);
  const channel = [ground.circle, ground.kind, "--exposure", "world", "--yes"];
  await pkm(0, "community", "channel", ...channel, ...ground.flags);
  // The first two are let be, and the second tells how long one takes.
  await round(ground, 0, { tally, withinMs: 0 });
  let withinMs = await round(ground, 1, { tally, withinMs: 0 });
  const before = tally.killed;
  // Other work may have held that one up, so each that outran its kill tells it again, and it goes on until enough were hit.
  const isEnough = (): boolean => (tally.killed - before) * 4 > count;
  for (let number = 2; number < count + 2 || (!isEnough() && number < 4 * count); number += 1) {
    const { killed } = tally;
    const ranMs = await round(ground, number, { tally, withinMs });
    if (tally.killed === killed) withinMs = ranMs;
  }
}

for (const [name, missing, open, most] of [
  // snac2 gives its newest 40 posts and no page behind them: in minutes, more rounds at one account could not be told apart.
  ["snac", snacMissing(), openSnac, 4],
  ["pds", pdsMissing(), openPds, rounds],
  ["synapse", process.env["ROUNDS"] === undefined ? "only with ROUNDS set" : synapseMissing(), openSynapse, rounds],
] as const) {
  test(`${name}: ${rounds} senders killed`, { skip: missing ?? false }, async (t) => {
    const tally: Tally = { killed: 0, doubled: 0, lost: 0, unknown: 0 };
    for (let left = rounds; left > 0; left -= most) await killSome(await open(), Math.min(left, most), tally);
    t.diagnostic(`${name}: ${JSON.stringify(tally)}`);
    process.stderr.write(`${name}: ${JSON.stringify({ rounds, ...tally })}\n`);
    assert.deepEqual({ ...tally, killed: 0 }, { killed: 0, doubled: 0, lost: 0, unknown: 0 });
    assert.ok(tally.killed * 4 > rounds, `only ${tally.killed} were killed in time`);
  });
}

async function json(url: string, token: string | null): Promise<unknown> {
  const answer = await ask(url, token === null ? {} : { headers: { authorization: `Bearer ${token}` } });
  return answer.json();
}

async function openSnac(): Promise<Ground> {
  const snac = await startSnac();
  stops.push(snac.stop);
  const { token } = await snac.account("crash");
  secrets["SNAC_TOKEN"] = token;
  const shape = v.array(v.object({ content: v.string() }));
  return {
    kind: "mastodon",
    circle: `Circle ${new URL(snac.origin).port}`,
    flags: ["--instance", snac.origin, "--secret", "env:SNAC_TOKEN", "--units", "200"],
    texts: async (marker) => {
      const all = v.parse(shape, await json(`${snac.origin}/api/v1/timelines/home?limit=50`, token));
      return all.map(({ content }) => content).filter((text) => new RegExp(`${marker}(?!\\d)`).test(text));
    },
  };
}

async function openPds(): Promise<Ground> {
  const pds = await startPds();
  stops.push(pds.stop);
  const { handle, password, did } = await pds.account("crash");
  secrets["PDS_PASSWORD"] = password;
  const shape = v.object({ records: v.array(v.object({ value: v.object({ text: v.string() }) })) });
  const list = `${pds.origin}/xrpc/com.atproto.repo.listRecords?repo=${did}&collection=app.bsky.feed.post&limit=100`;
  return {
    kind: "bluesky",
    circle: "Circle bluesky",
    flags: ["--service", pds.origin, "--handle", handle, "--secret", "env:PDS_PASSWORD"],
    texts: async (marker) => {
      const { records } = v.parse(shape, await json(list, null));
      return records.map(({ value }) => value.text).filter((text) => new RegExp(`${marker}(?!\\d)`).test(text));
    },
  };
}

async function openSynapse(): Promise<Ground> {
  const synapse = await startSynapse();
  stops.push(synapse.stop);
  const { token } = await synapse.account("crash");
  secrets["SYNAPSE_TOKEN"] = token;
  const made = await ask(`${synapse.origin}/_matrix/client/v3/createRoom`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ preset: "public_chat" }),
  });
  const { room_id: room } = v.parse(v.object({ room_id: v.string() }), await made.json());
  const shape = v.object({ chunk: v.array(v.object({ content: v.object({ body: v.optional(v.string(), "") }) })) });
  const list = `${synapse.origin}/_matrix/client/v3/rooms/${encodeURIComponent(room)}/messages?dir=b&limit=100`;
  return {
    kind: "matrix",
    circle: "Circle matrix",
    flags: ["--homeserver", synapse.origin, "--room", room, "--secret", "env:SYNAPSE_TOKEN"],
    texts: async (marker) => {
      const { chunk } = v.parse(shape, await json(list, token));
      return chunk.map(({ content }) => content.body).filter((text) => new RegExp(`${marker}(?!\\d)`).test(text));
    },
  };
}
