// Calls of the Matrix client-server API in one room: one request, its JSON read at the edge.
import * as v from "valibot";
import { PkmError } from "../../base/errors.ts";
import { isHeaderValue } from "../../net/header-value.ts";
import type { ChannelAddress } from "../../people/community.ts";
import type { ChannelWorld, HttpAnswer, HttpCall } from "../../share/channel.ts";
import { errorOf, failureOf, readAnswer, readJson, type Failure } from "../answer.ts";
import { homeserverOf, roomIdOf, roomNamed, secretOf } from "./settings.ts";

export interface Asking {
  method?: HttpCall["method"];
  /** Below /_matrix/client/v3: "/account/whoami". */
  path: string;
  json?: unknown;
}

/** The server as one channel talks to it. */
export interface Client {
  host: string;
  hint: string;
  /** Throws PkmError("credentials") when the token cannot be had. */
  call(asking: Asking): Promise<HttpAnswer>;
  failure(answer: HttpAnswer): Failure;
  /** The JSON of a GET; null where there is no such thing. Throws PkmError ("credentials", "try-later", "failed"). */
  find<Shape>(path: string, schema: v.GenericSchema<unknown, Shape>): Promise<Shape | null>;
  /** As find, and throws PkmError("failed") where there is none. */
  read<Shape>(path: string, schema: v.GenericSchema<unknown, Shape>): Promise<Shape>;
}

const timeoutMs = 30_000;

/** Opens nothing yet; the token is read at the first call. */
export function matrixClient(address: ChannelAddress, world: ChannelWorld): Client {
  const origin = homeserverOf(address);
  const party = { host: new URL(origin).host, hint: `pkm channel check ${address.id}` };
  const call = ({ method = "GET", path, json }: Asking): Promise<HttpAnswer> => {
    const token = world.secret(secretOf(address));
    if (!isHeaderValue(token))
      throw new PkmError("credentials", "the access token holds characters that no token has", { hint: party.hint });
    const body = json === undefined ? null : Buffer.from(JSON.stringify(json), "utf8");
    const headers: Record<string, string> = {
      authorization: `Bearer ${token}`,
      accept: "application/json",
      ...(body === null ? {} : { "content-type": "application/json" }),
    };
    return world.http({ method, url: `${origin}/_matrix/client/v3${path}`, headers, body, timeoutMs });
  };
  const failure = (answer: HttpAnswer): Failure => failureOf(named(answer), party, world);
  const find: Client["find"] = async (path, schema) => {
    const answer = await call({ path });
    if (answer.kind === "answer" && answer.status === 404) return null;
    const found = readAnswer(answer, schema);
    if (found !== null) return found;
    throw errorOf(failure(answer), party.hint);
  };
  return {
    ...party,
    call,
    failure,
    find,
    async read(path, schema) {
      const found = await find(path, schema);
      if (found !== null) return found;
      throw new PkmError("failed", `${party.host} has no ${path}`, { hint: party.hint });
    },
  };
}

const errorShape = v.object({
  errcode: v.string(),
  error: v.optional(v.string(), ""),
  retry_after_ms: v.optional(v.number()),
});

/** The answer with what Matrix says in its body put where HTTP says it: how long to wait, and which error it is. */
function named(answer: HttpAnswer): HttpAnswer {
  if (answer.kind !== "answer" || answer.status < 400) return answer;
  const said = readJson(answer.body, errorShape);
  if (said === null) return answer;
  const { errcode, error, retry_after_ms: waitMs } = said;
  const wait = waitMs === undefined ? {} : { "retry-after": String(Math.ceil(waitMs / 1000)) };
  const body = Buffer.from(JSON.stringify({ error: `${errcode} ${error}` }));
  return { ...answer, headers: { ...wait, ...answer.headers }, body };
}

const aliasShape = v.object({ room_id: v.string() });

/** The room's id, asked for by its name where only that is known. Throws PkmError. */
export async function findRoom(client: Client, address: ChannelAddress): Promise<string> {
  const known = roomIdOf(address);
  if (known !== null) return known;
  const name = roomNamed(address);
  return (await client.read(`/directory/room/${encodeURIComponent(name)}`, aliasShape)).room_id;
}

/** A path inside the room. */
export function inRoom(room: string, path: string): string {
  return `/rooms/${encodeURIComponent(room)}${path}`;
}
