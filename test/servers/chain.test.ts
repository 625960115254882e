// The whole chain by hand over real servers: feeds of others where they are at hand, and a real Postfix.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { sha256 } from "../../src/base/hash.ts";
import { run } from "../../src/main.ts";
import { captureTerminal } from "../../src/term/captured.ts";
import { mailServersMissing, startMailServers, type MailServers } from "./mail-server.ts";

const missing = mailServersMissing();
const corpus = new URL("../../../shared/corpus/", import.meta.url);
const own = new URL("../fixtures/feeds/", import.meta.url);
const home = mkdtempSync(join(tmpdir(), "pkm-servers-"));
let servers: MailServers | null = null;

before(async () => {
  if (missing === null) servers = await startMailServers();
});
after(async () => {
  await servers?.stop();
  rmSync(home, { recursive: true, force: true });
});

async function pkm(...argv: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const terminal = captureTerminal(80);
  const clock = { now: (): Date => new Date() };
  const status = await run(argv, { env: { PKM_HOME: home, NO_COLOR: "1" }, clock, terminal, version: "0.0.0" });
  return { status, ...terminal.written() };
}

async function ok(...argv: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await pkm(...argv);
  assert.equal(status, 0, `pkm ${argv.join(" ")}: ${stderr}`);
  return stdout.trim();
}

/** Real feed documents where a corpus of them lies beside the project, else our own. */
function documents(): readonly URL[] {
  if (!existsSync(corpus))
    return readdirSync(own)
      .filter((name) => name.endsWith(".xml"))
      .map((name) => new URL(name, own));
  const index: unknown = JSON.parse(readFileSync(new URL("index.json", corpus), "utf8"));
  const feeds: readonly unknown[] =
    typeof index === "object" && index !== null && "feeds" in index && Array.isArray(index.feeds) ? index.feeds : [];
  return feeds.flatMap((feed) => {
    if (typeof feed !== "object" || feed === null || !("group" in feed) || feed.group !== "real" || !("file" in feed))
      return [];
    return [new URL(String(feed.file), corpus)];
  });
}

test("a real feed goes by mail to a community, comes back, and goes public", { skip: missing ?? false }, async () => {
  const files = documents();
  const server = createServer((request, response) => {
    const file = files[Number(request.url?.slice(1))];
    if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": "application/xml" }).end(readFileSync(file));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  try {
    const address = server.address();
    assert.ok(address !== null && typeof address !== "string");
    const urls = files.map((_, index) => `http://127.0.0.1:${address.port}/${index}`);
    const added = await pkm("seek", "add", ...urls, "--all", "--json");
    assert.ok([0, 5].includes(added.status), added.stderr);
    await theChain();
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

async function theChain(): Promise<void> {
  const note = await makeNote();
  await makePlaces();
  await ok("share", "stage", note, "--with", "Circle", "--ask", "Is it so?");
  const share = await ok("share", "--ids");
  const preview = await ok("share", "preview", share, "--json");
  const refused = await pkm("share", "publish", share, "--to", "garden");
  assert.equal(refused.status, 3, refused.stderr);
  assert.match(refused.stderr, /try: pkm share send/);
  await ok("share", "send", share);
  await assertArrived(/"hash": ?"([0-9a-f]{64})"/.exec(preview)?.[1] ?? "");
  await ok("share", "send", share);
  await ok("share", "feedback", share, "add", "--from", "Ben", "--via", "mail", "-m", "Not quite.");
  await ok("share", "feedback", share, "accept", await ok("share", "feedback", share, "--ids"));
  await ok("share", "revise", share, "-m", "My own words, better.");
  await ok("share", "publish", share, "--to", "garden");
  assertPublished();
  const trace = await ok("trace", share);
  const wanted = "source s|item k|annotation a|note n|share d|round r|delivery x|feedback f|publication r".split("|");
  for (const kind of wanted) assert.ok(trace.includes(kind), `${kind} is not in the trace:\n${trace}`);
  assert.ok(!trace.includes("gap"));
}

async function makeNote(): Promise<string> {
  const item = (await ok("find", "kind:item", "--limit", "1", "--ids")).split("\n")[0] ?? "";
  await ok("sense", "mark", item, "-m", "a private thought");
  const text = "My own words, with ünïcode and a line.\n.\nafter a dot";
  await ok("sense", "note", item, "--title", "What I make of it", "-m", text);
  return ok("sense", "list", "--ids");
}

async function makePlaces(): Promise<void> {
  assert.ok(servers !== null);
  await ok("community", "add", "Circle");
  await ok("people", "add", "Ben", "--mail", "ben@test.example");
  await ok("community", "member", "Circle", "Ben");
  const mail = [
    "--to",
    "ben@test.example",
    "--from",
    "me@test.example",
    "--smtp",
    `smtp://127.0.0.1:${servers.smtpPort}`,
  ];
  await ok("community", "channel", "Circle", "mail", "--exposure", "closed", ...mail);
  const site = ["--dir", join(home, "garden"), "--base-url", "https://garden.example/"];
  await ok("network", "add", "garden", "--channel", "site", ...site);
}

function assertPublished(): void {
  const page = readdirSync(join(home, "garden")).find((name) => name.startsWith("what-i-make-of-it"));
  assert.ok(page !== undefined);
  const html = readFileSync(join(home, "garden", page), "utf8");
  assert.ok(html.includes("My own words, better."));
  for (const secret of ["a private thought", "Not quite", "Ben", "ben@test.example"])
    assert.ok(!html.includes(secret), secret);
}

/** Waits for the one mail, and compares what arrived below the transport's own headers with what was previewed. */
async function assertArrived(hash: string): Promise<void> {
  assert.ok(servers !== null);
  for (let waited = 0; servers.mails("ben").length === 0 && waited < 100; waited += 1) {
    await new Promise((done) => setTimeout(done, 100));
  }
  const mails = servers.mails("ben");
  assert.equal(mails.length, 1, "one mail, once");
  const arrived = (mails[0] ?? Buffer.alloc(0)).toString("latin1").replaceAll(/\r?\n/g, "\r\n");
  const starts = [...arrived.matchAll(/^(?=[A-Z][\w-]*:)/gm)].map(({ index }) => index);
  const isOurs = (from: number): boolean => sha256(Buffer.from(arrived.slice(from), "latin1")) === hash;
  assert.ok(starts.some(isOurs), `no tail of the mail has the previewed hash ${hash}:\n${arrived}`);
}
