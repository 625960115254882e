// Far ends of the crash tests: real servers, folders and programs, each of which counts what it has received.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SMTPServer } from "smtp-server";
import { startMailServers } from "../servers/mail-server.ts";
import type { FaultBench } from "./bench.ts";
import { moments, openSmtpProxy, type Moment } from "./smtp-proxy.ts";

/** A way to hit a sender: waits for its moment, after which it is killed. */
export interface Point {
  name: string;
  /** Resolves when the sender of the share is to be killed. */
  wait(share: string): Promise<void>;
}

export interface FarEnd {
  kind: string;
  /** How much longer each step on the disk is to take; 0 for what does not go to the disk. */
  diskMs: number;
  /** Every moment that is tried, once a round. */
  points(bench: FaultBench): readonly Point[];
  /** How often the share has been received, once all that is on its way has come. */
  received(share: string): Promise<number>;
  close(): Promise<void>;
}

const ms = (count: number): Point => ({ name: `${count} ms`, wait: () => sleep(count) });

/** Points by the clock, and by how far the delivery has come in the store. */
function pointsBySight(bench: FaultBench, delays: readonly number[]): readonly Point[] {
  const whileSending = delays.map((delay) => ({
    name: `${delay} ms into sending`,
    async wait(share: string): Promise<void> {
      for (let tries = 0; tries < 5000 && bench.state(share) === "pending"; tries += 1) await sleep(1);
      await sleep(delay);
    },
  }));
  return [ms(5), ms(150), ...whileSending];
}

/** A folder of pages or files. */
export async function folderEnd(bench: FaultBench, kind: "site" | "file"): Promise<FarEnd> {
  const dir = join(bench.home, kind);
  await bench.place(kind, kind, ["--dir", dir]);
  const ending = kind === "site" ? ".html" : ".md";
  return {
    kind,
    diskMs: 12,
    points: () => pointsBySight(bench, kind === "site" ? [0, 20, 40, 70, 110, 160] : [0, 8, 16, 24, 32, 45]),
    received: async (share) => {
      const names = existsSync(dir)
        ? readdirSync(dir).filter((name) => name.endsWith(ending) && name !== "index.html")
        : [];
      const round = bench.store.releases.ofShare(share)[0]?.id ?? "";
      return names.filter((name) => name.includes(share) || name.startsWith(`${round}-v`)).length;
    },
    close: async () => {},
  };
}

/** A program that says how far it is, and writes down what it has taken. */
export async function programEnd(bench: FaultBench): Promise<FarEnd> {
  const dir = join(bench.home, "program");
  mkdirSync(dir);
  const script = join(dir, "take.sh");
  const steps = `#!/bin/sh\nI="$1/$PKM_WIRE_ID"\ntouch "$I.begun"; sleep 0.05\ncat > "$I.bytes"; sleep 0.05\necho "$PKM_WIRE_ID" >> "$1/taken"; touch "$I.took"; sleep 0.05\ntouch "$I.done"\n`;
  writeFileSync(script, steps, { mode: 0o755 });
  await bench.place("program", "command", ["--run", script, "--arg", dir]);
  const wireId = (share: string): string => bench.store.releases.ofShare(share)[0]?.deliveries[0]?.wireId ?? "";
  const seen = async (share: string, step: string, within: number): Promise<boolean> => {
    for (let tries = 0; tries < within; tries += 1) {
      if (existsSync(join(dir, `${wireId(share)}.${step}`))) return true;
      await sleep(2);
    }
    return false;
  };
  return {
    kind: "command",
    diskMs: 0,
    points: () => [
      ms(20),
      ...["begun", "bytes", "took", "done"].map((step) => ({
        name: step,
        wait: async (share: string): Promise<void> => void (await seen(share, step, 5000)),
      })),
    ],
    received: async (share) => {
      // The program lives on without the pkm that began it.
      if (await seen(share, "begun", 100)) await seen(share, "done", 2000);
      const taken = existsSync(join(dir, "taken")) ? readFileSync(join(dir, "taken"), "utf8").split("\n") : [];
      return taken.filter((line) => line === wireId(share)).length;
    },
    close: async () => {},
  };
}

interface Mail {
  smtpPort: number;
  /** Flags for reading what came back. */
  reading: readonly string[];
  /** All mails that lie with Ann. */
  received(): readonly Buffer[];
  close(): Promise<void>;
}

async function mailEnd(bench: FaultBench, kind: string, mail: Mail): Promise<FarEnd> {
  const proxy = await openSmtpProxy(mail.smtpPort);
  const to = ["--to", "ann@test.example", "--from", "me@test.example", "--smtp", `smtp://127.0.0.1:${proxy.port}`];
  await bench.place(kind, "mail", [...to, ...mail.reading]);
  const at = (moment: Moment, delay: number): Point => ({
    name: `${moment}${delay === 0 ? "" : ` and ${delay} ms`}`,
    wait: () =>
      new Promise((done) => {
        proxy.stopAt(moment, () => {
          proxy.stopAt(null, () => {});
          setTimeout(done, delay);
        });
      }),
  });
  return {
    kind,
    diskMs: 0,
    points: () => [
      ms(30),
      ...moments.map((moment) => at(moment, 0)),
      at("answered", 1),
      at("answered", 5),
      at("answered", 25),
    ],
    received: async (share) => {
      const id = bench.store.releases.ofShare(share)[0]?.deliveries[0]?.wireId ?? "-";
      const count = (): number => mail.received().filter((bytes) => bytes.includes(id)).length;
      // What was taken is in the mailbox soon; what was not never comes.
      for (let tries = 0; tries < 20 && count() === 0; tries += 1) await sleep(50);
      return count();
    },
    async close() {
      await proxy.close();
      await mail.close();
    },
  };
}

/** An SMTP server that needs nothing installed, sorting each message into a Maildir for each who gets it. */
export async function plainMailEnd(bench: FaultBench): Promise<FarEnd> {
  const dir = join(bench.home, "mailboxes");
  const maildir = (address: string): string => join(dir, address.split("@")[0] ?? "");
  for (const name of ["ann", "me"])
    for (const part of ["cur", "new", "tmp"]) mkdirSync(join(dir, name, part), { recursive: true });
  let count = 0;
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        count += 1;
        for (const { address } of session.envelope.rcptTo) {
          writeFileSync(join(maildir(address), "new", `${Date.now()}.${count}.test`), Buffer.concat(chunks));
        }
        done(null);
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return mailEnd(bench, "mail", {
    smtpPort: address.port,
    reading: ["--replies", `maildir:${maildir("me")}`],
    received: () =>
      readdirSync(join(maildir("ann"), "new")).map((name) => readFileSync(join(maildir("ann"), "new", name))),
    close: () => new Promise((closed) => server.close(() => closed())),
  });
}

/** A real Postfix, looked into over IMAP in a real Dovecot. */
export async function postfixEnd(bench: FaultBench): Promise<FarEnd> {
  const servers = await startMailServers();
  const imap = `imaps://me%40test.example@127.0.0.1:${servers.imapsPort}`;
  const mail = {
    smtpPort: servers.smtpPort,
    reading: ["--imap", imap, "--secret", "env:PKM_TEST_PASSWORD"],
    received: () => servers.mails("ann"),
    close: () => servers.stop(),
  };
  try {
    return await mailEnd(bench, "postfix", mail);
  } catch (thrown) {
    // Servers of another process would outlive the test, and hold it.
    await servers.stop();
    throw thrown;
  }
}
