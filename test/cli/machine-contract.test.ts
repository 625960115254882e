// The field names scripts rely on: the whole chain is run with --json, and every answer must have them all.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { demoPaths, serveDemoFeeds } from "../../src/demo/feed-server.ts";
import { run } from "../../src/main.ts";
import { captureTerminal } from "../../src/term/captured.ts";

const home = mkdtempSync(join(tmpdir(), "pkm-contract-"));
const server = await serveDemoFeeds();
after(async () => {
  await server.close();
  rmSync(home, { recursive: true, force: true });
});

interface Answer {
  status: number;
  value: unknown;
  stderr: string;
}

async function pkm(...argv: readonly string[]): Promise<Answer> {
  const terminal = captureTerminal(80);
  const env = { PKM_HOME: home, NO_COLOR: "1" };
  const clock = { now: (): Date => new Date() };
  const status = await run([...argv, "--json"], { env, clock, terminal, version: "0.0.0" });
  const { stdout, stderr } = terminal.written();
  return { status, value: stdout === "" ? null : JSON.parse(stdout), stderr };
}

/** Follows a path of keys and indexes into plain data; undefined where it leads nowhere. */
function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here: unknown = value;
  for (const key of path) {
    if (typeof here !== "object" || here === null) return undefined;
    here = Object.entries(here).find(([name]) => name === String(key))?.[1];
  }
  return here;
}

let checked = 0;
function assertFields(value: unknown, names: string, what: string): void {
  assert.ok(typeof value === "object" && value !== null, `${what} is no object: ${JSON.stringify(value)}`);
  for (const name of names.split(" ")) {
    assert.ok(Object.hasOwn(value, name), `${what} has no field ${name}: ${Object.keys(value).join(" ")}`);
    checked += 1;
  }
}

const item =
  "id kind title url author published updated fetched guid source via state tags contexts people minutes enclosures versions duplicateOf";
const source =
  "id kind title url site state filter person tags items unread perWeek keptRatio lastFetched lastNew nextDue failingSince error";
const delivery = "id channel to state version part uri url hash attempts at error";
const feedback = "id from via round received text about state why consent";
const share = "id kind note state versions rounds feedback published gate overrides";

function idOf(value: unknown, ...path: readonly (string | number)[]): string {
  const id = at(value, ...path, "id");
  assert.ok(typeof id === "string", `no id in ${JSON.stringify(value)}`);
  return id;
}

test("seek answers with its fields", async () => {
  const added = await pkm("seek", "add", ...demoPaths.map((path) => server.origin + path), "--all");
  assertFields(at(added.value, 0), "source title url new newest", "seek add");
  assertFields(at(added.value, 0, "newest", 0), item, "newest");
  assertFields((await pkm("seek")).value, "due fetched unchanged new updated merged broken retryAt tookMs", "seek");
  assertFields(at((await pkm("seek", "list")).value, 0), source, "source");
  const check = at((await pkm("seek", "check", `${server.origin}/ledger/rss/`)).value, 0);
  assertFields(check, "input format version encoding title link items problems", "seek check");
  const itemNames = "id title link published updated author text html enclosures tags";
  assertFields(at(check, "items", 0), itemNames, "seek check item");
  const broken = await pkm("seek", "add", `${server.origin}/nothing`);
  assert.notEqual(broken.status, 0);
});

test("digest, find, show and status answer with their fields", async () => {
  const digest = (await pkm("digest", "--peek")).value;
  assertFields(digest, "id date since query minutes shown held dropped letGo sections", "digest");
  assertFields(at(digest, "sections", 0), "name items more", "digest section");
  assertFields(at(digest, "sections", 0, "items", 0), `${item} why excerpt from next`, "digest item");
  assertFields((await pkm("digest", "finds", "--peek")).value, "note items draft", "digest finds");
  assertFields(at((await pkm("find", "kind:item")).value, 0), item, "found item");
  const shown = await pkm("show", idOf((await pkm("find", "bench")).value, 0));
  assertFields(shown.value, `${item} text html`, "shown item");
  const status = (await pkm()).value;
  assertFields(at(status, "seek"), "waiting minutes lastFetch broken", "status seek");
  assertFields(at(status, "sense"), "kept", "status sense");
  assertFields(at(status, "share"), "drafts heard unknown", "status share");
  assertFields(status, "seek sense share next", "status");
});

test("sense answers with its fields", async () => {
  const bench = idOf((await pkm("find", "bench")).value, 0);
  const marked = (await pkm("sense", "mark", bench, "--quote", "only a table that is long enough", "-m", "mine")).value;
  assertFields(marked, "id kind item quote comment tags created anchor", "annotation");
  assertFields(at(marked, "quote"), "exact prefix suffix", "quote");
  const noted = (await pkm("sense", "note", bench, "-m", "My own words.")).value;
  const note = "id kind noteKind title path tags contexts growth created updated sources links backlinks shares text";
  assertFields(noted, note, "note");
  assertFields(at((await pkm("sense", "list")).value, 0), note, "listed note");
});

test("share, people and communities answer with their fields", async () => {
  const community = (await pkm("community", "add", "Circle")).value;
  assertFields(community, "id kind name goals norms members channels", "community");
  const person = (await pkm("people", "add", "Ines", "--mail", "ines@example.org")).value;
  assertFields(person, "id kind name handles sources step since evidence", "person");
  assertFields(at(person, "evidence", 0), "at what ref", "evidence");
  await pkm("community", "member", "Circle", "Ines");
  const dir = join(home, "circle");
  const channel = await pkm("community", "channel", "Circle", "file", "--exposure", "closed", "--dir", dir);
  assertFields(at(channel.value, "channels", 0), "id kind exposure address", "channel");
  assertFields(at(channel.value, "members", 0), "person degree", "member");

  const note = idOf((await pkm("sense", "list")).value, 0);
  const staged = (await pkm("share", "stage", note, "--with", "Circle", "--ask", "Is it so?")).value;
  assertFields(staged, share, "staged share");
  const id = idOf(staged);
  const preview = (await pkm("share", "preview", id)).value;
  assertFields(preview, "share audience channels preflight", "preview");
  assertFields(at(preview, "audience"), "exposure people unknown", "audience");
  assertFields(at(preview, "channels", 0), "channel bytes hash body problems", "previewed channel");
  const previewedHash = at(preview, "channels", 0, "hash");
  await pkm("share", "send", id);
  const given = await pkm("share", "feedback", id, "add", "--from", "Ines", "--via", "coffee", "-m", "And code?");
  assertFields(given.value, feedback, "feedback");
  const sent = (await pkm("show", id)).value;
  assertFields(sent, share, "share");
  assertFields(at(sent, "rounds", 0), "id version community ask until state deliveries", "round");
  assertFields(at(sent, "rounds", 0, "deliveries", 0), delivery, "delivery");
  assert.equal(at(sent, "rounds", 0, "deliveries", 0, "hash"), previewedHash);
  assertFields(at(sent, "versions", 0), "n hash created", "version");
  assertFields(at(sent, "gate"), "open conditions", "gate");
  assertFields(at(sent, "gate", "conditions", 0), "name met why mend", "condition");

  await pkm("network", "add", "garden", "--channel", "site", "--dir", join(home, "garden"));
  const refused = await pkm("share", "publish", id, "--to", "garden");
  assert.equal(refused.status, 3);
  assertFields(at(JSON.parse(refused.stderr), "error"), "code message why mend", "error");
  await pkm("share", "publish", id, "--to", "garden", "--anyway", "the talk is tonight");
  const published = (await pkm("show", id)).value;
  assertFields(at(published, "published", 0), "network url version at", "publication");
  assertFields(at(published, "overrides", 0), "reason at", "override");
  assertFields(at((await pkm("share", "log")).value, 0), delivery, "ledger row");
});

test("trace answers with its fields, from the feed to the post", async () => {
  const id = idOf((await pkm("share")).value, 0);
  const traced = (await pkm("trace", id)).value;
  assertFields(traced, "root nodes edges gaps", "trace");
  assertFields(at(traced, "nodes", 0), "id kind title at", "node");
  assertFields(at(traced, "edges", 0), "from to as", "edge");
  const nodes = at(traced, "nodes");
  assert.ok(Array.isArray(nodes));
  const kinds = new Set(nodes.map((node) => at(node, "kind")));
  const wanted = [
    "source",
    "item",
    "annotation",
    "note",
    "share",
    "version",
    "round",
    "delivery",
    "feedback",
    "publication",
  ];
  for (const kind of wanted) assert.ok(kinds.has(kind), `no ${kind} in the trace: ${[...kinds].join(" ")}`);
  assert.deepEqual(at(traced, "gaps"), []);
  assert.ok(checked > 200, `only ${checked} fields were checked`);
});
