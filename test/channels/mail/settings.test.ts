// The mail channel's flags: what is taken, what is refused, and that no error repeats a password.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PkmError } from "../../../src/base/errors.ts";
import { mail } from "../../../src/channels/mail/mail.ts";
import { imapServer, smtpServer } from "../../../src/channels/mail/settings.ts";
import type { ChannelSettings } from "../../../src/people/community.ts";

const good = { to: ["ann@example.org"], from: "Mira <mira@example.org>", smtp: "smtp://mail.example.org" };

test("servers are taken apart, with the ports of their schemes", () => {
  const read = (smtp: string, secret?: string): object =>
    smtpServer({ smtp, ...(secret === undefined ? {} : { secret }) });
  const bare = { user: null, secret: null };
  assert.deepEqual(read("smtp://mail.example.org"), { host: "mail.example.org", port: 587, isTls: false, ...bare });
  assert.deepEqual(read("smtps://mail.example.org"), { host: "mail.example.org", port: 465, isTls: true, ...bare });
  assert.deepEqual(read("smtp://[::1]:2525/"), { host: "::1", port: 2525, isTls: false, ...bare });
  assert.deepEqual(read("smtps://me%40example.org@m.example:1", "env:P"), {
    host: "m.example",
    port: 1,
    isTls: true,
    user: "me@example.org",
    secret: "env:P",
  });
});

const refused: readonly [string, ChannelSettings, string][] = [
  ["no address", { ...good, to: ["nobody"] }, "--to"],
  ["two addresses in one flag", { ...good, to: ["a@b.example, c@d.example"] }, "--to"],
  ["a header in an address", { ...good, to: ["a@b.example\r\nBcc: c@d.example"] }, "--to"],
  ["a header in a name", { ...good, from: "Mira\r\nBcc: x <mira@example.org>" }, "--from"],
  ["a group", { ...good, to: ["team: a@b.example;"] }, "--to"],
  ["a list for one value", { ...good, from: ["a@b.example", "c@d.example"] }, "--from"],
  ["another scheme", { ...good, smtp: "http://mail.example.org" }, "--smtp"],
  ["no scheme", { ...good, smtp: "mail.example.org" }, "--smtp"],
  ["a path", { ...good, smtp: "smtp://mail.example.org/x" }, "--smtp"],
  ["a password", { ...good, smtp: "smtp://me:hunter2@mail.example.org", secret: "env:P" }, "--smtp"],
  [
    "a user with a percent sign of no meaning",
    { ...good, smtp: "smtp://a%zz@mail.example.org", secret: "env:P" },
    "--smtp",
  ],
  ["a folder with one", { ...good, imap: "imaps://me@mail.example.org/50%", secret: "env:P" }, "--imap"],
  ["a user without a secret", { ...good, smtp: "smtp://me@mail.example.org" }, "--secret"],
  ["a secret without a user", { ...good, secret: "env:P" }, "--secret"],
  ["a web address for imap", { ...good, imap: "https://mail.example.org" }, "--imap"],
  ["a mailbox without a user", { ...good, imap: "imaps://mail.example.org", secret: "env:P" }, "--imap"],
  ["a mailbox without a secret", { ...good, imap: "imaps://me@mail.example.org" }, "--secret"],
  ["a folder of no known form", { ...good, replies: ["/home/me/Mail"] }, "--replies"],
  ["a mailbox by a path that is not whole", { ...good, replies: ["mbox:mail"] }, "--replies"],
];

for (const [name, settings, flag] of refused) {
  test(`${name} is refused, naming ${flag}`, () => {
    assert.throws(
      () => mail.check(settings),
      (error: unknown) =>
        error instanceof PkmError &&
        error.kind === "usage" &&
        error.message.includes(flag) &&
        !error.message.includes("hunter2") &&
        !error.message.includes("\n"),
    );
  });
}

test("good settings pass, and a mailbox makes answers and a lookup possible", () => {
  assert.equal(refused.length, 19);
  const can = (settings: ChannelSettings): unknown => {
    mail.check(settings);
    const { retry, canReadReplies } =
      mail.capabilitiesAt?.({ id: "h1", kind: "mail", exposure: "closed", settings }) ?? {};
    return [retry, canReadReplies];
  };
  assert.deepEqual(can(good), ["never", false]);
  assert.deepEqual(can({ ...good, imap: "imaps://me@mail.example.org/Lists", secret: "env:P" }), ["lookup", true]);
  assert.deepEqual(can({ ...good, replies: ["maildir:/home/me/Maildir", "mbox:/var/mail/me"] }), ["lookup", true]);
  const server = imapServer({ ...good, imap: "imap://me%40x.example@[::1]/Bench%20Circle", secret: "env:P" });
  const folder = { user: "me@x.example", secret: "env:P", folder: "Bench Circle" };
  assert.deepEqual(server, { host: "::1", port: 143, isTls: false, ...folder });
});

test("a closed channel reaches people by name; others reach a list whose readers are not known", () => {
  const address = {
    id: "h1m1",
    kind: "mail",
    settings: { ...good, to: ["Ann B <ann@example.org>", "ben@example.org"] },
  };
  assert.deepEqual(mail.audience({ ...address, exposure: "closed" }), {
    people: [
      { person: null, name: "Ann B", address: "ann@example.org" },
      { person: null, name: "ben@example.org", address: "ben@example.org" },
    ],
    unknown: [],
  });
  for (const exposure of ["members", "world"] as const) {
    const { people, unknown } = mail.audience({ ...address, exposure });
    assert.deepEqual(
      [people, unknown],
      [[], ["who reads the list ann@example.org", "who reads the list ben@example.org"]],
    );
  }
});
