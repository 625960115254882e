// A site's folder over its life: first pages, new versions, interruptions, other hands, withdrawal.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { PkmError } from "../../../src/base/errors.ts";
import { rebuild } from "../../../src/channels/site/pages.ts";
import { site } from "../../../src/channels/site/site.ts";
import type { ChannelAddress } from "../../../src/people/community.ts";
import type { Letter, SendOutcome } from "../../../src/share/channel.ts";
import { world } from "../../contract/channel-contract.ts";
import { letterWith } from "../../contract/letters.ts";

interface Folder {
  dir: string;
  /** `kin` are the releases that the home knows of the share; without it the letter's own. */
  publish(changes?: Partial<Letter>, kin?: readonly string[]): Promise<SendOutcome>;
  retract(changes?: Partial<Letter>, kin?: readonly string[]): Promise<SendOutcome>;
  /** Every file's text, by name. */
  files(): Promise<Record<string, string>>;
}

async function openFolder(t: TestContext, settings: Record<string, string> = {}): Promise<Folder> {
  const dir = await mkdtemp(join(tmpdir(), "pkm-site-"));
  t.after(() => rm(dir, { recursive: true }));
  const address: ChannelAddress = { id: "h2s1", kind: "site", exposure: "world", settings: { dir, ...settings } };
  const partOf = (changes: Partial<Letter>): ReturnType<typeof site.prepare>[number] => {
    const [part] = site.prepare(letterWith({ ask: null, ...changes }), address);
    assert.ok(part && site.retract);
    return part;
  };
  return {
    dir,
    publish: async (changes = {}, kin) => site.deliver({ ...partOf(changes), ...knowing(kin) }, address, world),
    retract: async (changes = {}, kin) =>
      (await site.retract?.({ ...partOf(changes), ...knowing(kin), uri: null, url: null }, address, world)) ?? fail(),
    files: async () => {
      const names = (await readdir(dir)).toSorted();
      return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await text(dir, name)] as const)));
    },
  };
}

function knowing(kin: readonly string[] | undefined): { kin?: readonly string[] } {
  return kin === undefined ? {} : { kin };
}

function fail(): never {
  throw new Error("site cannot retract");
}

function text(dir: string, name: string): Promise<string> {
  return readFile(join(dir, name), "utf8");
}

const first = "small-teams-learn-aloud-d4k2.html";

test("a first publication is a page, an index and two feeds; the receipt says where", async (t) => {
  const folder = await openFolder(t, { "base-url": "https://example.org/notes", title: "Open notes" });
  const outcome = await folder.publish();
  assert.ok(outcome.kind === "sent");
  assert.equal(outcome.receipt.url, `https://example.org/notes/${first}`);
  assert.match(outcome.receipt.uri, /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const files = await folder.files();
  assert.deepEqual(Object.keys(files), ["feed.json", "feed.xml", "index.html", first]);
  assert.match(files["index.html"] ?? "", new RegExp(`<a href="${first}" dir="auto">Small teams learn aloud</a>`));
});

test("a later version takes the place of the earlier, at the same address, and leaves nothing of it", async (t) => {
  const folder = await openFolder(t);
  await folder.publish({ body: "the first wording" });
  const second = {
    version: 2,
    releaseId: "r8y2",
    title: "Another title altogether",
    body: "the second wording",
    createdAt: "2026-12-01T07:00:00.000Z",
  };
  const again = await folder.publish(second, ["r7x1", "r8y2"]);
  assert.ok(again.kind === "sent" && again.receipt.url?.endsWith(first));
  const files = await folder.files();
  assert.deepEqual(Object.keys(files), ["feed.json", "feed.xml", "index.html", first]);
  for (const [name, body] of Object.entries(files)) {
    assert.doesNotMatch(body, /first wording/, name);
    assert.match(body, /Another title altogether/, name);
  }
  assert.match(files[first] ?? "", /1 December 2026<\/time> · version 2/);
  assert.match(
    files["feed.xml"] ?? "",
    /<published>2026-11-23T07:00:00\.000Z<\/published>\n<updated>2026-12-01T07:00:00\.000Z/,
  );
});

test("an earlier version does not come back over a later one", async (t) => {
  const folder = await openFolder(t);
  await folder.publish({ version: 2, releaseId: "r8y2" });
  const before = await folder.files();
  const outcome = await folder.publish({ version: 1 }, ["r7x1", "r8y2"]);
  assert.ok(outcome.kind === "rejected");
  assert.match(outcome.message, /version 2 stands/);
  assert.deepEqual(await folder.files(), before);
});

test("a publication that was cut short anywhere is completed by doing it again", async (t) => {
  const folder = await openFolder(t);
  await folder.publish({ shareId: "d1b1", title: "One" });
  const before = await folder.files();
  await folder.publish();
  const whole = await folder.files();
  const changed = Object.keys(whole).filter((name) => whole[name] !== before[name]);
  assert.deepEqual(changed, ["feed.json", "feed.xml", "index.html", first]);
  for (const undone of [["feed.json"], ["feed.json", "feed.xml"], changed.filter((name) => name !== first), changed]) {
    for (const name of undone) {
      const old = before[name];
      await (old === undefined ? rm(join(folder.dir, name)) : writeFile(join(folder.dir, name), old));
    }
    assert.equal((await folder.publish()).kind, "sent");
    assert.deepEqual(await folder.files(), whole);
  }
});

test("what another home wrote stays, under whatever name and share id; its own page a share finds again", async (t) => {
  const folder = await openFolder(t);
  await folder.publish({ releaseId: "r1a1" });
  const theirs = await text(folder.dir, first);
  // The same share id and title, in a home that knows nothing of that release.
  const mine = await folder.publish({ releaseId: "r2b2", body: "Mine." });
  assert.ok(mine.kind === "sent");
  const own = "small-teams-learn-aloud-d4k2-r2b2.html";
  assert.match(mine.receipt.url ?? "", /small-teams-learn-aloud-d4k2-r2b2\.html$/);
  assert.equal(await text(folder.dir, first), theirs);
  const later = { releaseId: "r3c3", version: 2, createdAt: "2026-11-24T07:00:00.000Z", body: "Mine, again." };
  assert.equal((await folder.publish(later, ["r2b2", "r3c3"])).kind, "sent");
  assert.match(await text(folder.dir, own), /Mine, again/);
  const index = await text(folder.dir, "index.html");
  for (const name of [first, own]) assert.ok(index.includes(name), name);
  assert.equal((await folder.retract(later, ["r2b2", "r3c3"])).kind, "sent");
  assert.deepEqual(
    (await readdir(folder.dir)).filter((name) => name.startsWith("small")),
    [first],
  );
  assert.equal((await folder.retract({ releaseId: "r2b2" })).kind, "sent", "it is gone already");
  assert.equal(await text(folder.dir, first), theirs);
});

test("a file of the page's name that is no page of pkm is left, and where both names are taken it is told", async (t) => {
  const folder = await openFolder(t);
  await writeFile(join(folder.dir, first), "by hand");
  const second = first.replace(".html", "-r7x1.html");
  await symlink(join(folder.dir, "nothing"), join(folder.dir, second));
  const outcome = await folder.publish();
  assert.ok(outcome.kind === "rejected");
  assert.ok(
    outcome.message.endsWith(`: mv ${join(folder.dir, first)} ${join(folder.dir, first)}.old`),
    outcome.message,
  );
  assert.equal(await text(folder.dir, first), "by hand");
  assert.ok((await lstat(join(folder.dir, second))).isSymbolicLink());
  await rm(join(folder.dir, first));
  assert.equal((await folder.publish()).kind, "sent");
});

test("eight publications at once all stand in index and feeds", async (t) => {
  const folder = await openFolder(t);
  const shares = Array.from({ length: 8 }, (_each, index) => ({ shareId: `d5x${index}`, title: `Note ${index}` }));
  const outcomes = await Promise.all(shares.map((changes) => folder.publish(changes)));
  assert.deepEqual(new Set(outcomes.map(({ kind }) => kind)), new Set(["sent"]));
  const files = await folder.files();
  assert.equal(Object.keys(files).length, 8 + 3);
  for (const { title } of shares) {
    for (const name of ["index.html", "feed.xml", "feed.json"])
      assert.ok(files[name]?.includes(title), `${title} in ${name}`);
  }
});

test("a page that another process adds while index and feeds are made is told of too", async (t) => {
  const folder = await openFolder(t);
  await folder.publish({ shareId: "d2b2", title: "Another hand" });
  const [late] = (await readdir(folder.dir)).filter((name) => name.startsWith("another-hand"));
  assert.ok(late !== undefined);
  const page = await text(folder.dir, late);
  await rm(join(folder.dir, late));
  await folder.publish();
  let isAdded = false;
  await rebuild(folder.dir, {
    author: "Mira",
    baseUrl: null,
    get title() {
      if (!isAdded) writeFileSync(join(folder.dir, late), page);
      isAdded = true;
      return "Open notes";
    },
  });
  const files = await folder.files();
  for (const name of ["index.html", "feed.xml", "feed.json"]) assert.match(files[name] ?? "", /Another hand/, name);
});

test("an index or feed of somebody else's is left alone, and nothing is published beside it", async (t) => {
  for (const name of ["index.html", "feed.xml", "feed.json"]) {
    const folder = await openFolder(t);
    await writeFile(join(folder.dir, name), "<h1>mine</h1>");
    const outcome = await folder.publish();
    assert.ok(outcome.kind === "rejected");
    assert.ok(outcome.message.includes(name));
    assert.deepEqual(await folder.files(), { [name]: "<h1>mine</h1>" });
  }
});

test("other files in the folder are neither read nor touched", async (t) => {
  const folder = await openFolder(t);
  const others = { "about.html": "<title>About</title><p>me", CNAME: "example.org", "notes.md": "# hello" };
  for (const [name, body] of Object.entries(others)) await writeFile(join(folder.dir, name), body);
  assert.equal((await folder.publish()).kind, "sent");
  const files = await folder.files();
  for (const [name, body] of Object.entries(others)) assert.equal(files[name], body);
  assert.doesNotMatch(files["index.html"] ?? "", /About/);
});

test("a page that was edited by hand, even badly, does not stop the next publication", async (t) => {
  const folder = await openFolder(t);
  await folder.publish({ shareId: "d1b1", title: "One" });
  const [name = ""] = (await readdir(folder.dir)).filter((file) => file.startsWith("one-"));
  const page = await text(folder.dir, name);
  const edited = page
    .replace("<title>One</title>", "<title>\n  One \u0007 more  </title>")
    .replace('<div id="content">', '<div id="content"><script>x</script>\u0000]]>&bogus;');
  assert.notEqual(edited, page);
  await writeFile(join(folder.dir, name), edited);
  assert.equal((await folder.publish()).kind, "sent");
  const { "feed.xml": feed = "", [name]: kept } = await folder.files();
  assert.match(feed, /<title>One more<\/title>/);
  assert.doesNotMatch(feed, /script/);
  assert.equal(kept, edited);
});

test("a symbolic link is never written through, and one under the page's name stays", async (t) => {
  const elsewhere = await openFolder(t);
  const target = join(elsewhere.dir, "precious");
  await writeFile(target, "precious");
  const folder = await openFolder(t);
  await symlink(target, join(folder.dir, first));
  assert.equal((await folder.publish()).kind, "sent");
  assert.ok((await lstat(join(folder.dir, first))).isSymbolicLink());
  assert.ok((await lstat(join(folder.dir, first.replace(".html", "-r7x1.html")))).isFile());
  await rm(join(folder.dir, "index.html"));
  await symlink(target, join(folder.dir, "index.html"));
  assert.equal((await folder.publish({ shareId: "d9z9" })).kind, "later");
  assert.deepEqual(await elsewhere.files(), { precious: "precious" });
});

test("withdrawal takes the page and its entries away and leaves the others", async (t) => {
  const folder = await openFolder(t);
  await folder.publish({ shareId: "d1b1", title: "One" });
  const before = await folder.files();
  await folder.publish();
  assert.equal((await folder.retract()).kind, "sent");
  assert.deepEqual(await folder.files(), before);
  assert.equal((await folder.retract()).kind, "sent");
  assert.deepEqual(await folder.files(), before);
});

test("a folder that cannot be written is later, and the file mode is the umask's", async (t) => {
  const folder = await openFolder(t);
  await writeFile(join(folder.dir, "file"), "");
  const address = {
    id: "h",
    kind: "site",
    exposure: "world",
    settings: { dir: join(folder.dir, "file", "deeper") },
  } as const;
  const [part] = site.prepare(letterWith(), address);
  assert.ok(part);
  assert.equal((await site.deliver(part, address, world)).kind, "later");
  const before = process.umask(0o022);
  t.after(() => process.umask(before));
  await folder.publish();
  assert.equal((await stat(join(folder.dir, first))).mode & 0o777, 0o644);
});

test("a base address must be that of a folder on the web", () => {
  const bad = [
    "example.org",
    "ftp://example.org/",
    "https://example.org/?q",
    "https://me@example.org/",
    "https://:hunter2@example.org/",
    "https://example.org/#a",
  ];
  for (const base of bad) {
    assert.throws(
      () => site.check({ dir: "/srv/site", "base-url": base }),
      (error: unknown) =>
        error instanceof PkmError && error.kind === "usage" && /--base-url (?!.*hunter2)/.test(error.message),
    );
  }
  site.check({ dir: "/srv/site", "base-url": "https://example.org/notes" });
});

test("what changed since the version that was asked about before stands on the page of a round, as it does in a mail", () => {
  const [part] = site.prepare(letterWith({ changes: { since: 1, lines: ["New: a <third> table."] } }), {
    id: "h1s1",
    kind: "site",
    exposure: "closed",
    settings: { dir: "/srv/site" },
  });
  const page = Buffer.from(part?.bytes ?? "").toString("utf8");
  assert.match(page, /Changes since version 1:<\/p>\s*<ul>\s*<li>New: a &lt;third&gt; table\.<\/li>/);
});
