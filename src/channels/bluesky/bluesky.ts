// The Bluesky channel: posts and threads in the account's own repository, under keys of our own.
import * as v from "valibot";
import type { ChannelAddress } from "../../people/community.ts";
import type {
  Channel,
  ChannelWorld,
  OutgoingPart,
  Posted,
  ProbeFacts,
  SendOutcome,
  WirePart,
} from "../../share/channel.ts";
import { readAnswer } from "../answer.ts";
import { attempt } from "../attempt.ts";
import { fetchBlueskyFeedback } from "./feedback.ts";
import { postOf, preparePosts, validatePosts, type Post } from "./post.ts";
import { openAccount, type Account } from "./session.ts";
import { blueskySettings, checkBluesky, handleOf, serviceOf } from "./settings.ts";

const collection = "app.bsky.feed.post";

/** Doing it again puts the same record under the same key. There are no private posts: it is a network, and no community. */
export const bluesky: Channel = {
  kind: "bluesky",
  settings: blueskySettings,
  capabilities: {
    retry: "idempotent",
    canEdit: false,
    canDelete: true,
    canReadReplies: true,
    exposures: ["world"],
  },
  check: checkBluesky,
  audience: (address) => ({
    people: [],
    unknown: [`who reads @${handleOf(address)} at ${new URL(serviceOf(address)).host}`],
  }),
  prepare: preparePosts,
  validate: validatePosts,
  preview: (part) => readable(postOf(part)),
  deliver: (part, address, world) => attempt(() => deliver(part, address, world)),
  retract: (part, address, world) => attempt(() => retract(part, address, world)),
  probe,
  fetchFeedback: fetchBlueskyFeedback,
};

const recordShape: v.GenericSchema<unknown, { uri: string; cid: string }> = v.object({
  uri: v.string(),
  cid: v.string(),
});

async function deliver(part: OutgoingPart, address: ChannelAddress, world: ChannelWorld): Promise<SendOutcome> {
  const account = await openAccount(address, world);
  const post = postOf(part);
  const reply = part.thread === undefined ? undefined : await replyTo(account, part.thread);
  if (reply === null) return { kind: "rejected", message: `the post that part ${part.part} goes on from is gone` };
  const record = reply === undefined ? post : { ...post, reply };
  const json = { repo: account.did, collection, rkey: part.wireId, validate: true, record };
  const answer = await account.call({ name: "com.atproto.repo.putRecord", json });
  const written = readAnswer(answer, recordShape);
  return written === null ? account.failure(answer) : sent(part, { uri: written.uri, account, world });
}

interface Strong {
  uri: string;
  cid: string;
}

/** Root and parent as they stand now; null where one of them is gone. */
async function replyTo(
  account: Account,
  { root, parent }: { root: Posted; parent: Posted },
): Promise<{ root: Strong; parent: Strong } | null> {
  const [first, last] = [await standing(account, root), await standing(account, parent)];
  return first === null || last === null ? null : { root: first, parent: last };
}

function standing(account: Account, { uri }: Posted): Promise<Strong | null> {
  const rkey = uri.slice(uri.lastIndexOf("/") + 1);
  const query = { repo: account.did, collection, rkey };
  return account.find({ name: "com.atproto.repo.getRecord", query }, recordShape);
}

async function retract(part: WirePart, address: ChannelAddress, world: ChannelWorld): Promise<SendOutcome> {
  const account = await openAccount(address, world);
  const json = { repo: account.did, collection, rkey: part.wireId };
  const answer = await account.call({ name: "com.atproto.repo.deleteRecord", json });
  const uri = `at://${account.did}/${collection}/${part.wireId}`;
  return readAnswer(answer, v.unknown()) === null ? account.failure(answer) : sent(part, { uri, account, world });
}

function sent(
  { wireId }: WirePart,
  { uri, account, world }: { uri: string; account: Account; world: ChannelWorld },
): SendOutcome {
  const url = `https://bsky.app/profile/${account.handle}/post/${wireId}`;
  return { kind: "sent", receipt: { url, uri, exposure: "world", isConfirmed: true, at: world.now().toISOString() } };
}

const ownShape: v.GenericSchema<unknown, { handle: string; active: boolean }> = v.object({
  handle: v.string(),
  active: v.optional(v.boolean(), true),
});

/** Throws PkmError ("credentials", "try-later", "failed"). */
async function probe(address: ChannelAddress, world: ChannelWorld): Promise<ProbeFacts> {
  const account = await openAccount(address, world);
  const own = await account.find({ name: "com.atproto.server.getSession", query: {} }, ownShape);
  return {
    whoAmI: `@${own?.handle ?? account.handle} (${account.did})`,
    exposure: "world",
    settings: {},
    facts: ["300 characters a post, and 3000 bytes", "there are no private posts"],
    problems: own?.active === false ? ["the account is not active"] : [],
  };
}

function readable(post: Post): string {
  const { embed, langs, facets = [], text } = post;
  const bytes = Buffer.from(text, "utf8");
  const links = facets.map(({ index: { byteStart, byteEnd }, features }) => {
    const shown = bytes.subarray(byteStart, byteEnd).toString("utf8");
    return `link: ${shown} -> ${features[0]?.uri ?? ""}`;
  });
  const tail = [
    ...links,
    ...(embed === undefined ? [] : [`card: ${embed.external.title} (${embed.external.description})`]),
    ...(langs === undefined ? [] : [`language: ${langs.join(", ")}`]),
  ];
  return tail.length === 0 ? text : `${text}\n\n${tail.join("\n")}`;
}
