// What came back to Bluesky posts: replies, likes, reposts and quotes, which the AppView knows and the account's server passes on.
import * as v from "valibot";
import type { ChannelAddress } from "../../people/community.ts";
import type { ChannelWorld, FoundReply, Listening, Pull, SentPart } from "../../share/channel.ts";
import { allPages } from "../all-pages.ts";
import { saidInstant } from "../said-instant.ts";
import { openAccount, type Account } from "./session.ts";

interface Author {
  did: string;
  handle: string;
  displayName?: string;
}

interface PostView {
  uri: string;
  author: Author;
  indexedAt: string;
  record: { text: string; createdAt: string };
}

interface Thread {
  post?: PostView;
  /** Each a Thread again, or what stands in the place of one that is gone. */
  replies?: unknown[];
}

const author: v.GenericSchema<unknown, Author> = v.object({
  did: v.string(),
  handle: v.string(),
  displayName: v.exactOptional(v.string()),
});
const postView: v.GenericSchema<unknown, PostView> = v.object({
  uri: v.string(),
  author,
  indexedAt: v.string(),
  record: v.object({ text: v.optional(v.string(), ""), createdAt: v.optional(v.string(), "") }),
});
const thread: v.GenericSchema<unknown, Thread> = v.object({
  post: v.exactOptional(postView),
  replies: v.exactOptional(v.array(v.unknown())),
});
const threadShape = v.object({ thread });
const cursor = v.nullish(v.string(), null);
const likesShape = v.object({ cursor, likes: v.array(v.object({ actor: author, createdAt: v.string() })) });
const repostsShape = v.object({ cursor, repostedBy: v.array(author) });
const quotesShape = v.object({ cursor, posts: v.array(postView) });

const depth = "20";
const pageSize = "100";

/** Threads are read anew at every pull, so there is no cursor. Throws PkmError ("credentials", "try-later", "failed"). */
export async function fetchBlueskyFeedback(
  { sent }: Listening,
  address: ChannelAddress,
  world: ChannelWorld,
): Promise<Pull> {
  if (sent.length === 0) return { replies: [], cursor: null };
  const account = await openAccount(address, world);
  const parts = new Set(sent.map(({ uri }) => uri));
  const found = new Map<string, FoundReply>();
  const cut: string[] = [];
  // The last part first: what answers it stands in the threads of the parts before it too.
  for (const part of sent.toReversed()) {
    const heard = await heardOf(part, { account, now: world.now().toISOString(), cut });
    for (const reply of heard)
      if (!parts.has(reply.remoteId) && !found.has(reply.remoteId)) found.set(reply.remoteId, reply);
  }
  return { replies: [...found.values()].sort((a, b) => (a.at < b.at ? -1 : 1)), cursor: null, cut };
}

interface Ear {
  account: Account;
  now: string;
  /** What was not read to its end. */
  cut: string[];
}

async function heardOf(part: SentPart, ear: Ear): Promise<readonly FoundReply[]> {
  const { account, now } = ear;
  const { uri, wireId } = part;
  const about = { answers: wireId, isAutomatic: false };
  const whole = await account.find(
    { name: "app.bsky.feed.getPostThread", query: { uri, depth, parentHeight: "0" } },
    threadShape,
  );
  const replies = postsUnder(whole?.thread ?? {}).map((post) => said(post, { kind: "reply", account, now, wireId }));
  const listed = async <Shape extends { cursor: string | null }, Row>(
    name: string,
    shape: v.GenericSchema<unknown, Shape>,
    rowsOf: (page: Shape) => readonly Row[],
  ): Promise<readonly Row[]> => {
    const { rows, isCut } = await allPages(async (from) => {
      const query = { uri, limit: pageSize, ...(from === null ? {} : { cursor: from }) };
      const page = await account.find({ name: `app.bsky.feed.${name}`, query }, shape);
      return page === null ? null : { rows: rowsOf(page), next: page.cursor === "" ? null : page.cursor };
    });
    if (isCut) ear.cut.push(`${rows.length} of those who marked ${part.url ?? uri} were read (${name})`);
    return rows;
  };
  const likes = await listed("getLikes", likesShape, (page) => page.likes);
  const reposts = await listed("getRepostedBy", repostsShape, (page) => page.repostedBy);
  const quotes = await listed("getQuotes", quotesShape, (page) => page.posts);
  return [
    ...replies,
    ...quotes.map((post) => said(post, { kind: "quote", account, now, wireId })),
    ...likes.map(({ actor, createdAt }): FoundReply => ({
      ...about,
      ...markBy(actor, account),
      remoteId: `${wireId}:reaction:${actor.did}`,
      kind: "reaction",
      text: "♥",
      at: saidInstant(createdAt, now),
    })),
    ...reposts.map((actor): FoundReply => ({
      ...about,
      ...markBy(actor, account),
      remoteId: `${wireId}:boost:${actor.did}`,
      kind: "boost",
      text: "",
      // The server does not say when.
      at: now,
    })),
  ];
}

/** Each before its own replies. A loop and no recursion: how deep a thread goes is for the server to say. */
function postsUnder({ replies = [] }: Thread): readonly PostView[] {
  const posts: PostView[] = [];
  const waiting = replies.toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const read = v.safeParse(thread, next);
    if (!read.success) continue;
    const { post, replies: under = [] } = read.output;
    if (post !== undefined) posts.push(post);
    for (const reply of under.toReversed()) waiting.push(reply);
  }
  return posts;
}

interface About {
  kind: "reply" | "quote";
  account: Account;
  now: string;
  wireId: string;
}

function said(post: PostView, { kind, account, now, wireId }: About): FoundReply {
  return {
    remoteId: post.uri,
    answers: wireId,
    kind,
    ...markBy(post.author, account),
    at: saidInstant(post.record.createdAt, saidInstant(post.indexedAt, now)),
    text: post.record.text,
    isAutomatic: false,
  };
}

function markBy({ did, handle, displayName = "" }: Author, account: Account): Pick<FoundReply, "from" | "isOwn"> {
  return { from: { name: displayName, address: `@${handle}` }, isOwn: did === account.did };
}
