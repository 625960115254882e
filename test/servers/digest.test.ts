// A digest by mail whose delivery is in doubt, found out about over IMAP: against a real Postfix and Dovecot.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { serveDemoFeeds } from "../../src/demo/feed-server.ts";
import { run } from "../../src/main.ts";
import { captureTerminal } from "../../src/term/captured.ts";
import { whileTrusted } from "../channels/certificate.ts";
import { openSmtpProxy, type Moment } from "../faults/smtp-proxy.ts";
import { mailServersMissing, startMailServers, type MailServers } from "./mail-server.ts";

const missing = mailServersMissing();
const root = mkdtempSync(join(tmpdir(), "pkm-digest-"));
let started: MailServers | null = null;

before(async () => {
  if (missing === null) started = await startMailServers();
});
after(async () => {
  await started?.stop();
  rmSync(root, { recursive: true, force: true });
});

function servers(): MailServers {
  assert.ok(started !== null);
  return started;
}

interface Ran {
  status: number;
  stdout: string;
  stderr: string;
}

interface Home {
  /** Runs a command line with a clock that is `aheadMs` ahead. */
  pkm(aheadMs: number, ...argv: readonly string[]): Promise<Ran>;
  /** config.toml: mail goes out by that port; `imap` are its lines on the mailbox. */
  config(smtpPort: number, imap: string): void;
  /** The digest there was, as `digest list` tells. */
  digest(): Promise<{ delivered: unknown; unsure: unknown }>;
}

function openHome(): Home {
  const home = mkdtempSync(join(root, "home-"));
  const pkm = async (aheadMs: number, ...argv: readonly string[]): Promise<Ran> => {
    const terminal = captureTerminal(200);
    const clock = { now: (): Date => new Date(Date.now() + aheadMs) };
    const env = { PKM_HOME: home, NO_COLOR: "1", PKM_TEST_PASSWORD: "pw-me", PKM_TEST_WRONG: "pw-of-nobody" };
    const status = await whileTrusted(() => run(argv, { env, clock, terminal, version: "0.0.0" }));
    return { status, ...terminal.written() };
  };
  return {
    pkm,
    config(smtpPort, imap) {
      const smtp = `smtp = "smtp://127.0.0.1:${smtpPort}"`;
      writeFileSync(
        join(home, "config.toml"),
        `[mail]\nfrom = "me@test.example"\nto = "me@test.example"\n${smtp}\n${imap}`,
      );
    },
    async digest() {
      const listed: unknown = JSON.parse((await pkm(0, "digest", "list", "--json")).stdout);
      assert.ok(Array.isArray(listed) && listed.length === 1);
      const row: unknown = listed[0];
      assert.ok(typeof row === "object" && row !== null && "delivered" in row && "unsure" in row);
      return { delivered: row.delivered, unsure: row.unsure };
    },
  };
}

function imapLines(port: number, secret = "env:PKM_TEST_PASSWORD"): string {
  return `imap = "imaps://me%40test.example@127.0.0.1:${port}"\nsecret = "${secret}"\n`;
}

/** A home whose digest went through a line that broke at `moment`. */
async function doubtful(moment: Moment): Promise<Home> {
  const home = openHome();
  const feeds = await serveDemoFeeds();
  const line = await openSmtpProxy(servers().smtpPort);
  home.config(line.port, imapLines(servers().imapsPort));
  line.stopAt(moment, () => setTimeout(() => void line.close(), 300));
  assert.equal((await home.pkm(0, "seek", "add", `${feeds.origin}/workshop`, "--all")).status, 0);
  await feeds.close();
  const ran = await home.pkm(0, "digest", "--mail");
  assert.equal(ran.status, 75, ran.stderr);
  assert.match(ran.stderr, /it may have arrived, and the next run finds out/);
  return home;
}

const digestsThere = (): number =>
  servers()
    .mails("me")
    .filter((bytes) => /^Subject: Digest /m.test(bytes.toString("latin1"))).length;

async function untilThereAre(count: number): Promise<void> {
  for (let tries = 0; digestsThere() < count && tries < 300; tries += 1) await sleep(200);
  assert.equal(digestsThere(), count);
}

test("it is found over IMAP: not sent again, and it counts as delivered", { skip: missing ?? false }, async () => {
  const home = await doubtful("dot-passed");
  await untilThereAre(1);
  // Nothing listens for mail there: whoever sent again would fail.
  home.config(1, imapLines(servers().imapsPort, "env:PKM_TEST_WRONG"));
  const refused = await home.pkm(0, "digest", "--mail");
  assert.equal(refused.status, 4);
  assert.match(refused.stderr, /a digest is looked for: 127\.0\.0\.1 refused the log-in/);
  assert.match(refused.stderr, /try: pkm help digest-mail/);
  home.config(1, imapLines(1));
  const offline = await home.pkm(0, "digest", "--mail");
  assert.deepEqual([offline.status, offline.stdout], [75, ""]);
  home.config(1, imapLines(servers().imapsPort));
  assert.equal((await home.pkm(0, "digest", "--mail")).status, 0);
  const { delivered, unsure } = await home.digest();
  assert.deepEqual([typeof delivered, unsure], ["string", null]);
  assert.equal(digestsThere(), 1);
  // It was looked at, and nothing was changed: no program has seen it yet.
  const names = ["new", "cur"].flatMap((part) => readdirSync(join(servers().maildir("me"), part)));
  assert.ok(names.length > 0);
  assert.doesNotMatch(names.join(" "), /:2,\w*S/);
});

test("one that never came is sent again after ten minutes, once", { skip: missing ?? false }, async () => {
  const before = digestsThere();
  const home = await doubtful("dot-held");
  home.config(servers().smtpPort, imapLines(servers().imapsPort));
  assert.equal((await home.pkm(0, "digest", "--mail")).status, 75);
  assert.equal(digestsThere(), before);
  const minutes = 60_000;
  assert.equal((await home.pkm(11 * minutes, "digest", "--mail")).status, 0);
  await untilThereAre(before + 1);
  assert.equal((await home.pkm(22 * minutes, "digest", "--mail")).status, 0);
  assert.equal(digestsThere(), before + 1);
});
