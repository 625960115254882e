// Calls of the Mastodon API: one request, its JSON read at the edge.
import * as v from "valibot";
import { PkmError } from "../../base/errors.ts";
import { isHeaderValue } from "../../net/header-value.ts";
import type { ChannelAddress } from "../../people/community.ts";
import type { ChannelWorld, HttpAnswer, HttpCall } from "../../share/channel.ts";
import { errorOf, failureOf, readAnswer, type Failure } from "../answer.ts";
import { instanceOf, secretOf } from "./settings.ts";

export interface Asking {
  method?: HttpCall["method"];
  /** Below the instance: "/api/v1/statuses". */
  path: string;
  json?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** The instance as one channel talks to it. */
export interface Client {
  host: string;
  /** What to type when it does not let us in. */
  hint: string;
  /** Throws PkmError("credentials") when the token cannot be had. */
  call(asking: Asking): Promise<HttpAnswer>;
  /** What an answer without its receipt comes to, as an outcome and as an error. */
  failure(answer: HttpAnswer): Failure;
  error(answer: HttpAnswer): PkmError;
  /** The JSON of a GET. Throws PkmError ("credentials", "try-later", "failed"). */
  read<Schema extends v.GenericSchema>(path: string, schema: Schema): Promise<v.InferOutput<Schema>>;
  /** As read, but null where there is no such thing. */
  find<Schema extends v.GenericSchema>(path: string, schema: Schema): Promise<v.InferOutput<Schema> | null>;
}

const timeoutMs = 30_000;

/** Opens nothing yet; the token is read at the first call. */
export function mastodonClient(address: ChannelAddress, world: ChannelWorld): Client {
  const origin = instanceOf(address);
  const party = { host: new URL(origin).host, hint: `pkm channel check ${address.id}` };
  const call = ({ method = "GET", path, json, headers = {} }: Asking): Promise<HttpAnswer> => {
    const token = world.secret(secretOf(address));
    if (!isHeaderValue(token))
      throw new PkmError("credentials", "the access token holds characters that no token has", { hint: party.hint });
    const body = json === undefined ? null : Buffer.from(JSON.stringify(json), "utf8");
    const type: Record<string, string> = body === null ? {} : { "content-type": "application/json" };
    const all = { authorization: `Bearer ${token}`, accept: "application/json", ...type, ...headers };
    return world.http({ method, url: `${origin}${path}`, headers: all, body, timeoutMs });
  };
  const failure = (answer: HttpAnswer): Failure => failureOf(answer, party, world);
  const error = (answer: HttpAnswer): PkmError => errorOf(failure(answer), party.hint);
  const find: Client["find"] = async (path, schema) => {
    const answer = await call({ path });
    if (answer.kind === "answer" && (answer.status === 404 || answer.status === 410)) return null;
    const found = readAnswer(answer, schema);
    if (found !== null) return found;
    throw error(answer);
  };
  return {
    ...party,
    call,
    failure,
    error,
    find,
    async read(path, schema) {
      const found = await find(path, schema);
      if (found !== null) return found;
      throw new PkmError("failed", `${party.host} has no ${path}`, { hint: party.hint });
    },
  };
}

export interface Account {
  id: string;
  username: string;
  /** "ines" on the server itself, else "ines@social.example". */
  acct: string;
  display_name: string | null;
  bot: boolean | null;
}

/** Our own account. */
export interface OwnAccount extends Account {
  source: { privacy: string | null } | null;
}

/** A status as far as pkm reads it. */
export interface Status {
  id: string;
  uri: string | null;
  url: string | null;
  visibility: string;
  created_at: string;
  in_reply_to_id: string | null;
  content: string;
  account: Account;
  mentions: { acct: string }[];
}

const text = v.nullish(v.string(), null);
const accountEntries = {
  id: v.string(),
  username: v.string(),
  acct: v.string(),
  display_name: text,
  bot: v.nullish(v.boolean(), null),
};
const accountShape = v.object(accountEntries);
const ownShape = v.object({ ...accountEntries, source: v.nullish(v.object({ privacy: text }), null) });

export const statusShape: v.GenericSchema<unknown, Status> = v.object({
  id: v.string(),
  uri: text,
  url: text,
  visibility: v.string(),
  created_at: v.string(),
  in_reply_to_id: text,
  content: v.string(),
  account: accountShape,
  mentions: v.pipe(
    v.nullish(v.array(v.object({ acct: v.string() })), null),
    v.transform((mentions) => mentions ?? []),
  ),
});

export const statusesShape: v.GenericSchema<unknown, Status[]> = v.array(statusShape);
export const accountsShape: v.GenericSchema<unknown, Account[]> = v.array(accountShape);

/** Throws PkmError("credentials") where the token is refused: snac says 422 for one it does not know. */
export async function ownAccount(client: Client): Promise<OwnAccount> {
  const answer = await client.call({ path: "/api/v1/accounts/verify_credentials" });
  const own = readAnswer(answer, ownShape);
  if (own !== null) return own;
  const { host, hint } = client;
  if (answer.kind === "answer" && answer.status === 422)
    throw new PkmError("credentials", `${host} does not know the access token`, { hint });
  throw client.error(answer);
}
