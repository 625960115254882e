// What one SMTP attempt comes to, against servers that take, refuse, stall, break off and lie.
import assert from "node:assert/strict";
import os from "node:os";
import { test, type TestContext } from "node:test";
import { PkmError } from "../../../src/base/errors.ts";
import { mailChannel } from "../../../src/channels/mail/mail.ts";
import type { ChannelAddress, ChannelSettings } from "../../../src/people/community.ts";
import type { Channel, ChannelWorld, SendOutcome } from "../../../src/share/channel.ts";
import { letterWith } from "../../contract/letters.ts";
import { whileTrusted } from "../certificate.ts";
import { noWorld } from "../no-world.ts";
import { type Answer, closedPort, openMailServer, openOddServer, refusal } from "./servers.ts";

const world: ChannelWorld = {
  now: () => new Date("2026-11-23T08:00:00.000Z"),
  secret: () => "right horse",
  ...noWorld,
};
const patient: Channel = mailChannel({ connectMs: 5_000, wholeMs: 5_000, answerMs: 5_000 });
const hasty: Channel = mailChannel({ connectMs: 300, wholeMs: 400, answerMs: 300 });

function at(port: number, changes: ChannelSettings = {}): ChannelAddress {
  const settings = {
    to: ["ann@example.org", "ben@example.org"],
    from: "me@example.org",
    smtp: `smtp://127.0.0.1:${port}`,
  };
  return { id: "h1m1", kind: "mail", exposure: "closed", settings: { ...settings, ...changes } };
}

async function send(address: ChannelAddress, channel: Channel = patient): Promise<SendOutcome> {
  const [part] = channel.prepare(letterWith(), address);
  assert.ok(part);
  return channel.deliver(part, address, world);
}

function assertFails(outcome: SendOutcome, kind: SendOutcome["kind"], words: RegExp): void {
  assert.equal(outcome.kind, kind, JSON.stringify(outcome));
  assert.ok(outcome.kind !== "sent");
  assert.match(outcome.message, words);
  assert.doesNotMatch(outcome.message, /[\u0000-\u001f]/);
}

test("250 is sent, to every address, but not confirmed", async (t) => {
  const { port, taken } = await openMailServer(t);
  const outcome = await send(at(port));
  assert.ok(outcome.kind === "sent");
  assert.equal(outcome.receipt.isConfirmed, false);
  assert.match(outcome.receipt.uri, /^<d4k2\.r7x1\.v1\.[0-9a-f]{16}@example\.org>$/);
  assert.deepEqual(
    taken.map(({ from, to }) => ({ from, to })),
    [{ from: "me@example.org", to: ["ann@example.org", "ben@example.org"] }],
  );
});

test("the name of the machine is not said, for servers write it into the letter", async (t) => {
  t.mock.method(os, "hostname", () => "anns-laptop.corp.example");
  const greetings: string[] = [];
  const { port } = await openMailServer(t, {
    onMailFrom: (_address, { hostNameAppearsAs }, done) => {
      greetings.push(String(hostNameAppearsAs));
      done();
    },
  });
  assert.equal((await send(at(port))).kind, "sent");
  assert.deepEqual(greetings, ["[127.0.0.1]"]);
});

test("a closed port and an unknown host are later: nothing was taken", async () => {
  const port = await closedPort();
  assertFails(await send(at(port)), "later", /^127\.0\.0\.1: .*ECONNREFUSED/);
  assertFails(await send(at(25, { smtp: "smtp://mail.invalid" })), "later", /^mail\.invalid: /);
});

/** Odd answers by verb, what they come to, and words that stand in the message. */
const misbehaviours: readonly [string, Record<string, Answer>, SendOutcome["kind"], RegExp][] = [
  ["554 at the greeting", { connect: () => "554 no service for you" }, "later", /554 no service/],
  ["421 at the greeting", { connect: () => "421 busy" }, "later", /421 busy/],
  ["silence at the greeting", { connect: () => null }, "later", /greeting|answer/i],
  ["hang-up at the greeting", { connect: (_line, socket) => (socket.destroy(), null) }, "later", /closed|reset/i],
  ["451 at MAIL", { MAIL: () => "451 4.7.1 greylisted" }, "later", /451 4\.7\.1 greylisted/],
  ["550 at MAIL", { MAIL: () => "550 5.7.1 not you" }, "rejected", /550 5\.7\.1 not you/],
  ["530 at MAIL", { MAIL: () => "530 5.7.0 log in first" }, "held", /530 5\.7\.0/],
  ["451 at every RCPT", { RCPT: () => "451 4.7.1 greylisted" }, "later", /ann@example\.org: 451 4\.7\.1 greylisted/],
  ["550 at every RCPT", { RCPT: () => "550 no such user" }, "rejected", /ann@example\.org: 550 no such user/],
  ["hang-up at RCPT", { RCPT: (_line, socket) => (socket.destroy(), null) }, "later", /closed|reset/i],
  ["silence at RCPT", { RCPT: () => null }, "later", /no answer within/],
  ["451 at DATA", { DATA: () => "451 later" }, "later", /451 later/],
  ["554 at DATA", { DATA: () => "554 no" }, "rejected", /554 no/],
  ["452 after the dot", { ".": () => "452 disk full" }, "later", /452 disk full/],
  ["554 after the dot", { ".": () => "554 spam" }, "rejected", /554 spam/],
  ["silence after the dot", { ".": () => null }, "unknown", /no answer within/],
  ["reset after the dot", { ".": (_line, socket) => (socket.resetAndDestroy(), null) }, "unknown", /closed|reset/i],
  ["hang-up after the dot", { ".": (_line, socket) => (socket.end(), null) }, "unknown", /closed|reset/i],
  ["gibberish after the dot", { ".": () => "hello there" }, "unknown", /hello there/],
  ["escape sequences in the refusal", { MAIL: () => "550 \u001b[31mred\u0007" }, "rejected", /550 red/],
];

for (const [name, odd, kind, words] of misbehaviours) {
  test(`${name} is ${kind}`, async (t) => {
    const { port } = await openOddServer(t, odd);
    assertFails(await send(at(port), hasty), kind, words);
  });
}

test("one refused recipient of two: nobody gets it, and the message says who", async (t) => {
  for (const pipelining of [true, false]) {
    for (const [code, kind] of [
      [550, "rejected"],
      [451, "later"],
    ] as const) {
      const { port, lines } = await openOddServer(t, {
        EHLO: () => (pipelining ? "250-odd.example\r\n250 PIPELINING" : "250 odd.example"),
        RCPT: (line) => (line.includes("ben@") ? `${code} not ben` : "250 ok"),
      });
      assertFails(await send(at(port)), kind, new RegExp(`nobody.*ben@example\\.org: ${code} not ben`));
      assert.ok(lines.some((line) => line.startsWith("RCPT TO:<ann@")));
      assert.ok(!lines.includes("."), lines.join("\n"));
    }
  }
});

test("smtp-server's own greylisting and refusals read the same", async (t) => {
  const grey = await openMailServer(t, { onMailFrom: (_from, _session, done) => done(refusal(451, "try again")) });
  assertFails(await send(at(grey.port)), "later", /451 try again/);
  const closed = await openMailServer(t, { onRcptTo: (_to, _session, done) => done(refusal(550, "members only")) });
  assertFails(await send(at(closed.port)), "rejected", /ann@example\.org: 550 members only/);
  assert.equal(grey.taken.length + closed.taken.length, 0);
});

async function openLogIn(
  t: TestContext,
  isTls: boolean,
): Promise<{ port: number; users: string[]; count: () => number }> {
  const users: string[] = [];
  const { port, taken } = await openMailServer(t, {
    secure: isTls,
    hideSTARTTLS: false,
    disabledCommands: [],
    onAuth: ({ username, password }, session, done) => {
      users.push(`${username} ${session.secure ? "over TLS" : "in the clear"}`);
      if (password === "right horse") done(null, { user: username });
      else done(refusal(535, "5.7.8 wrong password"));
    },
  });
  return { port, users, count: () => taken.length };
}

test("log-in over STARTTLS and over TLS, with the secret behind the reference", async (t) => {
  for (const isTls of [false, true]) {
    const { port, users, count } = await openLogIn(t, isTls);
    const address = at(port, { smtp: `smtp${isTls ? "s" : ""}://me%40example.org@127.0.0.1:${port}`, secret: "env:X" });
    const outcome = await whileTrusted(() => send(address));
    assert.equal(outcome.kind, "sent", JSON.stringify(outcome));
    assert.deepEqual(users, ["me@example.org over TLS"]);
    assert.equal(count(), 1);
  }
});

test("a wrong password is held, and stands in no message", async (t) => {
  const { port, count } = await openLogIn(t, true);
  const address = at(port, { smtp: `smtps://me@127.0.0.1:${port}`, secret: "env:X" });
  const [part] = patient.prepare(letterWith(), address);
  assert.ok(part);
  const outcome = await whileTrusted(() => patient.deliver(part, address, { ...world, secret: () => "wrong horse" }));
  assertFails(outcome, "held", /535 5\.7\.8 wrong password/);
  assert.doesNotMatch(JSON.stringify(outcome), /wrong horse|d3JvbmcgaG9yc2/);
  assert.equal(count(), 0);
});

test("a secret that cannot be had is held, before any connection", async (t) => {
  const { port, lines } = await openOddServer(t, {});
  const address = at(port, { smtp: `smtp://me@127.0.0.1:${port}`, secret: "env:NONE" });
  const [part] = patient.prepare(letterWith(), address);
  assert.ok(part);
  const secret = (): string => {
    throw new PkmError("credentials", "NONE is not set", { hint: "export NONE=…" });
  };
  const outcome = await patient.deliver(part, address, { ...world, secret });
  assert.deepEqual(outcome, { kind: "held", message: "NONE is not set", hint: "export NONE=…" });
  assert.deepEqual(lines, []);
});

test("with a secret and no STARTTLS it is held, and no password goes over the wire", async (t) => {
  const { port, lines } = await openOddServer(t, {
    EHLO: () => "250-odd.example\r\n250 AUTH PLAIN LOGIN",
    STARTTLS: () => "502 not here",
  });
  const address = at(port, { smtp: `smtp://me@127.0.0.1:${port}`, secret: "env:X" });
  assertFails(await send(address), "held", /502 not here/);
  assert.ok(lines.length > 0 && lines.every((line) => !line.startsWith("AUTH")));
});

test("a certificate that nobody vouches for is later, with and without a secret", async (t) => {
  const { port, users, count } = await openLogIn(t, true);
  assertFails(await send(at(port, { smtp: `smtps://127.0.0.1:${port}` })), "later", /certificate/);
  assertFails(await send(at(port, { smtp: `smtps://me@127.0.0.1:${port}`, secret: "env:X" })), "later", /certificate/);
  const starttls = await openLogIn(t, false);
  assertFails(await send(at(starttls.port)), "later", /certificate/);
  assert.deepEqual([users.length, count(), starttls.count()], [0, 0, 0]);
});

test("a letter that was prepared for other addresses is not sent", async (t) => {
  const { port, taken } = await openMailServer(t);
  const [part] = patient.prepare(letterWith(), at(port));
  assert.ok(part);
  const changed = at(port, { to: ["ann@example.org", "eve@example.org"] });
  assertFails(await patient.deliver(part, changed, world), "rejected", /ann@example\.org, ben@example\.org/);
  assert.equal(patient.validate([part], changed)[0]?.isFatal, true);
  assert.deepEqual(patient.validate([part], at(port)), []);
  assert.equal(taken.length, 0);
});
