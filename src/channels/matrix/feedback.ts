// What came back to Matrix messages: replies, messages in their threads, and reactions.
import * as v from "valibot";
import type { Instant } from "../../base/clock.ts";
import type { ChannelAddress } from "../../people/community.ts";
import type { ChannelWorld, FoundReply, Listening, Pull, SentPart } from "../../share/channel.ts";
import type { JsonClient } from "../json-client.ts";
import { saidInstant } from "../said-instant.ts";
import { findRoom, inRoom, matrixClient } from "./client.ts";
import { readPage, type Message } from "./message.ts";

const contextShape: v.GenericSchema<unknown, { end: string }> = v.object({ end: v.string() });
const ownShape: v.GenericSchema<unknown, { user_id: string }> = v.object({ user_id: v.string() });
const profileShape: v.GenericSchema<unknown, { displayname?: string }> = v.object({
  displayname: v.exactOptional(v.string()),
});

/** A room that was busy for long is read in several pulls; the cursor goes on where this one stopped. */
const pagesMax = 50;

/**
 * Reads the room on from the cursor, at first from the oldest part on: what a server lists as relations leaves plain
 * replies out. Throws PkmError ("credentials", "try-later", "failed").
 */
export async function fetchMatrixFeedback(
  { sent, cursor }: Listening,
  address: ChannelAddress,
  world: ChannelWorld,
): Promise<Pull> {
  const client = matrixClient(address, world);
  const room = await findRoom(client, address);
  const { user_id: own } = await client.read("/account/whoami", ownShape);
  let from = cursor ?? (await behindFirst(client, room, sent));
  if (from === null) return { replies: [], cursor };
  const ear = { thread: threadOf(sent), own, now: world.now().toISOString() };
  const replies: FoundReply[] = [];
  for (let page = 0; page < pagesMax; page += 1) {
    const { messages, next } = await readPage(client, room, { from, isBackward: false });
    for (const message of messages) {
      const reply = replyOf(message, ear);
      if (reply === null) continue;
      if (reply.answers !== null) ear.thread.set(reply.remoteId, reply.answers);
      replies.push(reply);
    }
    if (next === null) break;
    from = next;
  }
  return { replies: await named(client, replies), cursor: from };
}

/** The place right behind the oldest part; null where none of them is in the room. */
async function behindFirst(client: JsonClient, room: string, sent: readonly SentPart[]): Promise<string | null> {
  for (const { uri } of sent) {
    if (!uri.startsWith("$")) continue;
    const found = await client.find(inRoom(room, `/context/${encodeURIComponent(uri)}?limit=0`), contextShape);
    if (found !== null) return found.end;
  }
  return null;
}

function threadOf(sent: readonly SentPart[]): Map<string, string> {
  const thread = new Map<string, string>();
  for (const { uri, wireId, heard } of sent) for (const id of [uri, ...heard]) thread.set(id, wireId);
  return thread;
}

interface Ear {
  /** Event id of everything that is part of a conversation, and the wireId of the part that it is about. */
  thread: Map<string, string>;
  own: string;
  now: Instant;
}

/** Null for what answers none of ours: other talk, edits, our own parts and what was taken back. */
function replyOf(message: Message, { thread, own, now }: Ear): FoundReply | null {
  const { event_id: remoteId, sender, content, origin_server_ts: at } = message;
  const { "m.relates_to": relation, body = "", msgtype } = content;
  if (thread.has(remoteId) || relation === undefined || relation.rel_type === "m.replace") return null;
  const targets = [relation["m.in_reply_to"]?.event_id, relation.event_id].filter((id) => id !== undefined);
  const answers = targets.map((id) => thread.get(id)).find((id) => id !== undefined);
  const isReaction = message.type === "m.reaction";
  const text = isReaction ? (relation.key ?? "") : body;
  if (answers === undefined || text === "") return null;
  return {
    remoteId,
    answers,
    kind: isReaction ? "reaction" : "reply",
    from: { name: "", address: sender },
    at: saidInstant(at, now),
    text,
    isAutomatic: msgtype === "m.notice",
    isOwn: sender === own,
  };
}

/** The replies with what their senders call themselves. */
async function named(client: JsonClient, replies: readonly FoundReply[]): Promise<readonly FoundReply[]> {
  const names = new Map<string, string>();
  for (const address of new Set(replies.map(({ from }) => from.address))) {
    const profile = await client.find(`/profile/${encodeURIComponent(address)}`, profileShape);
    names.set(address, profile?.displayname ?? "");
  }
  return replies.map((reply) => ({
    ...reply,
    from: { name: names.get(reply.from.address) ?? "", address: reply.from.address },
  }));
}
