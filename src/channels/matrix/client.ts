// The Matrix client-server API in one room: the client of one channel, and where the room is.
import * as v from "valibot";
import type { ChannelAddress } from "../../people/community.ts";
import type { ChannelWorld, HttpAnswer } from "../../share/channel.ts";
import { readJson } from "../answer.ts";
import { jsonClient, type JsonClient } from "../json-client.ts";
import { homeserverOf, roomIdOf, roomNamed, secretOf } from "./settings.ts";

/** The server as one channel talks to it. */
export function matrixClient(address: ChannelAddress, world: ChannelWorld): JsonClient {
  const base = `${homeserverOf(address)}/_matrix/client/v3`;
  const hint = `pkm channel check ${address.id}`;
  return jsonClient({ base, hint, secret: secretOf(address), explain: named }, world);
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
export async function findRoom(client: JsonClient, address: ChannelAddress): Promise<string> {
  const known = roomIdOf(address);
  if (known !== null) return known;
  const name = roomNamed(address);
  return (await client.read(`/directory/room/${encodeURIComponent(name)}`, aliasShape)).room_id;
}

/** A path inside the room. */
export function inRoom(room: string, path: string): string {
  return `/rooms/${encodeURIComponent(room)}${path}`;
}
