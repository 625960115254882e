// Who can read a room: its join rules and the visibility of its history, as they are now.
import * as v from "valibot";
import { PkmError } from "../../base/errors.ts";
import type { ChannelAddress, Exposure } from "../../people/community.ts";
import type { ChannelWorld } from "../../share/channel.ts";
import type { JsonClient } from "../json-client.ts";
import { findRoom, inRoom, matrixClient } from "./client.ts";
import { maySendInTheOpen } from "./settings.ts";

const joinShape = v.object({ join_rule: v.string() });
const historyShape = v.object({ history_visibility: v.string() });
const encryptionShape = v.object({ algorithm: v.string() });

export interface RoomState {
  exposure: Exposure;
  joinRule: string;
  history: string;
  isEncrypted: boolean;
}

/** Throws PkmError where the room's state can not be read. */
export async function roomState(client: JsonClient, room: string): Promise<RoomState> {
  const state = <Shape>(type: string, schema: v.GenericSchema<unknown, Shape>): Promise<Shape | null> =>
    client.find(inRoom(room, `/state/${type}`), schema);
  // Where the room does not say, the specification does.
  const joinRule = (await state("m.room.join_rules", joinShape))?.join_rule ?? "invite";
  const history = (await state("m.room.history_visibility", historyShape))?.history_visibility ?? "shared";
  const isEncrypted = (await state("m.room.encryption", encryptionShape)) !== null;
  return { exposure: exposureOf(joinRule, history), joinRule, history, isEncrypted };
}

/** The exposure before a send. Throws PkmError where it can not be read, and ("not-yet") where the room is encrypted. */
export async function roomExposure(address: ChannelAddress, world: ChannelWorld): Promise<Exposure> {
  const client = matrixClient(address, world);
  const { exposure, isEncrypted } = await roomState(client, await findRoom(client, address));
  if (!isEncrypted || maySendInTheOpen(address)) return exposure;
  throw new PkmError("not-yet", "the room is encrypted, and pkm sends in the open: its servers could read it", {
    hint: "pkm community channel <community> matrix … --unencrypted",
  });
}

/** Rules that let nobody in whom a member did not ask. Every other one lets in whoever meets it. */
const closedRules: ReadonlySet<string> = new Set(["invite", "knock", "private"]);

function exposureOf(joinRule: string, history: string): Exposure {
  if (history === "world_readable") return "world";
  return closedRules.has(joinRule) ? "closed" : "members";
}
