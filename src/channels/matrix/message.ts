// Messages of a room as its server hands them out, page by page, in either direction of time.
import * as v from "valibot";
import type { JsonClient } from "../json-client.ts";
import { inRoom } from "./client.ts";

/** A message or reaction as far as pkm reads it. */
export interface Message {
  event_id: string;
  sender: string;
  type: string;
  /** Milliseconds since 1970, by the sender's server. */
  origin_server_ts: number;
  content: {
    msgtype?: string;
    body?: string;
    "m.relates_to"?: Relation;
  };
  /** `transaction_id` is told to the device that sent it alone. */
  unsigned?: { transaction_id?: string };
}

interface Relation {
  rel_type?: string;
  event_id?: string;
  /** Of a reaction its sign. */
  key?: string;
  "m.in_reply_to"?: { event_id: string };
}

const said = v.exactOptional(v.string());
const messageShape: v.GenericSchema<unknown, Message> = v.object({
  event_id: v.string(),
  sender: v.string(),
  type: v.string(),
  origin_server_ts: v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15)),
  content: v.object({
    msgtype: said,
    body: said,
    "m.relates_to": v.exactOptional(
      v.object({
        rel_type: said,
        event_id: said,
        key: said,
        "m.in_reply_to": v.exactOptional(v.object({ event_id: v.string() })),
      }),
    ),
  }),
  unsigned: v.exactOptional(v.object({ transaction_id: said })),
});

export interface Page {
  messages: readonly Message[];
  /** Where the next page begins; null at the end. */
  next: string | null;
}

const pageShape = v.object({ chunk: v.array(v.unknown()), end: v.exactOptional(v.string()) });
const filter = JSON.stringify({ types: ["m.room.message", "m.reaction"] });

/** One page of messages from a place on; what is no message is passed over. Throws PkmError. */
export async function readPage(
  client: JsonClient,
  room: string,
  { from, isBackward }: { from: string | null; isBackward: boolean },
): Promise<Page> {
  const query = { dir: isBackward ? "b" : "f", limit: "100", filter, ...(from === null ? {} : { from }) };
  const path = inRoom(room, `/messages?${new URLSearchParams(query).toString()}`);
  const { chunk, end } = await client.read(path, pageShape);
  const messages = chunk.flatMap((event) => {
    const parsed = v.safeParse(messageShape, event);
    return parsed.success ? [parsed.output] : [];
  });
  // A page of events that are not for us is empty, and goes on.
  return { messages, next: end === undefined || end === from ? null : end };
}
