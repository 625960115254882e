// A server that speaks JSON to whoever has a token, as one channel talks to it; what it says is read at the edge.
import type * as v from "valibot";
import { PkmError } from "../base/errors.ts";
import { isHeaderValue } from "../net/header-value.ts";
import type { ChannelWorld, HttpAnswer, HttpCall } from "../share/channel.ts";
import { errorOf, failureOf, readAnswer, type Failure } from "./answer.ts";

export interface Asking {
  method?: HttpCall["method"];
  /** Below the server's own: "/api/v1/statuses". */
  path: string;
  json?: unknown;
  headers?: Readonly<Record<string, string>>;
}

export interface JsonClient {
  host: string;
  /** What to type when it does not let us in. */
  hint: string;
  /** Throws PkmError("credentials") when the token cannot be had. */
  call(asking: Asking): Promise<HttpAnswer>;
  /** What an answer without its receipt comes to, as an outcome and as an error. */
  failure(answer: HttpAnswer): Failure;
  error(answer: HttpAnswer): PkmError;
  /** The JSON of a GET; null where there is no such thing. Throws PkmError ("credentials", "try-later", "failed"). */
  find<Shape>(path: string, schema: v.GenericSchema<unknown, Shape>): Promise<Shape | null>;
  /** As find, with where the next page of a list begins: what its Link header calls next; null where none follows. */
  page<Shape>(
    path: string,
    schema: v.GenericSchema<unknown, Shape>,
  ): Promise<{ found: Shape; next: URLSearchParams | null } | null>;
  /** As find, and throws PkmError("failed") where there is none. */
  read<Shape>(path: string, schema: v.GenericSchema<unknown, Shape>): Promise<Shape>;
}

export interface Server {
  /** "https://social.example/api", without a slash at its end. */
  base: string;
  hint: string;
  /** Reference to the access token. */
  secret: string;
  /** The answer with what this kind of server says in its own way put where HTTP says it. */
  explain?: (answer: HttpAnswer) => HttpAnswer;
}

const timeoutMs = 30_000;

/** What the address of the next page asks for (RFC 8288); where it lies is for us to know, and not for the server to say. */
function nextIn(answer: HttpAnswer): URLSearchParams | null {
  const link = answer.kind === "answer" ? (answer.headers["link"] ?? "") : "";
  const [, address = ""] = /<([^<>]*)>\s*;\s*rel="?next"?/i.exec(link) ?? [];
  return URL.parse(address, "https://any.invalid/")?.searchParams ?? null;
}

/** Opens nothing yet; the token is read at the first call. */
export function jsonClient({ base, hint, secret, explain }: Server, world: ChannelWorld): JsonClient {
  const party = { host: new URL(base).host, hint };
  const call: JsonClient["call"] = ({ method = "GET", path, json, headers = {} }) => {
    const token = world.secret(secret);
    if (!isHeaderValue(token))
      throw new PkmError("credentials", "the access token holds characters that no token has", { hint });
    const body = json === undefined ? null : Buffer.from(JSON.stringify(json), "utf8");
    const type: Record<string, string> = body === null ? {} : { "content-type": "application/json" };
    const all = { authorization: `Bearer ${token}`, accept: "application/json", ...type, ...headers };
    return world.http({ method, url: `${base}${path}`, headers: all, body, timeoutMs });
  };
  const failure = (answer: HttpAnswer): Failure => failureOf(explain?.(answer) ?? answer, party, world);
  const error = (answer: HttpAnswer): PkmError => errorOf(failure(answer), hint);
  const page: JsonClient["page"] = async (path, schema) => {
    const answer = await call({ path });
    if (answer.kind === "answer" && (answer.status === 404 || answer.status === 410)) return null;
    const found = readAnswer(answer, schema);
    if (found === null) throw error(answer);
    return { found, next: nextIn(answer) };
  };
  const find: JsonClient["find"] = async (path, schema) => (await page(path, schema))?.found ?? null;
  return {
    ...party,
    call,
    failure,
    error,
    find,
    page,
    async read(path, schema) {
      const found = await find(path, schema);
      if (found !== null) return found;
      throw new PkmError("failed", `${party.host} has no ${path}`, { hint });
    },
  };
}
