// One SMTP attempt (RFC 5321), told apart by how far it came: before, at, or after the point of no return.
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { networkInterfaces } from "node:os";
import { Readable } from "node:stream";
import SmtpConnection, { type SMTPConnectionOptions } from "nodemailer/lib/smtp-connection";
import type { SmtpServer } from "./settings.ts";

/** How long to wait, in milliseconds. */
export interface Patience {
  connectMs: number;
  /** From the first step to the end of the message. */
  wholeMs: number;
  /** For the answer to the finished message; servers scan mail before they answer. */
  answerMs: number;
}

export const usualPatience: Patience = { connectMs: 10_000, wholeMs: 20_000, answerMs: 60_000 };

export interface Dispatch {
  server: SmtpServer;
  /** The password; null without log-in. */
  password: string | null;
  from: string;
  to: readonly string[];
  bytes: Uint8Array;
  patience: Patience;
  /** Called before the last piece: at the last moment at which the server can have taken nothing. */
  onHandOver?: () => void;
}

/** Where an attempt stood when it ended. */
export type Stage = "connect" | "login" | "envelope" | "data" | "answer";

/** What the server said, or null when it said nothing; `code` is the SMTP reply code. */
export interface Trouble {
  stage: Stage;
  code: number | null;
  message: string;
  /** Recipients that were refused, with the server's words. */
  refused: readonly { address: string; code: number; message: string }[];
  /** True when a log-in was wanted but the server offered no TLS, or its certificate did not hold. */
  isTls: boolean;
}

/** Sends the bytes; null when the server took them for every recipient. Nothing is taken for only some. */
export async function dispatch(letter: Dispatch): Promise<Trouble | null> {
  const attempt = new Attempt(letter, await addressOffline(letter.server.host));
  try {
    await attempt.run();
    return null;
  } catch (error) {
    return attempt.troubleOf(error);
  } finally {
    attempt.end();
  }
}

/** Connects and logs in, and sends nothing; null when the server would take mail from here on. */
export async function greet(entry: Omit<Dispatch, "from" | "to" | "bytes">): Promise<Trouble | null> {
  const letter = { ...entry, from: "", to: [], bytes: new Uint8Array() };
  const attempt = new Attempt(letter, await addressOffline(entry.server.host));
  try {
    await attempt.greet();
    return null;
  } catch (error) {
    return attempt.troubleOf(error);
  } finally {
    attempt.end();
  }
}

class Attempt {
  readonly #letter: Dispatch;
  readonly #connection: SmtpConnection;
  #stage: Stage = "connect";
  #isTaken = false;
  #refused: Trouble["refused"] = [];
  #timer: NodeJS.Timeout | undefined;
  #giveUp: (reason: Error) => void = () => undefined;

  constructor(letter: Dispatch, address: string | null) {
    this.#letter = letter;
    this.#connection = new SmtpConnection(connectionOptions(letter, address));
  }

  async run(): Promise<void> {
    await this.#within(() => this.#steps());
  }

  async greet(): Promise<void> {
    await this.#within(() => this.#enter());
    this.#isTaken = true;
  }

  async #within(act: () => Promise<void>): Promise<void> {
    const ended = new Promise<never>((_resolve, reject) => {
      this.#giveUp = reject;
      this.#connection.on("error", reject);
    });
    this.#wait(this.#letter.patience.wholeMs);
    await Promise.race([act(), ended]);
  }

  end(): void {
    clearTimeout(this.#timer);
    // A late error of a connection that is given up has nobody left to tell.
    this.#connection.on("error", () => undefined);
    if (this.#isTaken) this.#connection.quit();
    this.#connection.close();
  }

  troubleOf(error: unknown): Trouble {
    const code = numberIn(error, "responseCode");
    const known = stringIn(error, "code");
    return {
      stage: this.#stage,
      code,
      message: stringIn(error, "response") ?? (error instanceof Error ? error.message : String(error)),
      refused: this.#refused,
      isTls: known === "ETLS" || isCertificateError(error),
    };
  }

  async #steps(): Promise<void> {
    await this.#enter();
    this.#stage = "envelope";
    await this.#send();
  }

  async #enter(): Promise<void> {
    const { server, password } = this.#letter;
    await this.#step((done) => this.#connection.connect(done));
    if (server.user !== null && password !== null) {
      const credentials = { user: server.user, pass: password };
      this.#stage = "login";
      await this.#step((done) => this.#connection.login({ credentials }, done));
    }
  }

  async #send(): Promise<void> {
    const { from, to, bytes } = this.#letter;
    const envelope = { from, to: [...to], size: bytes.length, rejectedErrors: [] };
    const source = Readable.from(this.#chunks(envelope), { objectMode: false });
    try {
      await this.#step((done) => this.#connection.send(envelope, source, done));
      this.#isTaken = true;
    } catch (error) {
      // With pipelining, recipients are refused too when the sender was: those refusals say nothing of them.
      if (stringIn(error, "command") === "RCPT TO") this.#noteRefused(envelope);
      throw error;
    }
  }

  /**
   * The message in pieces. nodemailer asks for the first when the server is ready for it and every
   * recipient has been answered: with one refused the stream breaks off, and so does the
   * connection, before the server has been given anything to take.
   */
  *#chunks(envelope: { rejectedErrors: readonly unknown[] }): Generator<Uint8Array> {
    this.#noteRefused(envelope);
    if (this.#refused.length > 0) throw new Error("a recipient was refused");
    this.#stage = "data";
    const { bytes, patience, onHandOver } = this.#letter;
    for (let start = 0; start < bytes.length; start += chunkBytes) {
      if (start + chunkBytes >= bytes.length) {
        onHandOver?.();
        this.#stage = "answer";
        this.#wait(patience.answerMs);
      }
      yield bytes.subarray(start, start + chunkBytes);
    }
  }

  #noteRefused({ rejectedErrors }: { rejectedErrors: readonly unknown[] }): void {
    this.#refused = rejectedErrors.map((error) => ({
      address: stringIn(error, "recipient") ?? "",
      code: numberIn(error, "responseCode") ?? 0,
      message: stringIn(error, "response") ?? "",
    }));
  }

  #step(act: (done: (error?: Error | null) => void) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      act((error) => (error ? reject(error) : resolve()));
    });
  }

  #wait(forMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#giveUp(new Error(`no answer within ${forMs / 1000} s`)), forMs);
  }
}

const chunkBytes = 16_384;

/**
 * The address of a host while this machine has no network but its loopback; null where it has one. nodemailer takes the
 * loopback for none and says so on stderr, although a mail server of one's own answers there on a train as at a desk.
 */
async function addressOffline(host: string): Promise<string | null> {
  const isOnline = Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ internal }) => !internal));
  if (isOnline || isIP(host) !== 0) return null;
  try {
    return (await lookup(host, { order: "ipv4first" })).address;
  } catch {
    // What is wrong with the name is told by the attempt itself.
    return null;
  }
}

/** `address` is where the host is, when that is known. */
function connectionOptions({ server, password, patience }: Dispatch, address: string | null): SMTPConnectionOptions {
  return {
    host: address ?? server.host,
    ...(address === null ? {} : { servername: server.host }),
    port: server.port,
    // Servers write into the letter how they were greeted: the name of the person's machine is nobody's business.
    name: "[127.0.0.1]",
    secure: server.isTls,
    requireTLS: password !== null && !server.isTls,
    connectionTimeout: patience.connectMs,
    greetingTimeout: patience.connectMs,
    dnsTimeout: patience.connectMs,
    // The attempt's own clock ends it; the socket's is only for what that clock cannot see.
    socketTimeout: patience.wholeMs + patience.answerMs,
    socketCloseTimeout: 1000,
    maxResponseSize: 65_536,
    tls: { rejectUnauthorized: true, minVersion: "TLSv1.2" },
  };
}

function isCertificateError(error: unknown): boolean {
  const words = `${stringIn(error, "code")} ${stringIn(error, "originalCode")}`;
  return /CERT|ERR_TLS|ERR_SSL|SELF_SIGNED|UNABLE_TO_VERIFY/.test(words);
}

function stringIn(thing: unknown, name: string): string | null {
  const value = fieldOf(thing, name);
  return typeof value === "string" ? value : null;
}

function numberIn(thing: unknown, name: string): number | null {
  const value = fieldOf(thing, name);
  return typeof value === "number" ? value : null;
}

function fieldOf(thing: unknown, name: string): unknown {
  if (thing === null || typeof thing !== "object") return undefined;
  const value: unknown = Reflect.get(thing, name);
  return value;
}
