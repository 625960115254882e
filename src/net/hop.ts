// One request and its answer, within the limits of time and size.
import type { Agent, ClientRequest, IncomingHttpHeaders, IncomingMessage } from "node:http";
import { request as send } from "node:https";
import type { BodyLimits } from "./body.ts";
import { readBody, tooLarge } from "./body.ts";
import { errorCodeOf, FetchFailure } from "./failure.ts";
import { openPatience } from "./patience.ts";

export interface Hop extends BodyLimits {
  url: URL;
  headers: Record<string, string>;
  agent: Agent;
  connectTimeoutMs: number;
  /** For connecting, headers and body together. */
  timeoutMs: number;
  /** The whole fetch's limit, for the message. */
  timeoutShownMs: number;
  headerBytesMax: number;
  /** Every request under way is in here, so that closing the web can end it. */
  underway: Set<ClientRequest>;
}

export interface HopAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** As sent, content codings still on; empty unless the status is 2xx. */
  body: Buffer;
  /** The address connected to, as text; null when the connection was gone before it could be read. */
  connectedTo: string | null;
  /** Time spent in asking and listening, without that in which this program was busy. */
  listenedMs: number;
}

/** What is read of an error's page to keep its connection; one that takes longer loses it. */
const discardBytesMax = 64 * 1024;
const discardTimeoutMs = 1_000;

/** Asks once more when a kept connection turns out to be dead, as RFC 9110 section 9.2.2 allows for GET. */
export async function ask(hop: Hop): Promise<HopAnswer> {
  const startedMs = performance.now();
  for (;;) {
    const timeoutMs = hop.timeoutMs - (performance.now() - startedMs);
    const exchange: Exchange = { request: null, isAnswered: false, connectedTo: null, fault: null };
    try {
      return await askOnce({ ...hop, timeoutMs }, exchange);
    } catch (error) {
      if (!isStale(exchange, error)) throw error;
    }
  }
}

interface Exchange {
  request: ClientRequest | null;
  isAnswered: boolean;
  connectedTo: string | null;
  /** What went wrong with the connection after the answer had begun; null when nothing did. */
  fault: Error | null;
}

function isStale({ request, isAnswered }: Exchange, error: unknown): boolean {
  const code = errorCodeOf(error);
  return request?.reusedSocket === true && !isAnswered && (code === "ECONNRESET" || code === "EPIPE");
}

function askOnce(hop: Hop, exchange: Exchange): Promise<HopAnswer> {
  const { url, agent, headers, underway } = hop;
  return new Promise((resolve, reject) => {
    // The agent decides whether it is TLS that is spoken.
    const request = send(url, { agent, headers, maxHeaderSize: hop.headerBytesMax });
    exchange.request = request;
    underway.add(request);
    const timers = startTimers(hop, exchange, (failure) => {
      reject(failure);
      request.destroy();
    });
    request.on("response", (response) => {
      exchange.isAnswered = true;
      timers.connected();
      receive(response, { ...hop, grow: () => timers.uncounted(hop.grow) }, exchange)
        .then((answer) => resolve({ ...answer, listenedMs: timers.listenedMs() }), reject)
        .finally(timers.stop);
    });
    request.on("upgrade", (_response, socket) => {
      reject(new FetchFailure("bad-response", `${hop.host} answered 101, which was not asked for`, 101));
      socket.destroy();
    });
    request.on("socket", (socket) => {
      const connected = (): void => {
        // Read now: a connection that the server ends at once has no address any more.
        exchange.connectedTo = socket.remoteAddress ?? null;
        timers.connected();
      };
      if (request.reusedSocket) connected();
      else socket.once(url.protocol === "https:" ? "secureConnect" : "connect", connected);
    });
    request.on("error", (error) => {
      // Bytes behind an answer that is whole already do it no harm; one that is not fails by itself.
      if (exchange.isAnswered && errorCodeOf(error)?.startsWith("HPE_") === true) exchange.fault = error;
      else reject(error);
    });
    request.on("close", () => {
      underway.delete(request);
      timers.closed();
    });
    request.end();
  });
}

interface Timers {
  connected: () => void;
  closed: () => void;
  stop: () => void;
  listenedMs: () => number;
  /** Waits for something that is no fault of the server's. */
  uncounted: (wait: () => Promise<void>) => Promise<void>;
}

function startTimers(hop: Hop, exchange: Exchange, fail: (failure: FetchFailure) => void): Timers {
  const connecting = openPatience(hop.connectTimeoutMs, () => {
    fail(new FetchFailure("timeout", `no connection to ${hop.host} within ${seconds(hop.connectTimeoutMs)}`));
  });
  const whole = openPatience(hop.timeoutMs, () => {
    const what = exchange.isAnswered ? "did not end its answer" : "did not answer";
    fail(new FetchFailure("timeout", `${hop.host} ${what} within ${seconds(hop.timeoutShownMs)}`));
  });
  const stop = (): void => {
    connecting.stop();
    whole.stop();
  };
  return {
    connected: connecting.stop,
    stop,
    listenedMs: whole.spentMs,
    // A request can close while its answer is still being read; the reading then stops the timers.
    closed: () => (exchange.isAnswered ? undefined : stop()),
    async uncounted(wait) {
      whole.hold();
      try {
        await wait();
      } finally {
        whole.resume();
      }
    },
  };
}

async function receive(
  response: IncomingMessage,
  hop: Hop,
  exchange: Exchange,
): Promise<Omit<HopAnswer, "listenedMs">> {
  const { headers, statusCode: status = 0, socket } = response;
  const connectedTo = exchange.connectedTo ?? socket.remoteAddress ?? null;
  if (status < 200 || status >= 300) {
    await discard(response);
    return { status, headers, body: Buffer.alloc(0), connectedTo };
  }
  if (Number(headers["content-length"] ?? 0) > hop.bytesMax) {
    response.destroy();
    throw tooLarge(hop);
  }
  try {
    return { status, headers, body: await readBody(response, hop), connectedTo };
  } catch (error) {
    if (errorCodeOf(error) !== "ECONNRESET") throw error;
    throw exchange.fault ?? new FetchFailure("reset", `${hop.host} broke off in the middle of its answer`, status);
  }
}

/** Lets an unwanted body pass, so that its connection can serve again; gives the connection up when it lasts. */
function discard(response: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let bytes = 0;
    const timer = setTimeout(() => response.destroy(), discardTimeoutMs);
    response.on("data", (chunk: Buffer) => {
      bytes += chunk.byteLength;
      if (bytes > discardBytesMax) response.destroy();
    });
    // The status is known already; how the page about it ends changes nothing.
    response.on("error", () => response.destroy());
    response.on("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}
