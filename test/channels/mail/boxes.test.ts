// Answers in Maildirs and mbox files: found by what they answer, read whatever a hostile hand has put into them.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { mail } from "../../../src/channels/mail/mail.ts";
import { messageBytesMax } from "../../../src/channels/mail/mailbox.ts";
import type { ChannelAddress } from "../../../src/people/community.ts";
import type { FoundReply, Pull, SentPart } from "../../../src/share/channel.ts";
import { ownWords } from "../../../src/share/own-words.ts";
import { world } from "../../contract/channel-contract.ts";

const part: SentPart = {
  part: 1,
  wireId: "<d1.r1.v1.00@x.example>",
  uri: "<d1.r1.v1.00@x.example>",
  url: null,
  at: "2026-11-23T07:00:00.000Z",
  heard: [],
};

function folder(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), "pkm-boxes-"));
  t.after(() => rmSync(dir, { recursive: true }));
  for (const name of ["cur", "new", "tmp"]) mkdirSync(join(dir, name));
  return dir;
}

function at(...replies: string[]): ChannelAddress {
  const settings = { to: ["ann@x.example"], from: "Me <me@x.example>", smtp: "smtp://x.example", replies };
  return { id: "h1", kind: "mail", exposure: "closed", settings };
}

async function pull(
  address: ChannelAddress,
  sent: readonly SentPart[] = [part],
  cursor: string | null = null,
): Promise<Pull> {
  assert.ok(mail.fetchFeedback !== undefined);
  return mail.fetchFeedback({ sent, cursor }, address, world);
}

const headers = (more = ""): string =>
  `From: Ann Bee <ann@x.example>\nDate: Mon, 23 Nov 2026 07:30:00 +0000\nMessage-ID: <a1@ann>\nIn-Reply-To: ${part.wireId}\n${more}`;

/** What one message in a Maildir is found to be. */
async function only(t: TestContext, message: string | Buffer): Promise<FoundReply | undefined> {
  const dir = folder(t);
  writeFileSync(join(dir, "new", "1"), message);
  const { replies } = await pull(at(`maildir:${dir}`));
  assert.ok(replies.length <= 1);
  return replies[0];
}

test("an answer tells who, when, what, and which part it answers", async (t) => {
  const found = await only(t, `${headers()}\nAnd code?\n`);
  const from = { name: "Ann Bee", address: "ann@x.example" };
  const wanted = {
    remoteId: "<a1@ann>",
    answers: part.wireId,
    kind: "reply",
    from,
    at: "2026-11-23T07:30:00.000Z",
    text: "And code?\n",
  };
  assert.deepEqual(found, { ...wanted, isAutomatic: false, isOwn: false });
});

test("answers to answers belong to the thread, also when the first was taken in long ago", async (t) => {
  const dir = folder(t);
  writeFileSync(join(dir, "new", "1"), `${headers()}\nOne.\n`);
  writeFileSync(
    join(dir, "cur", "2:2,S"),
    `From: b@x.example\nMessage-ID: <b1@b>\nReferences: <z@z> <a1@ann>\n\nTwo.\n`,
  );
  writeFileSync(join(dir, "cur", "3:2,S"), `From: c@x.example\nMessage-ID: <c1@c>\nIn-Reply-To: <old@o>\n\nThree.\n`);
  writeFileSync(join(dir, "cur", "4:2,S"), `From: d@x.example\nMessage-ID: <d1@d>\nSubject: Re: all else\n\nFour.\n`);
  for (const [index, name] of ["new/1", "cur/2:2,S", "cur/3:2,S", "cur/4:2,S"].entries()) {
    utimesSync(join(dir, name), 1_795_420_000 + index, 1_795_420_000 + index);
  }
  const { replies } = await pull(at(`maildir:${dir}`), [{ ...part, heard: ["<old@o>"] }]);
  assert.deepEqual(replies.map(({ remoteId }) => remoteId).toSorted(), ["<a1@ann>", "<b1@b>", "<c1@c>"]);
  const known = { ...part, heard: ["<a1@ann>", "<b1@b>", "<c1@c>", "<old@o>"] };
  assert.deepEqual((await pull(at(`maildir:${dir}`), [known])).replies, []);
  const sought = { ...part, to: "", mediaType: "", bytes: Buffer.alloc(0), since: part.at };
  const found = await mail.lookup?.({ ...sought, wireId: "<b1@b>" }, at(`maildir:${dir}`), world);
  assert.equal(found?.isConfirmed, true);
  assert.equal(await mail.lookup?.(sought, at(`maildir:${dir}`), world), null);
});

test("an mbox file is read message by message, with its From lines undone, however large", async (t) => {
  const file = join(folder(t), "mbox");
  const huge = `From x Mon\nFrom: x@x.example\nMessage-ID: <h@h>\n\n${"filler \n".repeat(700_000)}\n`;
  const text = (id: string): string => headers().replace("<a1@ann>", id);
  writeFileSync(
    file,
    `From a Mon Nov 23\n${text("<m1@m>")}\n>From the start\nyes\n\n${huge}From b Mon\n${text("<m2@m>")}\nTwo.\n`,
  );
  const { replies } = await pull(at(`mbox:${file}`));
  assert.deepEqual(
    replies.map(({ remoteId, text: said }) => [remoteId, said.trim()]),
    [
      ["<m1@m>", "From the start\nyes"],
      ["<m2@m>", "Two."],
    ],
  );
});

test("programs are told from people", async (t) => {
  for (const mark of ["Auto-Submitted: auto-replied", "X-Autoreply: yes", "Precedence: auto_reply"]) {
    assert.equal((await only(t, `${headers(`${mark}\n`)}\nI am away.\n`))?.isAutomatic, true, mark);
  }
  for (const mark of ["Auto-Submitted: no", "Precedence: list", "List-Id: <bench.x.example>"]) {
    assert.equal((await only(t, `${headers(`${mark}\n`)}\nYes.\n`))?.isAutomatic, false, mark);
  }
  assert.equal((await only(t, headers().replace("ann@x.example", "ME@x.example") + "\nmine\n"))?.isOwn, true);
});

test("a bounce says whom the part did not reach and why, found by the message it carries back", async (t) => {
  const report = `From: MAILER-DAEMON@x.example (Mail Delivery System)
Message-ID: <dsn@x>
Date: Mon, 23 Nov 2026 07:31:00 +0000
Content-Type: multipart/report; report-type=delivery-status; boundary="b"
MIME-Version: 1.0

--b

I'm sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; x.example

Final-Recipient: rfc822; ben@x.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such
  user

--b
Content-Type: text/rfc822-headers

Message-ID: ${part.wireId}
--b--
`;
  const found = await only(t, report);
  assert.deepEqual(
    [found?.kind, found?.answers, found?.text],
    ["bounce", part.wireId, "ben@x.example: 550 5.1.1 no such user"],
  );
  assert.equal(await only(t, report.replace(part.wireId, "<another@x>")), undefined);
  assert.equal((await only(t, report.replace("Action: failed", "Action: delayed")))?.kind, "reply");
});

test("what a mail in HTML alone quotes is marked as quoted, and what is indented throughout is not lost", async (t) => {
  const html = (body: string): string => `${headers("Content-Type: text/html; charset=utf-8\n")}\n${body}`;
  const reply = `<div>Where is code?</div><div>On Monday, Ines wrote:</div><blockquote><p>Too <b>strong</b>.<br>And long.</p><pre>a\nb</pre><blockquote>Small teams</blockquote></blockquote>Ann`;
  const found = await only(t, html(reply));
  assert.equal(
    found?.text,
    "Where is code?\nOn Monday, Ines wrote:\n\n> Too strong.\n> And long.\n\n> a\n> b\n\n> Small teams\n\nAnn",
  );
  assert.equal(ownWords(found?.text ?? "", "").text, "Where is code?\nOn Monday, Ines wrote:\n\nAnn");
  assert.equal((await only(t, html("<blockquote>All of it.</blockquote>")))?.text, "All of it.");
});

const multipart = (inner: string, type = "mixed"): string =>
  `${headers(`MIME-Version: 1.0\nContent-Type: multipart/${type}; boundary="b"\n`)}\n${inner}\n--b--\n`;
const nested = (depth: number): string =>
  depth === 0
    ? "Content-Type: text/plain\n\ndeep"
    : `Content-Type: multipart/mixed; boundary="n${depth}"\n\n--n${depth}\n${nested(depth - 1)}\n--n${depth}--`;

const hostile: readonly [string, string | Buffer, (text: string) => boolean][] = [
  [
    "HTML alone",
    `${headers("Content-Type: text/html; charset=utf-8\n")}\n<style>x{}</style><p>And <b>code</b>?<script>alert(1)</script>`,
    (text) => text === "And code?",
  ],
  [
    "a wrong charset",
    Buffer.concat([
      Buffer.from(`${headers("Content-Type: text/plain; charset=x-none-such\n")}\nna`),
      Buffer.from([0xef, 0x76, 0x65]),
    ]),
    (text) => text.includes("na"),
  ],
  [
    "windows-1252 bytes",
    Buffer.concat([
      Buffer.from(`${headers("Content-Type: text/plain; charset=windows-1252\n")}\n`),
      Buffer.from([0x93, 0x41, 0x94]),
    ]),
    (text) => text.includes("“A”"),
  ],
  [
    "binary all through",
    Buffer.concat([
      Buffer.from(`${headers()}\n`),
      Buffer.from(Array.from({ length: 4096 }, (_, index) => index % 256)),
    ]),
    () => true,
  ],
  [
    "40 MB",
    Buffer.concat([Buffer.from(`${headers()}\nFirst words.\n`), Buffer.alloc(40_000_000, "filler ")]),
    (text) => text.startsWith("First words.") && text.length <= messageBytesMax,
  ],
  ["nested 400 deep", multipart(`--b\n${nested(400)}`), () => true],
  ["50,000 parts", multipart("--b\nContent-Type: text/plain\n\nx\n".repeat(50_000)), () => true],
  [
    "a base64 bomb",
    multipart(`--b\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n${"QUFB".repeat(2_000_000)}`),
    (text) => text.length <= messageBytesMax,
  ],
  [
    "a boundary that never ends",
    headers(`MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="${"x".repeat(50_000)}"\n`) + "\n--x\n\nhi",
    () => true,
  ],
  ["headers in the name", headers().replace("Ann Bee", '"Ann\r\nBcc: eve@x.example"') + "\nhi", () => true],
  ["200,000 references", `${headers(`References: ${"<a@b> ".repeat(200_000)}\n`)}\nhi`, () => true],
  [
    "a From that is none",
    headers().replace("Ann Bee <ann@x.example>", "\u0000\u0001<<<>>>") + "\nhi",
    (text) => text.trim() === "hi",
  ],
  ["no line end at all", headers().slice(0, -1), () => true],
  ["nothing but a dot", `${headers()}\n.\n`, (text) => text.trim() === "."],
];

test("hostile mail is one answer at most, soon, and says nothing false", async (t) => {
  for (const [name, message, isRight] of hostile) {
    const began = performance.now();
    const found = await only(t, message);
    assert.ok(found !== undefined, name);
    assert.ok(isRight(found.text), `${name}: ${found.text.slice(0, 80)}`);
    assert.doesNotMatch(found.from.address, /[\r\n]/, name);
    assert.ok(performance.now() - began < 15_000, `${name} took too long`);
  }
  assert.equal(hostile.length, 14);
});

test("a sender without end costs no time, and a date without end is none", async (t) => {
  const from = `From: ${"km.test.example".repeat(3_800)}\n`;
  const before = process.cpuUsage();
  const found = await only(t, `${headers().replace(/^From: .*\n/, "")}${from}\nhi`);
  const { user } = process.cpuUsage(before);
  assert.equal(found?.from.address, "nobody");
  assert.ok(user < 1_500_000, `${user} µs`);
  for (const year of ["20000", "275760", "-5"]) {
    const dated = await only(t, `${headers().replace("2026", year)}\nhi`);
    assert.match(dated?.at ?? "", /^\d{4}-/, year);
  }
});

test("a mailbox that is not there is try-later, naming it", async () => {
  await assert.rejects(pull(at("maildir:/nowhere/at/all")), { kind: "try-later", message: /maildir:\/nowhere/ });
  await assert.rejects(pull(at("mbox:/nowhere/at/all")), { kind: "try-later", message: /mbox:\/nowhere/ });
});
