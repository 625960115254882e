// A site's folder is for one circle of readers, and with --git what is published is committed, our files alone.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { emptyFolder } from "../../empty-folder.ts";
import { site } from "../../../src/channels/site/site.ts";
import type { ChannelAddress, ChannelSettings, Exposure } from "../../../src/people/community.ts";
import type { Letter, SendOutcome } from "../../../src/share/channel.ts";
import { world } from "../../contract/channel-contract.ts";
import { letterWith } from "../../contract/letters.ts";

async function publish(
  settings: ChannelSettings & { dir: string },
  exposure: Exposure,
  changes: Partial<Letter> = {},
): Promise<SendOutcome> {
  const address: ChannelAddress = { id: "h1s1", kind: "site", exposure, settings };
  const [part] = site.prepare(letterWith({ ask: null, ...changes }), address);
  assert.ok(part !== undefined);
  return site.deliver(part, address, world);
}

test("pages for members and pages for the world never stand in one folder, whichever came first", async (t) => {
  const exposures = ["closed", "members", "world"] as const;
  let refused = 0;
  for (const first of exposures) {
    for (const second of exposures.filter((other) => other !== first)) {
      const dir = emptyFolder(t);
      assert.equal((await publish({ dir }, first)).kind, "sent");
      const before = readdirSync(dir).map((name) => [name, readFileSync(join(dir, name), "utf8")]);
      const outcome = await publish({ dir }, second, { shareId: "d9z9", title: "For others" });
      assert.ok(
        outcome.kind === "rejected" && /needs a folder of its own/.test(outcome.message),
        JSON.stringify(outcome),
      );
      assert.deepEqual(
        readdirSync(dir).map((name) => [name, readFileSync(join(dir, name), "utf8")]),
        before,
      );
      refused += 1;
    }
  }
  assert.equal(refused, 6);
});

test("only what the world may read may be found by search engines", async (t) => {
  for (const exposure of ["closed", "members", "world"] as const) {
    const dir = emptyFolder(t);
    await publish({ dir }, exposure);
    const page = readdirSync(dir).find((name) => name.endsWith("d4k2.html")) ?? "";
    const html = readFileSync(join(dir, page), "utf8");
    assert.equal(html.includes('<meta name="robots" content="noindex">'), exposure !== "world");
  }
});

// What a shell says of git is not this person's.
for (const name of Object.keys(process.env)) if (name.startsWith("GIT_")) delete process.env[name];

const git = (dir: string, ...args: string[]): string =>
  execFileSync("git", ["-C", dir, ...args], {
    encoding: "utf8",
    env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" },
  }).trim();

function repository(t: TestContext): string {
  const dir = emptyFolder(t);
  git(dir, "init", "--quiet");
  git(dir, "config", "user.name", "Mira");
  git(dir, "config", "user.email", "mira@example.org");
  return dir;
}

test("called from a hook of another repository, it commits to the site's", async (t) => {
  const [dir, other] = [repository(t), repository(t)];
  const ofHook = { GIT_DIR: join(other, ".git"), GIT_WORK_TREE: other, GIT_INDEX_FILE: join(other, ".git", "index") };
  Object.assign(process.env, ofHook);
  t.after(() => Object.keys(ofHook).forEach((name) => delete process.env[name]));
  const outcome = await publish({ dir, git: true }, "world");
  for (const name of Object.keys(ofHook)) delete process.env[name];
  assert.equal(outcome.kind === "sent" && (outcome.receipt.remark ?? null), null);
  assert.match(git(dir, "log", "--format=%s"), /^Publish /);
  assert.equal(git(other, "for-each-ref"), "");
});

test("with git each publication is one commit in the person's name, of our files alone", async (t) => {
  const dir = repository(t);
  writeFileSync(join(dir, "theirs.txt"), "not ours\n");
  writeFileSync(join(dir, "staged.txt"), "staged, not ours\n");
  git(dir, "add", "staged.txt");
  const title = '-rf $(touch oops) `id`; "quoted"';
  assert.equal((await publish({ dir, git: true }, "world", { title })).kind, "sent");
  assert.equal(git(dir, "log", "--format=%an <%ae>|%s"), `Mira <mira@example.org>|Publish ${title}`);
  const committed = git(dir, "ls-tree", "--name-only", "HEAD").split("\n");
  assert.deepEqual(
    committed.filter((name) => !name.endsWith("d4k2.html")),
    ["feed.json", "feed.xml", "index.html"],
  );
  assert.match(git(dir, "status", "--porcelain"), /^A {2}staged\.txt\n\?\? theirs\.txt$/);
  const again = await publish({ dir, git: true }, "world", { title });
  assert.ok(again.kind === "sent" && again.receipt.remark === undefined);
  assert.equal(git(dir, "rev-list", "--count", "HEAD"), "1", "the same again is no commit");
  await publish({ dir, git: true }, "world", { title, version: 2, body: "Better." });
  assert.equal(git(dir, "rev-list", "--count", "HEAD"), "2");
  const address: ChannelAddress = { id: "h1s1", kind: "site", exposure: "world", settings: { dir, git: true } };
  const [part] = site.prepare(letterWith({ ask: null, title, version: 2, body: "Better." }), address);
  assert.ok(part !== undefined && site.retract !== undefined);
  const gone = await site.retract({ ...part, uri: null, url: null }, address, world);
  assert.ok(gone.kind === "sent" && /stays in the repository's history/.test(gone.receipt.remark ?? ""));
  assert.equal(git(dir, "rev-list", "--count", "HEAD"), "3");
});

test("a page that can not be committed stands, and the receipt says why it was not", async (t) => {
  const outcome = await publish({ dir: emptyFolder(t), git: true }, "world", {});
  assert.ok(
    outcome.kind === "sent" && /^not committed: .*not a git repository/.test(outcome.receipt.remark ?? ""),
    JSON.stringify(outcome),
  );
  const dir = repository(t);
  writeFileSync(join(dir, ".git", "hooks", "pre-commit"), "#!/bin/sh\necho no >&2\nexit 1\n", { mode: 0o755 });
  const refused = await publish({ dir, git: true }, "world", {});
  assert.ok(refused.kind === "sent" && refused.receipt.remark === "not committed: no", JSON.stringify(refused));
  const address: ChannelAddress = { id: "h1s1", kind: "site", exposure: "world", settings: { dir, git: true } };
  const [part] = site.prepare(letterWith({ ask: null }), address);
  assert.ok(part !== undefined && site.retract !== undefined);
  rmSync(join(dir, ".git", "hooks", "pre-commit"));
  await publish({ dir, git: true }, "world", { version: 2 });
  writeFileSync(join(dir, ".git", "hooks", "pre-commit"), "#!/bin/sh\necho no >&2\nexit 1\n", { mode: 0o755 });
  const gone = await site.retract({ ...part, uri: null, url: null }, address, world);
  const remark = gone.kind === "sent" ? gone.receipt.remark : undefined;
  assert.match(remark ?? "", /stays in the repository's history; not committed: no$/);
});
