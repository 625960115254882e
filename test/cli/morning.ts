// A morning of cron: feeds on the loopback, an SMTP server that puts mail into a Maildir, and pkm in a bare environment.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { SMTPServer, type SMTPServerSession } from "smtp-server";

const program = fileURLToPath(new URL("../transcripts/pkm.ts", import.meta.url));

export interface Ran {
  /** Null when it was killed. */
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Where a run can be killed, as the mail server sees it; "random" is after so many milliseconds. */
export const smtpStages = ["connect", "mail", "rcpt", "data", "message", "stored", "answered"] as const;
export type SmtpStage = (typeof smtpStages)[number];

export interface Morning {
  home: string;
  /** Adds items to the feed at /<name>; null makes it answer with 500. */
  publish(name: string, titles: readonly string[] | null): void;
  feedUrl(name: string): string;
  /** `env -i HOME=… node pkm …`; killed when the server comes to `killAt` or after `killAfterMs`. */
  run(args: readonly string[], kill?: { at?: SmtpStage; afterMs?: number }): Promise<Ran>;
  /** The letters in the box, each decoded to its Message-ID and its plain text. */
  letters(): readonly { messageId: string; subject: string; text: string; raw: string }[];
  config(text: string): void;
  /** All sources are due again, as if a day had passed. */
  forgetAsked(): void;
  box: string;
  smtpUrl: string;
}

/** Everything ends with the test. */
export async function openMorning(t: TestContext): Promise<Morning> {
  const folder = mkdtempSync(join(tmpdir(), "pkm-morning-"));
  const [home, box] = [join(folder, "home"), join(folder, "Maildir")];
  for (const part of ["new", "cur", "tmp"]) mkdirSync(join(box, part), { recursive: true });
  mkdirSync(join(home, ".config", "pkm"), { recursive: true });
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const feeds = new Map<string, string[] | null>();
  const origin = await serveFeeds(t, feeds);
  const reached: { heard: (stage: SmtpStage) => Promise<void> } = { heard: async () => undefined };
  const port = await serveMail(t, box, (stage) => reached.heard(stage));
  return {
    home,
    box,
    smtpUrl: `smtp://127.0.0.1:${port}`,
    feedUrl: (name) => `${origin}/${name}`,
    config: (text) => writeFileSync(join(home, ".config", "pkm", "config.toml"), text),
    forgetAsked() {
      const db = new Database(join(home, ".local", "share", "pkm", "pkm.db"));
      db.exec("UPDATE source_feed SET next_due = '2020-01-01T00:00:00.000Z', not_before = NULL");
      db.close();
    },
    publish(name, titles) {
      feeds.set(name, titles === null ? null : [...(feeds.get(name) ?? []), ...titles]);
    },
    run: (args, kill = {}) =>
      new Promise((done, fail) => {
        const child = spawn("/usr/bin/env", ["-i", `HOME=${home}`, process.execPath, program, ...args], {
          stdio: ["ignore", "pipe", "pipe"],
          cwd: home,
        });
        let [stdout, stderr] = ["", ""];
        child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
        child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
        reached.heard = async (stage) => {
          if (stage !== kill.at) return;
          child.kill("SIGKILL");
          // Nothing is answered before the process is gone.
          await sleep(50);
        };
        const timer = kill.afterMs === undefined ? null : setTimeout(() => child.kill("SIGKILL"), kill.afterMs);
        child.once("error", fail);
        child.once("close", (status) => {
          if (timer !== null) clearTimeout(timer);
          reached.heard = async () => undefined;
          done({ status, stdout, stderr });
        });
      }),
    letters: () =>
      ["new", "cur"].flatMap((part) => readdirSync(join(box, part)).map((name) => letterOf(join(box, part, name)))),
  };
}

function serveFeeds(t: TestContext, feeds: ReadonlyMap<string, string[] | null>): Promise<string> {
  const server = createServer((request, response) => {
    const name = (request.url ?? "").slice(1);
    const titles = feeds.get(name);
    if (titles === undefined || titles === null) {
      response.writeHead(titles === null ? 500 : 404).end("broken\n");
      return;
    }
    const entries = titles.map(
      (title, at) =>
        `<item><title>${title}</title><guid>${name}-${at}</guid><link>https://${name}.example/${at}</link>` +
        `<description>Words of ${title}.</description></item>`,
    );
    response
      .writeHead(200, { "content-type": "application/rss+xml" })
      .end(
        `<rss version="2.0"><channel><title>${name}</title><link>https://${name}.example/</link>${entries.join("")}</channel></rss>`,
      );
  });
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return new Promise((done) =>
    server.listen(0, "127.0.0.1", () => done(`http://127.0.0.1:${portOf(server.address())}`)),
  );
}

/** Mail is taken as servers take it: whole, under a name of its own, and never lost once it was answered for. */
async function serveMail(t: TestContext, box: string, heard: (stage: SmtpStage) => Promise<void>): Promise<number> {
  let count = 0;
  const pass = async (stage: SmtpStage, done: () => void): Promise<void> => {
    await heard(stage);
    done();
  };
  const after = (stage: SmtpStage) => (_of: unknown, _session: SMTPServerSession, done: () => void) =>
    void pass(stage, () => done());
  const server = new SMTPServer({
    disabledCommands: ["AUTH"],
    hideSTARTTLS: true,
    disableReverseLookup: true,
    onConnect: (_session, done) => void pass("connect", () => done(null)),
    onMailFrom: after("mail"),
    onRcptTo: after("rcpt"),
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      void heard("data");
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        void (async () => {
          await heard("message");
          count += 1;
          const name = `${Date.now()}.${count}.test`;
          writeFileSync(join(box, "tmp", name), Buffer.concat(chunks));
          renameSync(join(box, "tmp", name), join(box, "new", name));
          await heard("stored");
          done(null);
          setTimeout(() => void heard("answered"), 1);
        })();
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", () => done()));
  t.after(() => new Promise<void>((done) => server.close(() => done())));
  return portOf(server.server.address());
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}

function letterOf(file: string): ReturnType<Morning["letters"]>[number] {
  const raw = readFileSync(file, "latin1");
  const header = (name: string): string => new RegExp(`^${name}: (.*)$`, "im").exec(raw)?.[1]?.trim() ?? "";
  const [, boundary = ""] = /boundary="([^"]+)"/.exec(raw) ?? [];
  const part = raw.split(`--${boundary}`).find((each) => /content-type: text\/plain/i.test(each)) ?? "";
  const body = part.slice(part.indexOf("\r\n\r\n") + 4);
  const bytes = body
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return {
    messageId: header("message-id"),
    subject: header("subject"),
    text: Buffer.from(bytes, "latin1").toString("utf8"),
    raw,
  };
}
