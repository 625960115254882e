// The contract suite over mail, site and file, each against its real far end.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { DomUtils, parseDocument } from "htmlparser2";
import { plainLine } from "../../src/base/plain.ts";
import { channels } from "../../src/channels/all.ts";
import { readable } from "../../src/channels/mail/readable.ts";
import type { Channel, Letter } from "../../src/share/channel.ts";
import { openMailServer } from "../channels/mail/servers.ts";
import { channelContract, type ContractCase, type FarEnd } from "./channel-contract.ts";

const cases: Readonly<Record<string, ContractCase>> = {
  mail: { load: () => load("mail"), open: openMail, checkForm: checkMessage },
  site: { load: () => load("site"), open: (t) => openFolder(t, { kind: "site", ext: ".html" }), checkForm: checkPage },
  file: {
    load: () => load("file"),
    open: (t) => openFolder(t, { kind: "file", ext: ".md" }),
    checkForm: checkMarkdown,
  },
  command: { load: () => load("command"), open: openProgram, checkForm: checkMarkdown },
};

/** Those whose far end is a server of its own, in test/servers. */
const onServers: Readonly<Record<string, string>> = {
  mastodon: "snac.test.ts",
  bluesky: "pds.test.ts",
  matrix: "synapse.test.ts",
};

test("every channel that pkm has is in the suite", () => {
  const kinds = [...Object.keys(cases), ...Object.keys(onServers)];
  assert.deepEqual(channels.map(({ kind }) => kind).toSorted(), kinds.toSorted());
  for (const [kind, file] of Object.entries(onServers)) {
    const text = readFileSync(new URL(`../servers/${file}`, import.meta.url), "utf8");
    assert.ok(text.includes(`channelContract("${kind}"`), `${file} has the suite for ${kind}`);
  }
});

for (const [kind, subject] of Object.entries(cases)) channelContract(kind, subject);

async function load(kind: string): Promise<Channel> {
  const entry = channels.find((each) => each.kind === kind);
  assert.ok(entry);
  return entry.load();
}

async function openMail(t: TestContext): Promise<FarEnd> {
  const maildir = await mkdtemp(join(tmpdir(), "pkm-contract-"));
  t.after(() => rm(maildir, { recursive: true }));
  for (const part of ["cur", "new", "tmp"]) await mkdir(join(maildir, part));
  const { port, taken } = await openMailServer(t, { sender: { address: "mira@example.org", maildir } });
  const settings = {
    replies: [`maildir:${maildir}`],
    to: ["Circle <circle@list.example>", "ben@example.org"],
    from: "Mira Ø <mira@example.org>",
    smtp: `smtp://127.0.0.1:${port}`,
  };
  return {
    address: { id: "h1m1", kind: "mail", exposure: "members", settings },
    standing: async () => taken.map(({ bytes }) => bytes),
  };
}

async function openFolder(t: TestContext, { kind, ext }: { kind: string; ext: string }): Promise<FarEnd> {
  const dir = await mkdtemp(join(tmpdir(), "pkm-contract-"));
  t.after(() => rm(dir, { recursive: true }));
  return {
    address: { id: "h2s1", kind, exposure: "world", settings: { dir } },
    standing: async () => {
      const names = (await readdir(dir)).filter((name) => name.endsWith(ext) && name !== "index.html");
      assert.deepEqual(
        (await readdir(dir)).filter((name) => name.startsWith(".")),
        [],
      );
      return Promise.all(names.map((name) => readFile(join(dir, name))));
    },
  };
}

async function openProgram(t: TestContext): Promise<FarEnd> {
  const dir = await mkdtemp(join(tmpdir(), "pkm-contract-"));
  t.after(() => rm(dir, { recursive: true }));
  const settings = { run: "/bin/sh", arg: ["-c", `cat > "${dir}/$PKM_WIRE_ID.md"`] };
  return {
    address: { id: "h4c1", kind: "command", exposure: "members", settings },
    standing: async () => Promise.all((await readdir(dir)).map((name) => readFile(join(dir, name)))),
  };
}

const headerNames = "Content-Transfer-Encoding Content-Type Date From MIME-Version Message-ID Subject To".split(" ");

function checkMessage(bytes: Uint8Array, letter: Letter): number {
  const text = Buffer.from(bytes).toString("latin1");
  assert.doesNotMatch(text, /(?<!\r)\n|\r(?!\n)|[^\r\n\x20-\x7e\t]/);
  const head = text.slice(0, text.indexOf("\r\n\r\n")).replace(/\r\n[ \t]/g, " ");
  const names = head.split("\r\n").map((line) => line.slice(0, line.indexOf(":")));
  assert.deepEqual(names.toSorted(), headerNames.toSorted());
  assert.ok(text.split("\r\n").every((line) => line.length <= 998));
  const seen = readable(bytes);
  const title = plainLine(letter.title).toWellFormed() || "Untitled";
  assert.match(seen, /\nTo: Circle <circle@list\.example>, ben@example\.org\n/);
  assert.ok(seen.includes(`\nSubject: ${title}\n`), seen.slice(0, 400));
  return names.length;
}

const forbidden = "script iframe object embed form input base svg link[onload] style img".split(" ");

function checkPage(bytes: Uint8Array, letter: Letter): number {
  const document = parseDocument(Buffer.from(bytes).toString("utf8"));
  const elements = DomUtils.getElementsByTagName("*", document);
  const inBody = DomUtils.getElementsByTagName("body", document).flatMap((body) =>
    DomUtils.getElementsByTagName("*", body),
  );
  assert.deepEqual(
    inBody.filter(({ name }) => forbidden.includes(name)),
    [],
  );
  for (const { name, attribs } of elements) {
    assert.ok(name !== "script" && Object.keys(attribs).every((key) => !/^on|^style$|^srcdoc$/i.test(key)));
    if (name === "a") assert.match(attribs["href"] ?? "", /^(?:https?:|mailto:|index\.html$|feed\.(?:xml|json)$)/);
  }
  const [title] = DomUtils.getElementsByTagName("title", document);
  assert.equal(title && DomUtils.textContent(title), plainLine(letter.title).toWellFormed() || "Untitled");
  assert.equal(DomUtils.getElementsByTagName("article", document).length, 1);
  return elements.length;
}

function checkMarkdown(bytes: Uint8Array, letter: Letter): number {
  const lines = Buffer.from(bytes).toString("utf8").split("\n");
  assert.equal(lines[0], `# ${plainLine(letter.title).toWellFormed() || "Untitled"}`);
  assert.equal(lines.at(-1), "");
  assert.doesNotMatch(lines.join("\n"), /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  return lines.length;
}
