// What an HTTP answer comes to in the words of the outbox, and JSON from a server read at the edge.
import * as v from "valibot";
import { PkmError } from "../base/errors.ts";
import { plainLine } from "../base/plain.ts";
import { retryAt } from "../net/retry-after.ts";
import type { ChannelWorld, HttpAnswer, SendOutcome } from "../share/channel.ts";

export type Failure = Exclude<SendOutcome, { kind: "sent" }>;

/** Who answered, and what to type when they do not let us in. */
export interface Party {
  /** "social.example" */
  host: string;
  hint: string;
}

/** The answer's JSON where it is a 2xx and of the shape; null otherwise. Never throws for what a server sends. */
export function readAnswer<Schema extends v.GenericSchema>(
  answer: HttpAnswer,
  schema: Schema,
): v.InferOutput<Schema> | null {
  if (answer.kind !== "answer" || answer.status < 200 || answer.status >= 300) return null;
  return readJson(answer.body, schema);
}

/** Bytes as JSON of the shape; null where they are not. */
export function readJson<Schema extends v.GenericSchema>(
  body: Uint8Array,
  schema: Schema,
): v.InferOutput<Schema> | null {
  const parsed = v.safeParse(schema, jsonOf(body));
  return parsed.success ? parsed.output : null;
}

/**
 * What an answer that brought no receipt comes to (channels.md, "Outbox", 3): only a server's own no is a no. A
 * redirect is one too, for a post is never sent again to where it points.
 */
export function failureOf(answer: HttpAnswer, { host, hint }: Party, world: Pick<ChannelWorld, "now">): Failure {
  if (answer.kind === "not-sent") return { kind: "later", message: answer.message, retryAt: null };
  if (answer.kind === "lost") return { kind: "unknown", message: answer.message };
  const { status, headers } = answer;
  const message = `${host} answered ${status}${saying(answer.body)}`;
  if (status === 401 || status === 403) return { kind: "held", message: `${message}: it does not let pkm in`, hint };
  if (status === 429) {
    const reset = headers["x-ratelimit-reset"] ?? headers["ratelimit-reset"];
    const until = retryAt(headers["retry-after"] ?? dateOf(reset), world);
    return { kind: "later", message: `${message}: it was asked too often`, retryAt: until };
  }
  if (status >= 300 && status < 400)
    return { kind: "rejected", message: `${message}: it sends elsewhere, and a post is not sent after it` };
  if (status >= 400 && status < 500) return { kind: "rejected", message };
  return {
    kind: "unknown",
    message: status < 300 ? `${host} answered ${status} with something else than its receipt` : message,
  };
}

/** The failure as an error, where nothing was to be sent: for probes, look-ups and feedback. */
export function errorOf(failure: Failure, hint: string): PkmError {
  if (failure.kind === "held") return new PkmError("credentials", failure.message, { hint });
  const kind = failure.kind === "rejected" ? "failed" : "try-later";
  return new PkmError(kind, failure.message, { hint });
}

const wordsMax = 200;
const errorShape = v.object({
  error: v.optional(v.string()),
  error_description: v.optional(v.string()),
  message: v.optional(v.string()),
});

/** The server's own words, where it has some. */
function saying(body: Uint8Array): string {
  const said = readJson(body, errorShape);
  const words = plainLine([said?.error, said?.error_description ?? said?.message].filter(Boolean).join(": "));
  return words === "" ? "" : ` (${words.length > wordsMax ? `${words.slice(0, wordsMax)}…` : words})`;
}

function wellFormed(_name: string, value: unknown): unknown {
  return typeof value === "string" ? value.toWellFormed() : value;
}

function jsonOf(body: Uint8Array): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
    // JSON can spell half a character, which no address and no store can hold.
    const mayHaveHalves = /\\ud[89a-f]/i.test(text);
    const json: unknown = mayHaveHalves ? JSON.parse(text, wellFormed) : JSON.parse(text);
    return json;
  } catch {
    // Not JSON is one more thing that a server can answer.
    return undefined;
  }
}

/** A limit's reset in the form of a Retry-After date: Mastodon gives an ISO date, Bluesky seconds since 1970. */
function dateOf(reset: string | undefined): string | undefined {
  if (reset === undefined) return undefined;
  const at = new Date(/^\d+$/.test(reset) ? Number(reset) * 1000 : reset);
  return Number.isNaN(at.getTime()) ? undefined : at.toUTCString();
}
