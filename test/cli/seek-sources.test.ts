// Sources beyond plain feeds: behind a password, run as programs, out of lists; changed, paused, handed out again.
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { PkmError } from "../../src/base/errors.ts";
import { Words } from "../../src/cli/command.ts";
import { command as exportAs } from "../../src/cli/care/export.ts";
import { command as add } from "../../src/cli/seek/add.ts";
import { command as edit } from "../../src/cli/seek/edit.ts";
import { command as pause } from "../../src/cli/seek/pause.ts";
import { command as resume } from "../../src/cli/seek/resume.ts";
import { command as seek } from "../../src/cli/seek/seek.ts";
import { serve } from "../net/loopback.ts";
import { rss, stories } from "../seek/documents.ts";
import type { Route } from "../seek/flow.ts";
import { at, openStage, type Stage } from "./seek-stage.ts";

/** A feed for whoever sends `header`. */
function guarded(header: string, seen: (string | undefined)[] = []): Route {
  return (request, response) => {
    seen.push(request.headers.authorization);
    if (request.headers.authorization === header) response.end(rss("mine", stories("m", 1)));
    else response.writeHead(401).end();
  };
}

async function refused(run: Promise<unknown>): Promise<PkmError> {
  const thrown: unknown = await run.then(
    () => null,
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof PkmError, "it was taken");
  return thrown;
}

/** A file with a secret that the person alone may read. */
function secretFile(stage: Stage, secret: string): string {
  const path = join(stage.folder, "secret");
  writeFileSync(path, `${secret}\n`, { mode: 0o600 });
  return `file:${path}`;
}

async function idOf(stage: Stage, path: string): Promise<string> {
  const { sources } = await stage.context.store();
  return sources.idOf(`${stage.origin}${path}`) ?? "";
}

test("a feed behind a password is asked with it, and a changed password is named with its mend", async (t) => {
  const stage = await openStage(t);
  const basic = `Basic ${Buffer.from("ada:s3cret").toString("base64")}`;
  stage.routes.set("/mine", guarded(basic));
  const error = await refused(stage.run(add, [`${stage.origin}/mine`]));
  assert.equal(error.kind, "credentials");
  assert.match(error.mend.join("\n"), /--secret env:NAME/);
  const secret = secretFile(stage, "s3cret");
  const added = await stage.run(add, [`${stage.origin}/mine`], { secret, user: "ada" });
  assert.equal(at(added.json, 0, "new"), 1);
  writeFileSync(join(stage.folder, "secret"), "n0t-it\n");
  stage.clock.pass(3000);
  const broken = await stage.run(seek, []);
  assert.equal(broken.report.outcome, "credentials");
  assert.match(String(broken.report.complaints[0]), /401.*try: pkm seek edit s\w+ --secret/);
  assert.doesNotMatch(JSON.stringify(broken), /s3cret|n0t-it/);
  const file = readFileSync(stage.context.home.storeFile, "latin1");
  assert.ok(!file.includes("s3cret") && !file.includes("n0t-it"), "no secret is stored");
});

test("a token goes without a user, a bare secret is refused, and an address elsewhere loses it", async (t) => {
  const stage = await openStage(t);
  const seen: (string | undefined)[] = [];
  stage.routes.set("/mine", guarded("Bearer t0ken", seen));
  await stage.run(add, [`${stage.origin}/mine`], { secret: secretFile(stage, "t0ken") });
  assert.deepEqual(seen, ["Bearer t0ken"]);
  const id = await idOf(stage, "/mine");
  const bare = await refused(stage.run(edit, [id], { secret: "t0ken" }));
  assert.ok(bare.kind === "usage" && !bare.message.includes("t0ken"));
  assert.equal((await refused(stage.run(add, ["https://a.example/"], { user: "ada" }))).kind, "usage");
  const { sources } = await stage.context.store();
  const elsewhere = stage.origin.replace("127.0.0.1", "localhost");
  const moved = await stage.run(edit, [id], { url: `${elsewhere}/mine` });
  assert.match(moved.report.words[0] ?? "", /its secret was for .* taken off/);
  assert.deepEqual(sources.polls([id])[0]?.settings, { title: null, secret: null, user: null, timeoutMs: null });
  assert.equal((await stage.run(seek, [id], { force: true })).report.outcome, "credentials");
  assert.deepEqual(seen, ["Bearer t0ken", undefined]);
});

test("a secret does not follow a feed that has moved for good to another origin", async (t) => {
  const stage = await openStage(t);
  const elsewhere = stage.origin.replace("127.0.0.1", "localhost");
  let isMoved = false;
  const seen: (string | undefined)[] = [];
  stage.routes.set("/mine", (request, response) => {
    if (request.headers.host?.startsWith("localhost") === true) seen.push(request.headers.authorization);
    if (isMoved) response.writeHead(301, { location: `${elsewhere}/new` }).end();
    else response.end(rss("mine", stories("m", 1)));
  });
  await stage.run(add, [`${stage.origin}/mine`], { secret: secretFile(stage, "t0ken") });
  isMoved = true;
  for (let times = 0; times < 3; times += 1) {
    stage.clock.pass(3000);
    await stage.run(seek, [], { force: true });
  }
  assert.equal((await idOf(stage, "/mine")).length > 0, true, "the address stays");
  assert.deepEqual(seen, []);
});

test("a secret goes to the server that was typed and to no other, whatever page or redirect leads there", async (t) => {
  const stage = await openStage(t);
  const seen: (string | undefined)[] = [];
  const pageNaming = (href: string): string =>
    `<html><head><link rel="alternate" type="application/rss+xml" href="${href}"></head></html>`;
  const { origin: elsewhere } = await serve(t, (request, response) => {
    seen.push(request.headers.authorization);
    response.end(request.url === "/home" ? pageNaming("/farther") : rss(`far${request.url}`, stories("f", 1)));
  });
  stage.routes.set("/page", pageNaming(`${elsewhere}/far`));
  stage.routes.set("/away", (_request, response) => response.writeHead(302, { location: `${elsewhere}/home` }).end());
  const secret = secretFile(stage, "t0ken");
  for (const path of ["/page", "/away"]) {
    const added = await stage.run(add, [`${stage.origin}${path}`], { secret, user: "ada" });
    assert.equal(at(added.json, 0, "hasLostSecret"), true, path);
    assert.match(added.plain, /asked without the secret/);
  }
  stage.clock.pass(3000);
  assert.equal(at((await stage.run(seek, [], { force: true })).json, "due"), 2);
  assert.ok(seen.length > 4 && seen.every((header) => header === undefined));
});

test("a secret is not sent in the open where https is not answered, nor to all that a list names", async (t) => {
  const stage = await openStage(t);
  const seen: (string | undefined)[] = [];
  stage.routes.set("/mine", guarded("Bearer t0ken", seen));
  const secret = secretFile(stage, "t0ken");
  const bare = `${stage.origin.replace("http://", "")}/mine`;
  assert.match((await refused(stage.run(add, [bare], { secret }))).message, /^https:/);
  assert.deepEqual(seen, []);
  const list = join(stage.folder, "list.opml");
  writeFileSync(list, `<opml version="2.0"><body><outline xmlUrl="${stage.origin}/mine"/></body></opml>`);
  assert.match((await refused(stage.run(add, [list], { secret }))).message, /a secret is for one server/);
  assert.deepEqual(seen, []);
});

test("what would be asked is told without the password in its address", async (t) => {
  const stage = await openStage(t);
  stage.routes.set("/mine", rss("mine", stories("m", 1)));
  await stage.run(add, [`${stage.origin.replace("http://", "http://ada:s3cret@")}/mine`]);
  const dry = { ...stage.context, flags: { ...stage.context.flags, isDryRun: true } };
  const told = await seek.execute(dry, new Words([], { force: true }));
  assert.ok(told.layout.kind === "text");
  assert.match(told.layout.text, /^would ask s\w+ http:\/\/127/);
});

test("a program is a source: asked like any other, named when it fails", async (t) => {
  const stage = await openStage(t);
  const file = join(stage.folder, "a feed.xml");
  writeFileSync(file, rss("printed", stories("p", 2)));
  const command = `exec:cat '${file}'`;
  const added = await stage.run(add, [command], { tag: ["own"] });
  assert.deepEqual([at(added.json, 0, "title"), at(added.json, 0, "new")], ["printed", 2]);
  writeFileSync(file, rss("printed", stories("p", 3)));
  stage.clock.pass(3000);
  assert.equal(at((await stage.run(seek, [])).json, "new"), 1);
  writeFileSync(file, "no feed");
  stage.clock.pass(3000);
  const broken = await stage.run(seek, []);
  assert.deepEqual([broken.report.outcome, broken.report.complaints.length], ["failed", 1]);
  for (const [typed, words] of [
    ["exec:false", /the program false ended with status 1/],
    ["exec:no-such-program-here", /no-such-program-here can not be started/],
    ["exec:", /names no program/],
    ["exec:cat 'open", /a quote that is not closed/],
    [`exec:cat ${file}; touch ${stage.folder}/touched`, /the program cat ended with status 1/],
  ] as const) {
    assert.match((await refused(stage.run(add, [typed]))).message, words, typed);
  }
  assert.equal(existsSync(join(stage.folder, "touched")), false, "no shell reads the words");
});

test("a list is taken with its folders as tags; a command in it never, a dead server is no loss", async (t) => {
  const stage = await openStage(t);
  stage.routes.set("/a", rss("a", stories("a", 1)));
  stage.routes.set("/b", rss("b", stories("b", 1)));
  const file = join(stage.folder, "list.opml");
  writeFileSync(
    file,
    `<opml version="2.0"><body><outline text="Craft"><outline text="My A" xmlUrl="${stage.origin}/a"/>
<outline text="b" xmlUrl="${stage.origin}/b" category="wood"/></outline>
<outline text="b again" xmlUrl="${stage.origin}/b"/>
<outline text="dead" xmlUrl="http://127.0.0.1:1/feed"/>
<outline text="evil" xmlUrl="exec:touch ${stage.folder}/touched"/></body></opml>`,
  );
  const { report, json, plain } = await stage.run(add, [file], { tag: ["moved"] });
  assert.equal(report.outcome, "partial");
  assert.deepEqual(report.complaints, [`${file}, line 5: the command evil is not taken`]);
  assert.match(plain, /line 3: .*\/b stands in it twice, taken once/);
  assert.deepEqual(
    [0, 1, 2].map((index) => at(json, index, "title")),
    ["My A", "b", "dead"],
  );
  const { sources } = await stage.context.store();
  assert.deepEqual(
    sources.list().map(({ title, tags, state }) => [title, tags, state]),
    [
      ["b", ["Craft", "moved", "wood"], "active"],
      ["dead", ["moved"], "active"],
      ["My A", ["Craft", "moved"], "active"],
    ],
  );
  assert.equal(existsSync(join(stage.folder, "touched")), false);
  const out = join(stage.folder, "out.opml");
  await stage.run(exportAs, [], { as: "opml", out });
  const kept = await refused(stage.run(exportAs, [], { as: "opml", out }));
  assert.match(kept.message, /there is a file .* already/);
  const other = await openStage(t, { isYes: true });
  await other.run(add, [out]);
  const there = (await other.context.store()).sources;
  const told = (all: typeof sources) => all.list().map(({ url, title, tags }) => [url, title, tags]);
  assert.deepEqual(told(there), told(sources));
  writeFileSync(out, "old");
  await other.run(exportAs, [], { as: "opml", out });
  const again = `${out}.again`;
  await stage.run(exportAs, [], { as: "opml", out: again });
  assert.equal(readFileSync(out, "utf8"), readFileSync(again, "utf8"));
});

test("edit changes what is named and no more, undo takes it back, a taken address is refused", async (t) => {
  const stage = await openStage(t);
  stage.routes.set("/a", rss("a", stories("a", 1)));
  stage.routes.set("/b", rss("b", stories("b", 1)));
  await stage.run(add, [`${stage.origin}/a`, `${stage.origin}/b`], { tag: ["one"] });
  const { sources, changes, items } = await stage.context.store();
  const id = await idOf(stage, "/a");
  const before = sources.get(id);
  await stage.run(edit, [id], {
    title: "My own",
    how: "expert",
    tag: ["two"],
    removeTag: ["one"],
    timeout: "5",
    shelf: "7",
  });
  const { title, filter, tags } = sources.get(id);
  assert.deepEqual([title, filter, tags], ["My own", "expert", ["two"]]);
  assert.equal(sources.polls([id])[0]?.settings.timeoutMs, 5000);
  assert.equal(items.ofSource(id, 1)[0]?.source.title, "My own");
  changes.undo(changes.latest()?.no ?? 0);
  assert.deepEqual(sources.get(id), before);
  assert.equal((await refused(stage.run(edit, [id], { url: `${stage.origin}/b` }))).kind, "usage");
  assert.equal((await refused(stage.run(edit, [id]))).kind, "usage");
  stage.routes.set("/c", rss("c", stories("a", 2)));
  await stage.run(edit, [id], { url: `${stage.origin}/c` });
  assert.equal(at((await stage.run(seek, [])).json, "new"), 1, "asked at its new address at once");
});

test("a paused source is not asked until it is resumed; one that was gone gets another try", async (t) => {
  const stage = await openStage(t);
  stage.routes.set("/a", rss("a", stories("a", 1)));
  await stage.run(add, [`${stage.origin}/a`]);
  const id = await idOf(stage, "/a");
  assert.equal(at((await stage.run(pause, [id])).json, 0, "state"), "paused");
  stage.clock.pass(3000);
  stage.asked.length = 0;
  await stage.run(seek, []);
  await stage.run(seek, [], { force: true });
  assert.deepEqual(stage.asked, []);
  await stage.run(resume, [id]);
  stage.routes.set("/a", (_request, response) => response.writeHead(410).end());
  await stage.run(seek, []);
  assert.equal((await stage.context.store()).sources.get(id).state, "gone");
  stage.routes.set("/a", rss("a", stories("a", 2)));
  assert.equal(at((await stage.run(resume, [id])).json, 0, "state") === "gone", false);
  assert.equal(at((await stage.run(seek, [])).json, "new"), 1);
});
