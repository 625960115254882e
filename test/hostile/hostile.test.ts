// The whole program against a server with every hostile behaviour: each is one line or its items, and harms nobody else.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import Database from "better-sqlite3";
import { array, nullable, number, object, parse, string } from "valibot";
import type { InferOutput } from "valibot";
import { playProcess, playScreen } from "./program.ts";
import type { Measured, Played } from "./program.ts";
import { behaviours, honest, honestItems, openHostileServer, plantedItems } from "./server.ts";
import type { HostileServer } from "./server.ts";
import { honestLink, stolenTitle } from "./items.ts";

/** Beyond an idle refresh of honest feeds: for one behaviour, and for all in one refresh. */
const growthMbMax = 256;
/** 20 s is the limit of a fetch. */
const waitedMsMax = 30_000;
/** What the processor takes, and many times as much on a busy machine, is reading and no hanging. */
const busyFactor = 8;

/** Those that take the most memory, each measured alone. */
const heaviest = [
  "gzip-bomb",
  "brotli-bomb",
  "entries-60000",
  "references-of-12-MB",
  "tags-of-12-MB",
  "a-base-for-all",
  "entry-of-15-MB",
];

const refreshed = object({
  broken: array(object({ url: string(), title: nullable(string()), error: string(), hint: string() })),
});
const listed = array(object({ url: string(), items: number() }));
type Broken = InferOutput<typeof refreshed>["broken"][number];

let home = "";
let server: HostileServer;
let idle: Measured;
let hostile: Measured;
const alone = new Map<string, Measured>();
const played: Played[] = [];

async function play(...argv: readonly string[]): Promise<Measured> {
  const measured = await playProcess(argv, home);
  played.push(measured);
  return measured;
}

before(async () => {
  home = await mkdtemp(join(tmpdir(), "pkm-hostile-"));
  server = await openHostileServer();
  const urls = [...honest, ...behaviours.map(({ name }) => name)].map((name) => `${server.origin}/${name}`);
  const added = await play("seek", "add", "--all", "--json", ...urls);
  assert.equal(added.status, 0, added.stderr);
  idle = await play("seek", "--force", "--json");
  assert.equal(idle.status, 0, idle.stderr);
  server.setMode("hostile");
  const all = play("seek", "--force", "--json");
  // While the silent ones keep that one waiting.
  for (const name of heaviest) {
    const argv = ["seek", "add", "--all", `${server.origin}/${name}`];
    alone.set(name, await playProcess(argv, join(home, name)));
  }
  hostile = await all;
});

after(async () => {
  await server.close();
  await rm(home, { recursive: true });
});

test("every behaviour comes out as it should, with its own line or its items", async () => {
  assert.equal(hostile.status, 5, hostile.stderr);
  const { broken } = parse(refreshed, JSON.parse(hostile.stdout));
  const lines = new Map(broken.map((each) => [nameOf(each.url), each]));
  const items = itemsOf(await play("seek", "list", "--json", "--limit", "0"));
  const wrong: string[] = [];
  let checked = 0;
  for (const { name, expect } of behaviours) {
    const line = lines.get(name);
    const more = (items.get(name) ?? Number.NaN) - plantedItems;
    const said = line === undefined ? `${more} items` : `"${line.error}", ${more} items`;
    const isRight =
      "broken" in expect
        ? line !== undefined && isOneLine(line) && expect.broken.test(line.error) && more === 0
        : line === undefined && more === expect.items;
    if (!isRight) wrong.push(`${name}: ${said}`);
    checked += 1;
  }
  assert.deepEqual(wrong, []);
  assert.ok(checked >= 60 && new Set(behaviours.map(({ name }) => name)).size === checked, `${checked} checked`);
});

/** The line names the feed, says something, and names a command. */
function isOneLine({ url, title, error, hint }: Broken): boolean {
  return title === `feed ${nameOf(url)}` && error !== "" && !error.includes("\n") && hint.startsWith("pkm ");
}

test("no honest feed is harmed", async () => {
  const items = itemsOf(await play("seek", "list", "--json", "--limit", "0"));
  let checked = 0;
  for (const name of honest) {
    assert.equal(items.get(name), honestItems.hostile, name);
    checked += 1;
  }
  assert.equal(checked, 5);
  const shown = await play("show", "--json", honestLink(0));
  assert.match(shown.stdout, /honest-1 0/);
  assert.doesNotMatch(shown.stdout, new RegExp(`"title":"${stolenTitle}`));
});

test("all of it ends in time and in bounded memory", () => {
  const { tookMs, cpuMs } = hostile;
  assert.ok(
    cpuMs > 0 && tookMs - busyFactor * cpuMs < waitedMsMax,
    `it took ${tookMs} ms, ${cpuMs} ms of the processor`,
  );
  const growth = Math.round(hostile.peakMb - idle.peakMb);
  assert.ok(idle.peakMb > 0 && growth < growthMbMax, `all at once took ${growth} MB`);
});

test("none of the heaviest takes more than 256 MB alone", () => {
  const found: string[] = [];
  for (const [name, { peakMb, status }] of alone) {
    assert.ok(status === 0 || status === 1, `${name}: exit ${status}`);
    const growth = Math.round(peakMb - idle.peakMb);
    if (growth >= growthMbMax) found.push(`${name}: ${growth} MB`);
  }
  assert.deepEqual(found, []);
  assert.equal(alone.size, heaviest.length);
  assert.ok(heaviest.length >= 7);
});

test("no address that is hostile at once is added, and each is named", async () => {
  const names = behaviours.flatMap(({ name, expect }) =>
    "broken" in expect && isQuick(name, expect.broken) ? [name] : [],
  );
  const added = await play("seek", "add", ...names.map((name) => `${server.origin}/${name}?now`));
  const lines = added.stderr.split("\n").filter((line) => line !== "");
  assert.notEqual(added.status, 0);
  assert.ok(names.length > 40);
  const unnamed = names.filter((name) => !lines.some((line) => line.includes(`/${name}?now`)));
  assert.deepEqual(unnamed, []);
});

/** What ends by itself, and not at a limit of time or size. */
function isQuick(name: string, broken: RegExp): boolean {
  return !/within|16 MB/.test(broken.source) && !name.startsWith("json-");
}

test("nothing of theirs reaches a terminal, a pipe or a file as it came", async () => {
  const lists = [["seek", "list"], ["find", "kind:item", "--limit", "300"], ["digest", "--peek"], []];
  for (const argv of lists) {
    played.push(await playScreen(argv, home));
    await play(...argv);
    await play(...argv, "--json");
  }
  let checked = 0;
  for (const { argv, stdout, stderr } of played) {
    const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.exec(stdout + stderr);
    const around = control === null ? "" : (stdout + stderr).slice(Math.max(0, control.index - 60), control.index + 20);
    assert.equal(control, null, `${argv.slice(0, 3).join(" ")}: ${JSON.stringify(around)}`);
    checked += stdout.length > 0 ? 1 : 0;
  }
  assert.ok(checked >= 12, `${checked} answers were looked at`);
});

test("no cookie and no password came back, and the store is whole", () => {
  assert.deepEqual(server.leaks(), []);
  assert.ok(server.asked("cookies") >= 2);
  const db = new Database(join(home, "pkm.db"), { readonly: true });
  assert.equal(db.pragma("integrity_check", { simple: true }), "ok");
  assert.deepEqual(db.pragma("foreign_key_check"), []);
  db.close();
});

function itemsOf({ stdout }: Played): ReadonlyMap<string, number> {
  return new Map(parse(listed, JSON.parse(stdout)).map(({ url, items }) => [nameOf(url), items]));
}

function nameOf(url: string): string {
  return url.slice(server.origin.length + 1);
}
