// The Matrix channel: messages in a room, sent once per transaction and looked for before they are sent again.
import * as v from "valibot";
import { PkmError } from "../../base/errors.ts";
import type { ChannelAddress } from "../../people/community.ts";
import type {
  Channel,
  ChannelWorld,
  DeliveredPart,
  OutgoingPart,
  Posted,
  ProbeFacts,
  Receipt,
  SendOutcome,
  SoughtPart,
  WirePart,
} from "../../share/channel.ts";
import { readAnswer } from "../answer.ts";
import { attempt } from "../attempt.ts";
import type { JsonClient } from "../json-client.ts";
import { findRoom, inRoom, matrixClient } from "./client.ts";
import { contentOf, prepareEvents, validateEvents } from "./event.ts";
import { roomExposure, roomState } from "./exposure.ts";
import { fetchMatrixFeedback } from "./feedback.ts";
import { readPage } from "./message.ts";
import { checkMatrix, matrixSettings, maySendInTheOpen, roomNamed } from "./settings.ts";

/**
 * A server knows a transaction again for a day and for the device that made it; so a message is looked for in the room
 * first. The room decides who reads it, and is asked before anything is sent.
 */
export const matrix: Channel = {
  kind: "matrix",
  settings: matrixSettings,
  capabilities: {
    retry: "lookup",
    canEdit: true,
    canDelete: true,
    canReadReplies: true,
    exposures: ["closed", "members", "world"],
  },
  check: checkMatrix,
  audience: (address) => ({ people: [], unknown: [`who is in the room ${roomNamed(address)}`] }),
  prepare: prepareEvents,
  validate: validateEvents,
  preview: (part) => contentOf(part).body,
  deliver: (part, address, world) => attempt(() => deliver(part, address, world)),
  lookup,
  retract: (part, address, world) => attempt(() => retract(part, address, world)),
  edit: (change, address, world) => attempt(() => edit(change, address, world)),
  probe,
  exposureNow: roomExposure,
  fetchFeedback: fetchMatrixFeedback,
};

const eventShape: v.GenericSchema<unknown, { event_id: string }> = v.object({ event_id: v.string() });
const ownShape: v.GenericSchema<unknown, { user_id: string }> = v.object({ user_id: v.string() });

async function deliver(part: OutgoingPart, address: ChannelAddress, world: ChannelWorld): Promise<SendOutcome> {
  const content = contentOf(part);
  const json = part.thread === undefined ? content : { ...content, "m.relates_to": relation(part.thread) };
  return put({ type: "m.room.message", transaction: part.wireId, json }, address, world);
}

/** A thread, and for clients that know none a reply to the part before. */
function relation({ root, parent }: { root: Posted; parent: Posted }): object {
  return {
    rel_type: "m.thread",
    event_id: root.uri,
    is_falling_back: true,
    "m.in_reply_to": { event_id: parent.uri },
  };
}

interface Event {
  type: string;
  transaction: string;
  json: object;
}

async function put(
  { type, transaction, json }: Event,
  address: ChannelAddress,
  world: ChannelWorld,
): Promise<SendOutcome> {
  const client = matrixClient(address, world);
  const room = await findRoom(client, address);
  const path = inRoom(room, `/send/${type}/${encodeURIComponent(transaction)}`);
  const answer = await client.call({ method: "PUT", path, json });
  const made = readAnswer(answer, eventShape);
  if (made === null) return client.failure(answer);
  return { kind: "sent", receipt: receiptOf(room, made.event_id, world) };
}

function receiptOf(room: string, event: string, world: ChannelWorld): Receipt {
  const url = `https://matrix.to/#/${encodeURIComponent(room)}/${encodeURIComponent(event)}`;
  return { url, uri: event, exposure: null, isConfirmed: true, at: world.now().toISOString() };
}

const pagesMax = 20;
/** Servers' clocks may be behind ours by this much. */
const clockSlackMs = 10 * 60_000;

/** Ours by its transaction, which is told to the same device alone, or else by sender and words. */
async function lookup(part: SoughtPart, address: ChannelAddress, world: ChannelWorld): Promise<Receipt | null> {
  const client = matrixClient(address, world);
  const room = await findRoom(client, address);
  const { user_id: own } = await client.read("/account/whoami", ownShape);
  const { body } = contentOf(part);
  const parent = part.thread?.parent.uri;
  const earliest = Date.parse(part.since) - clockSlackMs;
  let from: string | null = null;
  for (let page = 0; page < pagesMax; page += 1) {
    const { messages, next } = await readPage(client, room, { from, isBackward: true });
    const same = messages.find(({ sender, content, unsigned, origin_server_ts: at }) => {
      if (sender !== own || at < earliest) return false;
      if (unsigned?.transaction_id === part.wireId) return true;
      return content.body === body && content["m.relates_to"]?.["m.in_reply_to"]?.event_id === parent;
    });
    if (same !== undefined) return receiptOf(room, same.event_id, world);
    // Each says the time of its sender's server, whose clock may be wrong: one alone is no end.
    const isOld = messages.length > 0 && messages.every(({ origin_server_ts: at }) => at < earliest);
    if (next === null || isOld) return null;
    from = next;
  }
  const told = `${roomNamed(address)} has more messages since ${part.since} than are looked through`;
  throw new PkmError("try-later", told, { hint: client.hint });
}

/** Redacted already is success: a server takes it again. */
async function retract(
  { uri, url, wireId }: DeliveredPart,
  address: ChannelAddress,
  world: ChannelWorld,
): Promise<SendOutcome> {
  if (uri === null) return { kind: "rejected", message: "its id at the server is not known" };
  const client = matrixClient(address, world);
  const room = await findRoom(client, address);
  const path = inRoom(room, `/redact/${encodeURIComponent(uri)}/${encodeURIComponent(`${wireId}-redact`)}`);
  const answer = await client.call({ method: "PUT", path, json: {} });
  const isGone = answer.kind === "answer" && answer.status === 404;
  if (!isGone && readAnswer(answer, eventShape) === null) return client.failure(answer);
  return { kind: "sent", receipt: { ...receiptOf(room, uri, world), url } };
}

/** The old words stay in the room's history: a client shows the new ones in their place. */
async function edit(
  { was, now }: { was: DeliveredPart; now: WirePart },
  address: ChannelAddress,
  world: ChannelWorld,
): Promise<SendOutcome> {
  const { uri, url } = was;
  if (uri === null) return { kind: "rejected", message: "its id at the server is not known" };
  const content = contentOf(now);
  const json = {
    ...content,
    body: `* ${content.body}`,
    "m.new_content": content,
    "m.relates_to": { rel_type: "m.replace", event_id: uri },
  };
  const outcome = await put({ type: "m.room.message", transaction: now.wireId, json }, address, world);
  return outcome.kind === "sent" ? { ...outcome, receipt: { ...outcome.receipt, uri, url } } : outcome;
}

const joinedShape: v.GenericSchema<unknown, { joined: Record<string, unknown> }> = v.object({
  joined: v.record(v.string(), v.unknown()),
});

/** Throws PkmError ("credentials", "try-later", "failed"). */
async function probe(address: ChannelAddress, world: ChannelWorld): Promise<ProbeFacts> {
  const client = matrixClient(address, world);
  const { user_id: own } = await client.read("/account/whoami", ownShape);
  const room = await findRoom(client, address);
  const state = await roomState(client, room);
  const people = await namesIn(client, room);
  const isOpen = state.isEncrypted && !maySendInTheOpen(address);
  return {
    whoAmI: own,
    exposure: state.exposure,
    settings: roomNamed(address) === room ? {} : { "room-id": room },
    facts: [
      `join rule ${state.joinRule}, history ${state.history}`,
      `${people.length} in the room: ${people.slice(0, 20).join(", ")}${people.length > 20 ? ", …" : ""}`,
    ],
    problems: isOpen ? ["the room is encrypted, and pkm sends in the open: --unencrypted says that it may"] : [],
  };
}

async function namesIn(client: JsonClient, room: string): Promise<readonly string[]> {
  const { joined } = await client.read(inRoom(room, "/joined_members"), joinedShape);
  return Object.keys(joined).toSorted();
}
