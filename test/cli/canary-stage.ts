// A home with a canary in every place where something private lies, and far ends that keep all they are sent.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { SMTPServer } from "smtp-server";
import { run } from "../../src/main.ts";
import { captureTerminal } from "../../src/term/captured.ts";
import { certificate, key, whileTrusted } from "../channels/certificate.ts";
import { honest } from "../fuzz/targets/honest-answers.ts";

/** What stands for each secret; nothing else in the world has these letters. */
export const secrets = {
  feed: "CANARY7feed-password",
  mail: "CANARY7mail-password",
  digest: "CANARY7digest-password",
  mastodon: "CANARY7mastodon-token",
  bluesky: "CANARY7bluesky-password",
  matrix: "CANARY7matrix-token",
} as const;

/** What stands for what was said in confidence. */
export const confidences = {
  note: "wagtailnote",
  comment: "wagtailcomment",
  feedback: "wagtailfeedback",
  address: "wagtailaddress@hidden.example",
  muted: "wagtailmuted",
} as const;

export interface Said {
  status: number;
  stdout: string;
  stderr: string;
}

export interface CanaryStage {
  home: string;
  /** Everything below it was written by pkm or by what pkm ran or talked to. */
  folder: string;
  /** Ids of what the calls speak of, by name. */
  ids: Readonly<Record<string, string>>;
  /** One command line; at a terminal, or through a pipe. */
  say(argv: readonly string[], how?: { home?: string; isTty?: boolean; input?: string }): Promise<Said>;
  /** Far ends refuse from now on, and say again what they were sent. */
  refuse(): void;
  /** All that has left so far, by the place that got it. */
  left(): Readonly<Record<string, string>>;
}

/** Opens one; it ends with the test. */
export async function openCanaryStage(t: TestContext): Promise<CanaryStage> {
  const folder = mkdtempSync(join(tmpdir(), "pkm-canary-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const home = join(folder, "home");
  const far = { isRefusing: false, web: [] as string[], mail: [] as string[], accepted: [] as string[] };
  const origin = await serveWeb(t, far);
  const smtp = await serveMail(t, far);
  const programs = writePrograms(folder);
  const env = {
    PKM_HOME: home,
    NO_COLOR: "1",
    PATH: process.env["PATH"],
    FEED_PASSWORD: secrets.feed,
    MASTODON_TOKEN: secrets.mastodon,
  };
  const say: CanaryStage["say"] = async (argv, { home: other = home, isTty = false, input = "" } = {}) => {
    const captured = captureTerminal(80);
    const terminal = {
      ...captured,
      isOutputTty: isTty,
      isErrorTty: isTty,
      async *inputPieces() {
        yield Buffer.from(input);
      },
      readInput: () => Promise.resolve(Buffer.from(input)),
    };
    const world = { env: { ...env, PKM_HOME: other }, clock: { now: () => new Date() }, terminal, version: "0.0.0" };
    const status = await whileTrusted(() => run(argv, world));
    return { status, ...captured.written() };
  };
  const ids = await settle({ folder, home, origin, smtp, programs, say });
  return {
    home,
    folder,
    ids,
    say,
    refuse: () => void (far.isRefusing = true),
    left: () => ({
      "requests to servers": far.web.join("\n"),
      "letters of a round": far.mail.filter((letter) => !/^Subject: .*digest/im.test(letter)).join("\n"),
      "letters of a digest": far.mail.filter((letter) => /^Subject: .*digest/im.test(letter)).join("\n"),
      "the folder of a community": textBelow(join(folder, "circle")),
      "the site": textBelow(join(folder, "garden")),
      "argv, environment and input of programs": textBelow(join(folder, "seen")),
    }),
  };
}

/** Every file below a folder as one text; bytes that are no text stand as they are. */
export function textBelow(folder: string, isWanted: (path: string) => boolean = () => true): string {
  if (!existsSync(folder)) return "";
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(isWanted)
    .map((path) => `${path}\n${readFileSync(path, "latin1")}`)
    .join("\n");
}

interface Far {
  isRefusing: boolean;
  web: string[];
  mail: string[];
  accepted: string[];
}

function serveWeb(t: TestContext, far: Far): Promise<string> {
  const feed =
    `<rss version="2.0"><channel><title>Letters</title><item><title>Small groups learn aloud</title>` +
    `<link>https://a.example/groups</link><guid>g1</guid><description>Words of the letter, long enough to be quoted.</description></item>` +
    `<item><title>A ${confidences.muted} offer</title><link>https://a.example/offer</link><guid>g2</guid></item></channel></rss>`;
  const answer = (request: IncomingMessage, body: string, response: ServerResponse): void => {
    const url = request.url ?? "";
    const authorization = request.headers.authorization ?? "";
    // Where the secret belongs it is not told; anywhere else it would be a leak.
    const { authorization: _own, ...headers } = request.headers;
    far.web.push(`${request.method} ${url} ${JSON.stringify(headers)} ${url.includes("Session") ? "" : body}`);
    far.accepted.push(authorization, url.includes("Session") ? body : "");
    const said = Buffer.from(authorization.replace(/^Basic /, ""), "base64").toString("utf8");
    if (far.isRefusing) {
      const error = `no ${authorization} ${said} ${url.includes("Session") ? body : ""}`;
      response.writeHead(401, { "content-type": "application/json" }).end(JSON.stringify({ error, message: error }));
    } else if (url === "/page") {
      response
        .writeHead(200, { "content-type": "text/html" })
        .end(`<html><body><article><p>${"A page to keep. ".repeat(30)}`);
    } else if (url.startsWith("/feed")) {
      response
        .writeHead(authorization === "" ? 401 : 200, { "content-type": "application/rss+xml" })
        .end(authorization === "" ? "" : feed);
    } else {
      const found = honest.find(({ path }) => path.test(url));
      response
        .writeHead(found === undefined ? 404 : 200, { "content-type": "application/json" })
        .end(JSON.stringify(found?.answer ?? {}));
    }
  };
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => answer(request, body, response));
  });
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return new Promise((done) =>
    server.listen(0, "127.0.0.1", () => done(`http://127.0.0.1:${portOf(server.address())}`)),
  );
}

async function serveMail(t: TestContext, far: Far): Promise<string> {
  const server = new SMTPServer({
    secure: true,
    key,
    cert: certificate,
    disableReverseLookup: true,
    onAuth({ username, password }, _session, done) {
      far.accepted.push(password ?? "");
      const refusal = Object.assign(new Error(`5.7.8 wrong password ${password} of ${username}`), {
        responseCode: 535,
      });
      if (far.isRefusing) done(refusal);
      else done(null, { user: username });
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map(({ address }) => address).join();
        far.mail.push(`${to}\n${unquoted(Buffer.concat(chunks).toString("latin1"))}`);
        done(null);
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", () => done()));
  t.after(() => new Promise<void>((done) => server.close(() => done())));
  return `smtps://me%40test.example@127.0.0.1:${portOf(server.server.address())}`;
}

/** Quoted-printable read, so that no canary hides in it; base64 is looked for as such. */
function unquoted(text: string): string {
  return text
    .replace(/=\r?\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}

interface Programs {
  feed: string;
  take: string;
  secret(value: string): string;
  file(name: string, value: string): string;
}

/** Programs of the person's own, each of which writes down all that it is handed. */
function writePrograms(folder: string): Programs {
  const seen = join(folder, "seen");
  mkdirSync(seen);
  mkdirSync(join(folder, "secrets"), { mode: 0o700 });
  const write = (name: string, more: string): string => {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\n{ echo "$0 $@"; env; } >> ${seen}/${name}\n${more}\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const feed = `<rss version="2.0"><channel><title>Own</title><item><title>Own item</title><guid>o1</guid></item></channel></rss>`;
  return {
    feed: write("feed.sh", `echo '${feed}'`),
    take: write("take.sh", `cat >> ${seen}/taken`),
    secret: (value) => write(`secret-${value.slice(-9)}.sh`, `echo ${value}`),
    file(name, value) {
      const path = join(folder, "secrets", name);
      writeFileSync(path, `${value}\n`, { mode: 0o600 });
      return path;
    },
  };
}

interface Settling {
  folder: string;
  home: string;
  origin: string;
  smtp: string;
  programs: Programs;
  say: CanaryStage["say"];
}

async function settle({
  folder,
  home,
  origin,
  smtp,
  programs,
  say,
}: Settling): Promise<Readonly<Record<string, string>>> {
  const well = async (...argv: readonly string[]): Promise<string> => {
    const { status, stdout, stderr } = await say(argv);
    if (status !== 0) throw new Error(`pkm ${argv.join(" ")} ended with ${status}: ${stderr}`);
    return stdout.trim();
  };
  mkdirSync(home, { mode: 0o700 });
  const mailSecret = `cmd:${programs.secret(secrets.mail)}`;
  const files = writeFiles(folder, origin);
  const config = `author = "Me"\n[mail]\nfrom = "me@test.example"\nto = ["me@test.example"]\nsmtp = "${smtp}"\nsecret = "file:${programs.file("digest", secrets.digest)}"\n`;
  writeFileSync(join(home, "config.toml"), config);
  await well("seek", "mute", confidences.muted);
  const source = await well(
    "seek",
    "add",
    `${origin}/feed`,
    "--secret",
    "env:FEED_PASSWORD",
    "--user",
    "ada",
    "--all",
    "--ids",
  );
  await well("seek", "add", `exec:${programs.feed}`, "--all");
  const [item = ""] = (await well("find", "groups", "kind:item", "--ids")).split("\n");
  const mark = await well("sense", "mark", item, "-m", `${confidences.comment} of mine`, "--ids");
  const hidden = await well(
    "sense",
    "note",
    item,
    "--title",
    "Hidden",
    "-m",
    `A ${confidences.note} for me alone.`,
    "--ids",
  );
  const open = await well(
    "sense",
    "note",
    item,
    "--title",
    "Open work",
    "-m",
    "What I think where others may read it.",
    "--ids",
  );
  await well("sense", "link", open, hidden, "--as", "extends");
  await well("people", "add", "Ines Aalto", "--mail", "ines@bench.example");
  await well("people", "add", "Cleo Hidden", "--mail", confidences.address);
  const place = async (name: string, kind: string, flags: readonly string[]): Promise<void> => {
    await well("community", "add", name);
    for (const person of ["Ines Aalto", "Cleo Hidden"]) await well("community", "member", name, person);
    await well("community", "channel", name, kind, "--exposure", "closed", ...flags);
  };
  await place("Folder Circle", "file", ["--dir", join(folder, "circle")]);
  await place("Program Circle", "command", ["--run", programs.take, "--arg", "--round"]);
  const to = ["--to", "ines@bench.example", "--from", "me@test.example"];
  await place("Letter Circle", "mail", [...to, "--smtp", smtp, "--secret", mailSecret]);
  const matrix = `cmd:${programs.secret(secrets.matrix)}`;
  await place("Room Circle", "matrix", ["--homeserver", origin, "--room", "!room:test", "--secret", matrix]);
  await well(
    "network",
    "add",
    "garden",
    "--channel",
    "site",
    "--dir",
    join(folder, "garden"),
    "--base-url",
    "https://garden.example/",
  );
  await well(
    "network",
    "add",
    "social",
    "--channel",
    "mastodon",
    "--instance",
    origin,
    "--secret",
    "env:MASTODON_TOKEN",
  );
  const bluesky = `file:${programs.file("bluesky", secrets.bluesky)}`;
  await well(
    "network",
    "add",
    "sky",
    "--channel",
    "bluesky",
    "--service",
    origin,
    "--handle",
    "ann.test",
    "--secret",
    bluesky,
  );
  const share = await well("share", "stage", open, "--with", "Folder Circle", "--ask", "Does it hold?", "--ids");
  await well("share", "send", share);
  for (const circle of ["Program Circle", "Letter Circle", "Room Circle"]) {
    const text = `What I think for the ${circle}.`;
    const note = await well("sense", "note", item, "--title", `Open to the ${circle}`, "-m", text, "--ids");
    await well("share", "send", await well("share", "stage", note, "--with", circle, "--ask", "Why?", "--ids"));
  }
  const networks = ["garden", "social", "sky"].flatMap((network) => ["--to", network]);
  await well("share", "publish", share, ...networks, "--anyway", "to see what leaves");
  await well("digest", "--mail", "--limit", "1");
  const said = ["--from", "Cleo Hidden", "--via", "coffee", "-m", `It is ${confidences.feedback}, between us.`];
  const feedback = await well("share", "feedback", share, "add", ...said, "--ids");
  const unsent = await well("sense", "note", item, "--title", "Not sent yet", "-m", "What waits to be sent.", "--ids");
  const staged = await well("share", "stage", unsent, "--with", "Letter Circle", "--ask", "Why?", "--ids");
  await well("people", "add", "Bo Newcomer");
  await well("backup", "--out", files["backup"] ?? "");
  return {
    source,
    item,
    mark,
    hidden,
    open,
    share,
    staged,
    feedback,
    ...files,
    ...Object.fromEntries(await channelsOf(well)),
  };
}

/** Files that calls are handed, by name. */
function writeFiles(folder: string, origin: string): Readonly<Record<string, string>> {
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  return {
    feed: `${origin}/feed?again`,
    feedFile: write(
      "feed.xml",
      "<rss version='2.0'><channel><title>t</title><item><title>a</title></item></channel></rss>",
    ),
    list: write(
      "list.opml",
      "<opml version='2.0'><body><outline text='a' xmlUrl='https://a.example/feed'/></body></opml>",
    ),
    cards: write("cards.vcf", "BEGIN:VCARD\nVERSION:4.0\nFN:Ann Card\nEND:VCARD\n"),
    secretFile: join(folder, "secrets", "bluesky"),
    page: `${origin}/page`,
    backup: join(folder, "kept.backup"),
  };
}

async function channelsOf(well: (...argv: readonly string[]) => Promise<string>): Promise<readonly [string, string][]> {
  const found: [string, string][] = [];
  for (const place of ["Folder Circle", "Program Circle", "Letter Circle", "Room Circle"]) {
    const [, kind = "", id = ""] =
      /"id": "(h\w+)",\s+"kind": "(\w+)"/.exec(await well("community", "show", place, "--json")) ?? [];
    found.push([id, kind]);
  }
  for (const network of ["garden", "social", "sky"]) {
    const [, kind = "", id = ""] =
      /"id": "(h\w+)",\s+"kind": "(\w+)"/.exec(await well("network", "show", network, "--json")) ?? [];
    found.push([id, kind]);
  }
  return found;
}
