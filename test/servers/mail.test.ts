// Mail against a real Postfix, Dovecot and mlmmj: out over a log-in, home over IMAP, through a list, and into its traps.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createTransport } from "nodemailer";
import { run } from "../../src/main.ts";
import { captureTerminal } from "../../src/term/captured.ts";
import { whileTrusted } from "../channels/certificate.ts";
import { world as contractWorld } from "../contract/channel-contract.ts";
import { mailServersMissing, startMailServers, type MailServers } from "./mail-server.ts";

const missing = mailServersMissing();
const home = mkdtempSync(join(tmpdir(), "pkm-mail-"));
let started: MailServers | null = null;

before(async () => {
  if (missing === null) started = await startMailServers();
});
after(async () => {
  await started?.stop();
  rmSync(home, { recursive: true, force: true });
});

function servers(): MailServers {
  assert.ok(started !== null);
  return started;
}

async function pkm(...argv: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const terminal = captureTerminal(200);
  const clock = { now: (): Date => new Date() };
  const env = { PKM_HOME: home, NO_COLOR: "1", PKM_TEST_PASSWORD: "pw-me", PKM_TEST_WRONG: "pw-of-nobody" };
  const status = await whileTrusted(() => run(argv, { env, clock, terminal, version: "0.0.0" }));
  return { status, ...terminal.written() };
}

async function ok(...argv: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await pkm(...argv);
  assert.equal(status, 0, `pkm ${argv.join(" ")}: ${stderr}`);
  return stdout.trim();
}

/** Follows a path of keys and indexes into the command's answer; "" where it leads nowhere. */
async function told(path: readonly (string | number)[], ...argv: readonly string[]): Promise<string> {
  let here: unknown = JSON.parse(await ok(...argv, "--json"));
  for (const key of path) here = typeof here === "object" && here !== null ? Reflect.get(here, key) : undefined;
  return typeof here === "string" ? here : "";
}

type Row = Readonly<Record<string, unknown>>;

async function rows(...argv: readonly string[]): Promise<readonly Row[]> {
  const answer: unknown = JSON.parse(await ok(...argv, "--json"));
  assert.ok(Array.isArray(answer));
  return answer.map((row: unknown) => (typeof row === "object" && row !== null ? { ...row } : {}));
}

const text = (row: Row | undefined, name: string): string => {
  const value = row?.[name];
  return typeof value === "string" ? value : "";
};

/** Waits until `look` finds something; gives up after a minute. */
async function until<Found>(look: () => Promise<Found | null> | Found | null): Promise<Found> {
  for (let tries = 0; tries < 300; tries += 1) {
    const found = await look();
    if (found !== null) return found;
    await sleep(200);
  }
  throw new Error("what was waited for did not come");
}

const mailbox = (): readonly string[] => {
  const smtp = `smtp://me%40test.example@127.0.0.1:${servers().submissionPort}`;
  const imap = `imaps://me%40test.example@127.0.0.1:${servers().imapsPort}`;
  return ["--from", "Me <me@test.example>", "--smtp", smtp, "--imap", imap, "--secret", "env:PKM_TEST_PASSWORD"];
};

async function makePlace(name: string, to: readonly string[], exposure = "closed"): Promise<string> {
  await ok("community", "add", name);
  await ok(
    "community",
    "channel",
    name,
    "mail",
    "--exposure",
    exposure,
    ...to.flatMap((one) => ["--to", one]),
    ...mailbox(),
  );
  return told(["channels", 0, "id"], "community", "show", name);
}

async function stageAndSend(title: string, place: string): Promise<{ share: string; messageId: string }> {
  const body = `${title}: a table that is long enough for everybody.`;
  const path = await told(["path"], "sense", "note", "--title", title, "-m", body);
  await ok("share", "stage", path, "--with", place, "--ask", "Is it so?");
  const share = await told([0, "id"], "share");
  await ok("share", "send", share);
  const [sent] = await rows("share", "log", share);
  return { share, messageId: text(sent, "uri") };
}

interface Answer {
  from: string;
  text: string;
  inReplyTo?: string;
  references?: string;
  headers?: Record<string, string>;
  messageId?: string;
}

async function answer({ headers = {}, ...mail }: Answer): Promise<string> {
  const transport = createTransport({
    host: "127.0.0.1",
    port: servers().smtpPort,
    tls: { rejectUnauthorized: false },
  });
  const { messageId } = await transport.sendMail({ ...mail, to: "me@test.example", subject: "Re: your text", headers });
  transport.close();
  return messageId;
}

/** Fetches until `count` answers of the share are there, feedback and what was kept apart. */
async function heard(share: string, count: number): Promise<readonly Row[]> {
  return until(async () => {
    await ok("share", "feedback", share, "--fetch");
    const all = await rows("share", "feedback", share, "--all");
    return all.length >= count ? all : null;
  });
}

const plainly = (all: readonly Row[]): string[] =>
  all.map((row) => `${text(row, "fromName")} | ${text(row, "state")} | ${text(row, "text")}`).toSorted();

test(
  "answers come home to the round they answer, once, and only from those who were asked",
  { skip: missing ?? false },
  async () => {
    await makePlace("Circle", ["ann@test.example", "ben@test.example"]);
    for (const [name, at] of [
      ["Ann", "ann"],
      ["Ben", "ben"],
      ["Cy", "cy"],
    ] as const)
      await ok("people", "add", name, "--mail", `${at}@test.example`);
    for (const name of ["Ann", "Ben"]) await ok("community", "member", "Circle", name);
    const { share, messageId } = await stageAndSend("Long tables", "Circle");
    await until(() => (servers().mails("ann").length > 0 && servers().mails("me").length > 0 ? true : null));

    const first = await answer({
      from: "Ann B <ann@test.example>",
      inReplyTo: messageId,
      text: "And in code?\n\nOn Mon, Me <me@test.example> wrote:\n> Long tables: a table that is long enough for everybody.",
    });
    await answer({
      from: "ben@test.example",
      references: `${messageId} ${first}`,
      inReplyTo: first,
      text: "Ann is right.",
    });
    await answer({ from: "cy@test.example", inReplyTo: messageId, text: "Who am I to say." });
    await answer({ from: "Eve <eve@elsewhere.example>", inReplyTo: messageId, text: "Buy this!" });
    await answer({
      from: "ben@test.example",
      inReplyTo: messageId,
      text: "I am away.",
      headers: { "Auto-Submitted": "auto-replied" },
    });
    await answer({ from: "ann@test.example", text: "Lunch?" });
    const all = await heard(share, 5);
    assert.deepEqual(plainly(all), [
      "Ann | received | And in code?",
      "Ben | received | Ann is right.",
      "Eve <eve@elsewhere.example> | apart | Buy this!",
      "ben@test.example | apart | I am away.",
      "cy@test.example | apart | Who am I to say.",
    ]);
    for (let again = 0; again < 2; again += 1) assert.deepEqual(await rows("share", "feedback", "--fetch"), []);
    const point = text(
      all.find((row) => text(row, "fromName") === "Ann"),
      "id",
    );
    await ok("share", "feedback", share, "decline", point, "--why", "another note");
    assert.deepEqual(await rows("share", "feedback", "--fetch"), []);
    const stranger = text(
      all.find((row) => text(row, "fromName").startsWith("Eve")),
      "id",
    );
    await ok("share", "feedback", share, "take", stranger);
    assert.equal(
      text(
        (await rows("people")).find((row) => text(row, "name") === "Eve"),
        "step",
      ),
      "seen",
    );
  },
);

test("a list keeps our Message-ID, so its answers are found too", { skip: missing ?? false }, async () => {
  servers().makeList("bench", { subscribers: ["me@test.example", "ann@test.example", "dot@test.example"] });
  await makePlace("List", ["bench@lists.test.example"], "members");
  await ok("people", "add", "Dot", "--mail", "dot@test.example");
  await ok("community", "member", "List", "Dot");
  const { share, messageId } = await stageAndSend("A list of one", "List");
  const arrived = await until(() => servers().mails("dot")[0] ?? null);
  assert.ok(arrived.includes(`Message-ID: ${messageId}`), arrived.toString());
  await answer({ from: "dot@test.example", inReplyTo: messageId, text: "One is not a list." });
  assert.deepEqual(plainly(await heard(share, 1)), ["Dot | received | One is not a list."]);
});

test(
  "what may have arrived is looked up in the mailbox: found, or sent again",
  { skip: missing ?? false },
  async () => {
    const { mail } = await import("../../src/channels/mail/mail.ts");
    const store = await import("../../src/store/store.ts");
    const channel = await makePlace("Doubt", ["cy@test.example"]);
    const { share, messageId } = await stageAndSend("Doubt it", "Doubt");
    const opened = store.openStore(join(home, "pkm.db"), { now: () => new Date() });
    const { address } = opened.communities.ofChannel(channel);
    opened.close();
    const world = { ...contractWorld, secret: () => "pw-me" };
    const part = { part: 1, to: "", mediaType: "", bytes: Buffer.alloc(0), since: new Date().toISOString() };
    const found = await until(() =>
      whileTrusted(async () => (await mail.lookup?.({ ...part, wireId: messageId }, address, world)) ?? null),
    );
    assert.equal(found.isConfirmed, true);
    const other = messageId.replace("@", "x@");
    assert.equal(await whileTrusted(async () => mail.lookup?.({ ...part, wireId: other }, address, world)), null);
    const shut = { ...address, settings: { ...address.settings, imap: "imaps://me%40test.example@127.0.0.1:1" } };
    await assert.rejects(
      whileTrusted(async () => mail.lookup?.({ ...part, wireId: messageId }, shut, world)),
      { kind: "try-later" },
    );
    assert.ok(share.startsWith("d"));
  },
);

test("channel check logs in at both ends and posts nothing", { skip: missing ?? false }, async () => {
  const channel = await makePlace("Checked", ["dot@test.example"]);
  const before = servers().mails("dot").length + servers().mails("me").length;
  const checked = await ok("channel", "check", channel);
  assert.match(checked, /takes mail from me@test\.example/);
  assert.match(checked, /\d+ messages in INBOX/);
  await sleep(500);
  assert.equal(servers().mails("dot").length + servers().mails("me").length, before);
});

test(
  "a wrong password is exit 4 for reading, and no password stands in any word",
  { skip: missing ?? false },
  async () => {
    await ok("community", "add", "Wrong");
    await ok(
      "community",
      "channel",
      "Wrong",
      "mail",
      "--exposure",
      "closed",
      "--to",
      "ann@test.example",
      "--from",
      "me@test.example",
      "--smtp",
      `smtp://127.0.0.1:${servers().smtpPort}`,
      "--imap",
      `imap://me%40test.example@127.0.0.1:${servers().imapPort}`,
      "--secret",
      "env:PKM_TEST_WRONG",
    );
    const { share } = await stageAndSend("Wrong door", "Wrong");
    const refused = await pkm("share", "feedback", share, "--fetch");
    assert.equal(refused.status, 4, refused.stderr);
    assert.match(refused.stderr, /refused the log-in/);
    assert.doesNotMatch(refused.stdout + refused.stderr, /pw-of-nobody/);
    const channel = await told(["channels", 0, "id"], "community", "show", "Wrong");
    const checked = await pkm("channel", "check", channel);
    assert.equal(checked.status, 4, checked.stdout + checked.stderr);
    assert.doesNotMatch(checked.stdout + checked.stderr, /pw-of-nobody/);
  },
);

test("the traps: an unexpected Cc, and a list with a public archive", { skip: missing ?? false }, async () => {
  servers().makeList("open", { subscribers: ["ben@test.example"], archive: "https://lists.test.example/open/" });
  const flags = (to: string): readonly string[] => ["--to", to, ...mailbox()];
  await ok("community", "add", "Trap");
  for (const to of ["ann@test.example, eve@elsewhere.example", "ann@test.example\r\nCc: eve@elsewhere.example"]) {
    assert.equal((await pkm("community", "channel", "Trap", "mail", "--exposure", "closed", ...flags(to))).status, 2);
  }
  const world = await pkm(
    "community",
    "channel",
    "Trap",
    "mail",
    "--exposure",
    "world",
    ...flags("open@lists.test.example"),
  );
  assert.equal(world.status, 2, world.stderr);
  assert.match(world.stderr, /what the world can read is no community/);
  await ok("community", "channel", "Trap", "mail", "--exposure", "world", ...flags("open@lists.test.example"), "--yes");
  await ok("sense", "note", "--title", "Trapped", "-m", "Only for us.");
  const staged = await pkm("share", "stage", "trapped.md", "--with", "Trap");
  assert.equal(staged.status, 3, "even agreed, what the world reads has to pass the gate");
  await ok("community", "add", "Narrow");
  await ok("community", "channel", "Narrow", "mail", "--exposure", "closed", ...flags("Cy <cy@test.example>"));
  const before = servers().mails("cy").length;
  await stageAndSend("Narrow\r\nCc: eve@elsewhere.example", "Narrow");
  const mails = await until(() => (servers().mails("cy").length > before ? servers().mails("cy") : null));
  const head =
    mails
      .at(-1)
      ?.toString("latin1")
      .split(/\r?\n\r?\n/)[0] ?? "";
  assert.match(head, /^Subject: Narrow Cc: eve@elsewhere\.example/m);
  assert.doesNotMatch(head, /^(?:Cc|Bcc):/im);
});
