// What came back to Mastodon posts: replies in the thread, favourites and boosts.
import { htmlToText } from "../../formats/html-text.ts";
import * as v from "valibot";
import type { ChannelAddress } from "../../people/community.ts";
import type { ChannelWorld, FoundReply, Listening, Pull, SentPart } from "../../share/channel.ts";
import { allPages } from "../all-pages.ts";
import type { JsonClient } from "../json-client.ts";
import { saidInstant } from "../said-instant.ts";
import { accountsShape, mastodonClient, ownAccount, statusShape, type Account, type Status } from "./client.ts";
import { instanceOf } from "./settings.ts";

const contextShape = v.object({ descendants: v.array(statusShape) });

/** A thread is read anew at every pull: it is where deletions and late replies stand, so there is no cursor. */
export async function fetchMastodonFeedback(
  { sent }: Listening,
  address: ChannelAddress,
  world: ChannelWorld,
): Promise<Pull> {
  if (sent.length === 0) return { replies: [], cursor: null };
  const client = mastodonClient(address, world);
  const own = await ownAccount(client);
  const parts = new Set(sent.map(({ uri }) => uri));
  const ear: Ear = {
    client,
    own: own.id,
    parts,
    host: new URL(instanceOf(address)).host,
    now: world.now().toISOString(),
    cut: [],
  };
  const found = new Map<string, FoundReply>();
  // The last part first: what answers it stands in the threads of the parts before it too.
  for (const part of sent.toReversed()) {
    for (const reply of await heardOf(part, ear)) if (!found.has(reply.remoteId)) found.set(reply.remoteId, reply);
  }
  return { replies: [...found.values()].sort((a, b) => (a.at < b.at ? -1 : 1)), cursor: null, cut: ear.cut };
}

interface Ear {
  client: JsonClient;
  /** Our account's id. */
  own: string;
  /** Ids of the parts themselves, which stand in the threads of those before them. */
  parts: ReadonlySet<string>;
  host: string;
  now: string;
  /** What was not read to its end. */
  cut: string[];
}

const pageSize = "80";

function askFor(from: string | null): string {
  return new URLSearchParams({ limit: pageSize, ...(from === null ? {} : { max_id: from }) }).toString();
}

async function heardOf(part: SentPart, ear: Ear): Promise<readonly FoundReply[]> {
  const path = `/api/v1/statuses/${encodeURIComponent(part.uri)}`;
  const thread = await ear.client.find(`${path}/context`, contextShape);
  if (thread === null) return [];
  const replies = thread.descendants.filter(({ id }) => !ear.parts.has(id)).map((status) => replyOf(status, part, ear));
  const marks: FoundReply[] = [];
  for (const [list, kind, sign] of [
    ["favourited_by", "reaction", "★"],
    ["reblogged_by", "boost", ""],
  ] as const) {
    const { rows, isCut } = await allPages(async (from) => {
      const page = await ear.client.page(`${path}/${list}?${askFor(from)}`, accountsShape);
      return page === null ? null : { rows: page.found, next: page.next?.get("max_id") ?? null };
    });
    if (isCut) ear.cut.push(`${rows.length} of the accounts that marked ${part.url ?? part.uri} were read (${list})`);
    for (const account of rows) {
      const from = whoIs(account, ear);
      const remoteId = `${part.wireId}:${kind}:${from.address}`;
      // The server does not say when.
      const said = { at: ear.now, text: sign, isAutomatic: account.bot ?? false, isOwn: account.id === ear.own };
      marks.push({ remoteId, answers: part.wireId, kind, from, ...said });
    }
  }
  return [...replies, ...marks];
}

function replyOf(status: Status, part: SentPart, ear: Ear): FoundReply {
  return {
    remoteId: status.uri ?? status.id,
    answers: part.wireId,
    kind: "reply",
    from: whoIs(status.account, ear),
    at: saidInstant(status.created_at, ear.now),
    text: htmlToText(status.content),
    isAutomatic: status.account.bot ?? false,
    isOwn: status.account.id === ear.own,
  };
}

function whoIs({ acct, display_name }: Account, { host }: Ear): FoundReply["from"] {
  return { name: display_name ?? "", address: `@${acct}${acct.includes("@") ? "" : `@${host}`}` };
}
