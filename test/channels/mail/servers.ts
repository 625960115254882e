// SMTP servers on the loopback interface: an honest one, and one that misbehaves on cue.
import { writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { certificate, key } from "../certificate.ts";

export interface Taken {
  from: string;
  to: string[];
  bytes: Buffer;
}

export interface MailServer {
  port: number;
  /** Every message that was answered with 250, in order. */
  taken: Taken[];
}

/** Where the server puts what it takes for one address. */
interface Maildir {
  address: string;
  maildir: string;
}

/** A real SMTP server that keeps what it takes; it ends with the test. */
export async function openMailServer(
  t: TestContext,
  { sender, ...options }: SMTPServerOptions & { sender?: Maildir } = {},
): Promise<MailServer> {
  const taken: Taken[] = [];
  const server = new SMTPServer({
    disabledCommands: ["AUTH"],
    hideSTARTTLS: true,
    key,
    cert: certificate,
    disableReverseLookup: true,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? "" : mailFrom.address;
        const to = rcptTo.map(({ address }) => address);
        taken.push({ from, to, bytes: Buffer.concat(chunks) });
        if (sender !== undefined && to.includes(sender.address)) {
          writeFileSync(join(sender.maildir, "new", `${taken.length}.test`), Buffer.concat(chunks));
        }
        done(null);
      });
    },
    ...options,
  });
  // Clients that break off are what is tested here.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { port: portOf(server.server), taken };
}

/** An error that smtp-server answers with `code` and `words`. */
export function refusal(code: number, words: string): Error & { responseCode: number } {
  return Object.assign(new Error(words), { responseCode: code });
}

/** What a misbehaving server does with one line from the client; "." is the end of a message. */
export type Answer = (line: string, socket: Socket) => string | null;

/** Answers every line as an ordinary server would, but for the lines that `odd` answers itself (null: says nothing). */
export async function openOddServer(
  t: TestContext,
  odd: Record<string, Answer>,
): Promise<{ port: number; lines: string[] }> {
  const lines: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    say(socket, (odd["connect"] ?? usual)("connect", socket));
    attend(socket, (line) => {
      lines.push(line);
      return (odd[verbOf(line)] ?? usual)(line, socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { port: portOf(server), lines };
}

/** A port on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const port = portOf(server);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

const replies: Readonly<Record<string, string>> = {
  connect: "220 odd.example ESMTP",
  EHLO: "250 odd.example",
  DATA: "354 go on",
  QUIT: "221 bye",
};

function usual(line: string): string {
  return replies[verbOf(line)] ?? "250 ok";
}

function verbOf(line: string): string {
  return line === "connect" ? line : (line.split(/[ :]/)[0] ?? "").toUpperCase();
}

function attend(socket: Socket, answer: (line: string) => string | null): void {
  let waiting = "";
  let isMessage = false;
  socket.on("data", (chunk) => {
    const lines = `${waiting}${chunk.toString("latin1")}`.split("\r\n");
    waiting = lines.pop() ?? "";
    for (const line of lines) {
      if (isMessage && line !== ".") continue;
      const reply = answer(line);
      isMessage = reply?.startsWith("354") ?? false;
      say(socket, reply);
    }
  });
}

function say(socket: Socket, reply: string | null): void {
  if (reply !== null && socket.writable) socket.write(`${reply}\r\n`);
}

function portOf(server: Server): number {
  const address = server.address();
  if (isAddressInfo(address)) return address.port;
  throw new Error("the server does not listen");
}

function isAddressInfo(address: AddressInfo | string | null): address is AddressInfo {
  return address !== null && typeof address === "object";
}
