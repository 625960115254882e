// Real servers on the loopback interface, and a web with limits small enough for tests.
import type { RequestListener, Server } from "node:http";
import { createServer } from "node:http";
import type { Server as TcpServer, Socket } from "node:net";
import { createServer as createTcpServer } from "node:net";
import type { TestContext } from "node:test";
import type { FailedAnswer, FetchOutcome, FetchRequest, FreshAnswer } from "../../src/seek/fetch.ts";
import type { Limits, WebOptions } from "../../src/net/settings.ts";
import type { OpenWeb } from "../../src/net/web.ts";
import { openWeb } from "../../src/net/web.ts";

export const userAgent = "pkm/0.0.0-test (+https://pkm.example)";

/** Short enough for a test, long enough for a busy machine to answer in. */
export const shortLimits: Partial<Limits> = { connectTimeoutMs: 1_500, timeoutMs: 2_500, turnTimeoutMs: 5_000 };

export interface Loopback {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  origin: string;
  port: number;
  /** Connections that have been opened so far. */
  opened(): number;
  /** Connections that stand at this moment. */
  standing(): number;
}

/** An HTTP server that ends with the test. */
export function serve(t: TestContext, listener: RequestListener): Promise<Loopback> {
  const server = createServer(listener);
  return listen(t, server);
}

/** A server that speaks as `talk` makes it, byte by byte; it talks when the first bytes of a request came. */
export function serveRaw(t: TestContext, talk: (socket: Socket) => void): Promise<Loopback> {
  const server = createTcpServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", () => talk(socket));
  });
  return listen(t, server);
}

/** A server that sends `bytes` and, unless told to stay, ends the connection. */
export function serveBytes(
  t: TestContext,
  bytes: string | Buffer,
  then: "end" | "stay" | "reset" = "end",
): Promise<Loopback> {
  return serveRaw(t, (socket) => {
    if (then === "end") {
      socket.end(bytes);
      return;
    }
    socket.write(bytes, () => {
      if (then === "reset") setTimeout(() => socket.resetAndDestroy(), 50);
    });
  });
}

export async function listen(t: TestContext, server: Server | TcpServer): Promise<Loopback> {
  const sockets = new Set<Socket>();
  let opened = 0;
  server.on("connection", (socket: Socket) => {
    opened += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  t.after(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const { port } = address;
  return { origin: `http://127.0.0.1:${port}`, port, opened: () => opened, standing: () => sockets.size };
}

/** A web that is closed with the test. */
export function testWeb(t: TestContext, options: Partial<WebOptions> = {}): OpenWeb {
  const web = openWeb({ userAgent, ...options, limits: { ...shortLimits, ...options.limits } });
  t.after(() => web.close());
  return web;
}

/** A request without validators. */
export function plain(url: string): FetchRequest {
  return { url, etag: null, lastModified: null };
}

/** The outcome as a failure; anything else fails the test with its kind. */
export function asFailed(outcome: FetchOutcome): FailedAnswer {
  if (outcome.kind !== "failed") throw new Error(`expected a failure, got ${outcome.kind}`);
  return outcome;
}

/** The outcome as a fresh answer; anything else fails the test with its words. */
export function asFresh(outcome: FetchOutcome): FreshAnswer {
  if (outcome.kind !== "fresh") throw new Error(`expected a fresh answer, got ${JSON.stringify(outcome)}`);
  return outcome;
}

export function textOf({ body }: FreshAnswer): string {
  return new TextDecoder().decode(body);
}

/** Waits until `isTrue`, at most two seconds. */
export async function eventually(isTrue: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (isTrue()) return true;
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
  return isTrue();
}
