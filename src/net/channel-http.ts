// HTTP for channels: one request to an address the person typed, sent once, whose fate is always told.
import type { Agent, ClientRequest, IncomingMessage } from "node:http";
import { request as send } from "node:https";
import type { HttpAnswer, HttpCall } from "../share/channel.ts";
import { openAgents, type Agents } from "./agents.ts";
import { decodeBody, readBody, type BodyLimits } from "./body.ts";
import { errorCodeOf, FetchFailure, failureOf } from "./failure.ts";
import { isHeaderValue } from "./header-value.ts";
import type { WebOptions } from "./settings.ts";
import { settingsOf } from "./settings.ts";
import { isWeb } from "./url.ts";

/** A way to call that is closed when the program ends. */
export interface OpenHttp {
  /** Never rejects for what a server or the network does. */
  call(call: HttpCall): Promise<HttpAnswer>;
  close(): Promise<void>;
}

/** Of an answer, encoded as well as decoded: a page of a room's messages is the largest thing that is asked for. */
const bodyBytesMax = 8 * 1024 * 1024;

/** Opens it. Nothing is connected before the first call, and no connection serves twice. */
export function openChannelHttp(options: WebOptions): OpenHttp {
  const agents = openAgents(options);
  const underway = new Set<ClientRequest>();
  return {
    call: (call) => callOnce(call, { agents, options, underway }),
    async close() {
      for (const request of underway) request.destroy();
      await agents.destroy();
    },
  };
}

interface Means {
  agents: Agents;
  options: WebOptions;
  underway: Set<ClientRequest>;
}

async function callOnce(call: HttpCall, means: Means): Promise<HttpAnswer> {
  const url = URL.parse(call.url);
  if (url === null || !isWeb(url)) return { kind: "not-sent", message: "that is not an http or https address" };
  const headers = headersOf(call, means.options.userAgent);
  const bad = Object.entries(headers).find(([, value]) => !isHeaderValue(value));
  // The value is not shown: it may be a token.
  if (bad !== undefined)
    return { kind: "not-sent", message: `the header ${bad[0]} holds characters that cannot be sent` };
  const agent = await means.agents.of(url, "anywhere");
  const exchange: Exchange = { hasLeft: false };
  try {
    return await exchanged({ call, url, headers, agent, means }, exchange);
  } catch (error) {
    const { message } = failureOf(error, url.host);
    return { kind: exchange.hasLeft ? "lost" : "not-sent", message };
  }
}

/**
 * The connection is not kept: a kept one can be dead without our knowing, and what was written on it is then neither
 * sent nor not sent.
 */
function headersOf({ headers, body }: HttpCall, userAgent: string): Record<string, string> {
  const length: Record<string, string> = body === null ? {} : { "content-length": String(body.byteLength) };
  return {
    "user-agent": userAgent,
    "accept-encoding": "gzip, deflate, br",
    ...headers,
    ...length,
    connection: "close",
  };
}

interface Exchange {
  /** Whether bytes of the request may be on their way. */
  hasLeft: boolean;
}

interface Asking {
  call: HttpCall;
  url: URL;
  headers: Record<string, string>;
  agent: Agent;
  means: Means;
}

function exchanged({ call, url, headers, agent, means }: Asking, exchange: Exchange): Promise<HttpAnswer> {
  const { connectTimeoutMs, headerBytesMax } = settingsOf(means.options).limits;
  const limits: BodyLimits = { host: url.host, bytesMax: bodyBytesMax, grow: async () => {} };
  const timers: NodeJS.Timeout[] = [];
  const answered = new Promise<HttpAnswer>((resolve, reject) => {
    const request = send(url, { method: call.method, agent, headers, maxHeaderSize: headerBytesMax });
    // Said of the request and not by a header: with that alone the agent would keep the connection all the same.
    request.shouldKeepAlive = false;
    means.underway.add(request);
    const endAfter = (ms: number, what: string): NodeJS.Timeout => {
      const timer = setTimeout(() => {
        reject(new FetchFailure("timeout", `${url.host} ${what} within ${ms / 1000} s`));
        request.destroy();
      }, ms);
      timers.push(timer);
      return timer;
    };
    endAfter(call.timeoutMs, "did not answer");
    const connecting = endAfter(Math.min(connectTimeoutMs, call.timeoutMs), "did not take the connection");
    const connected = (): void => {
      exchange.hasLeft = true;
      clearTimeout(connecting);
    };
    request.on("socket", (socket) => {
      const isTls = url.protocol === "https:";
      const isOpen = !socket.connecting && !(isTls && "secureConnecting" in socket && socket.secureConnecting === true);
      if (isOpen) connected();
      else socket.once(isTls ? "secureConnect" : "connect", connected);
    });
    request.on("response", (response) => {
      answerOf(response, limits).then(resolve, reject);
    });
    request.on("upgrade", (_response, socket) => {
      reject(new FetchFailure("bad-response", `${url.host} answered 101, which was not asked for`));
      socket.destroy();
    });
    request.on("error", reject);
    request.on("close", () => means.underway.delete(request));
    request.end(call.body ?? undefined);
  });
  // A timer that is left keeps the program from ending.
  return answered.finally(() => timers.forEach(clearTimeout));
}

async function answerOf(response: IncomingMessage, limits: BodyLimits): Promise<HttpAnswer> {
  const { statusCode: status = 0 } = response;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined) headers[name] = typeof value === "string" ? value : value.join(", ");
  }
  const encoded = await readBody(response, limits).catch((error: unknown) => {
    if (errorCodeOf(error) !== "ECONNRESET") throw error;
    throw new FetchFailure("reset", `${limits.host} broke off in the middle of its answer`);
  });
  return {
    kind: "answer",
    status,
    headers,
    body: await decodeBody(encoded, response.headers["content-encoding"], limits),
  };
}
