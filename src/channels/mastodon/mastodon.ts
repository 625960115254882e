// The Mastodon channel: posts and threads by the Mastodon API, which several servers speak.
import { plainLine } from "../../base/plain.ts";
import type { ChannelAddress } from "../../people/community.ts";
import { isWider } from "../../people/community.ts";
import type {
  Channel,
  ChannelWorld,
  DeliveredPart,
  OutgoingPart,
  Reached,
  Receipt,
  SendOutcome,
  WirePart,
} from "../../share/channel.ts";
import { readAnswer } from "../answer.ts";
import { attempt } from "../attempt.ts";
import type { JsonClient } from "../json-client.ts";
import { mastodonClient, statusShape, type Status } from "./client.ts";
import { fetchMastodonFeedback } from "./feedback.ts";
import { findPost } from "./find-post.ts";
import { postOf, preparePosts, validatePosts, type Post } from "./post.ts";
import { probeMastodon } from "./probe.ts";
import {
  accountsOf,
  checkMastodon,
  exposureOf,
  instanceOf,
  mastodonSettings,
  visibilities,
  visibilityOf,
} from "./settings.ts";

/**
 * A post is looked up before it is sent again: not every server minds the Idempotency-Key, and where one does it is for
 * an hour. The visibility is always said, and read back.
 */
export const mastodon: Channel = {
  kind: "mastodon",
  settings: mastodonSettings,
  capabilities: {
    retry: "lookup",
    canEdit: true,
    canDelete: true,
    canReadReplies: true,
    exposures: ["closed", "members", "world"],
  },
  check: checkMastodon,
  audience,
  prepare: preparePosts,
  validate: validatePosts,
  preview: (part) => readable(postOf(part)),
  deliver: (part, address, world) => attempt(() => deliver(part, address, world)),
  async lookup(part, address, world) {
    const client = mastodonClient(address, world);
    const status = await findPost(part, { client, hasPublicList: exposureOf[postOf(part).visibility] === "world" });
    return status === null ? null : receiptOf(status, postOf(part), { address, world });
  },
  retract: (part, address, world) => attempt(() => retract(part, mastodonClient(address, world), world)),
  edit: (change, address, world) => attempt(() => edit(change, address, world)),
  probe: probeMastodon,
  fetchFeedback: fetchMastodonFeedback,
};

function audience(address: ChannelAddress): Reached {
  const host = new URL(instanceOf(address)).host;
  const visibility = visibilityOf(address);
  if (visibility === "direct") {
    return {
      people: accountsOf(address).map((name) => ({ person: null, name, address: wholeName(name, host) })),
      unknown: [],
      isAll: true,
    };
  }
  const who = visibility === "private" ? "who follows you on" : "who reads you on";
  return { people: [], unknown: [`${who} ${host}`] };
}

async function deliver(part: OutgoingPart, address: ChannelAddress, world: ChannelWorld): Promise<SendOutcome> {
  const client = mastodonClient(address, world);
  const post = postOf(part);
  const parent = part.thread?.parent.uri;
  const answer = await client.call({
    method: "POST",
    path: "/api/v1/statuses",
    json: parent === undefined ? post : { ...post, in_reply_to_id: parent },
    headers: { "idempotency-key": part.wireId },
  });
  const status = readAnswer(answer, statusShape);
  if (status === null) return client.failure(answer);
  return { kind: "sent", receipt: receiptOf(status, post, { address, world }) };
}

function receiptOf(
  status: Status,
  post: Post,
  { address, world }: { address: ChannelAddress; world: ChannelWorld },
): Receipt {
  const visibility = visibilities.find((each) => each === status.visibility) ?? null;
  const asked = exposureOf[post.visibility];
  const read = visibility === null ? null : exposureOf[visibility];
  const remarks = [
    ...(status.visibility === post.visibility
      ? []
      : [`it was sent as ${post.visibility} and reads back as ${plainLine(status.visibility) || "nothing known"}`]),
    ...strangersIn(status, post, address),
  ];
  return {
    url: status.url ?? null,
    uri: status.id,
    exposure: read !== null && isWider(asked, read) ? read : asked,
    isConfirmed: true,
    ...(remarks.length === 0 ? {} : { remark: remarks.join("; ") }),
    at: world.now().toISOString(),
  };
}

/** "@bea@social.example", also for one of the server's own accounts, which it calls "@bea" or "bea". */
function wholeName(name: string, host: string): string {
  return `@${name.replace(/^@/, "")}${/.@/.test(name) ? "" : `@${host}`}`;
}

/** Accounts that the server took for addressed in a post that few may read, and that were not to be. */
function strangersIn(status: Status, post: Post, address: ChannelAddress): readonly string[] {
  if (post.visibility === "public" || post.visibility === "unlisted") return [];
  const host = new URL(instanceOf(address)).host;
  const meant = new Set(accountsOf(address).map((name) => wholeName(name, host).toLowerCase()));
  const told = status.mentions.map(({ acct }) => wholeName(acct, host));
  const strangers = told.filter((name) => !meant.has(name.toLowerCase()));
  return strangers.length === 0 ? [] : [`the server tells ${strangers.join(", ")} of it`];
}

/** Gone already is success. A server without a way to delete leaves it, and that is said. */
async function retract(part: DeliveredPart, client: JsonClient, world: ChannelWorld): Promise<SendOutcome> {
  const { uri, url } = part;
  if (uri === null) return { kind: "rejected", message: "its id at the server is not known" };
  const path = `/api/v1/statuses/${encodeURIComponent(uri)}`;
  const answer = await client.call({ method: "DELETE", path });
  const gone: SendOutcome = {
    kind: "sent",
    receipt: { url, uri, exposure: null, isConfirmed: true, at: world.now().toISOString() },
  };
  if (answer.kind === "answer" && answer.status >= 200 && answer.status < 300) return gone;
  if (answer.kind !== "answer" || answer.status !== 404) return client.failure(answer);
  if ((await client.find(path, statusShape)) === null) return gone;
  return { kind: "rejected", message: `${client.host} has no way to take a post back` };
}

async function edit(
  { was, now }: { was: DeliveredPart; now: WirePart },
  address: ChannelAddress,
  world: ChannelWorld,
): Promise<SendOutcome> {
  if (was.uri === null) return { kind: "rejected", message: "its id at the server is not known" };
  const client = mastodonClient(address, world);
  const post = postOf(now);
  const { visibility: _stays, ...words } = post;
  const path = `/api/v1/statuses/${encodeURIComponent(was.uri)}`;
  const answer = await client.call({ method: "PUT", path, json: words });
  const status = readAnswer(answer, statusShape);
  if (status === null) return client.failure(answer);
  return { kind: "sent", receipt: receiptOf(status, post, { address, world }) };
}

function readable(post: Post): string {
  const head = [
    `visibility: ${post.visibility}`,
    ...(post.language === undefined ? [] : [`language: ${post.language}`]),
    ...(post.spoiler_text === undefined ? [] : [`content warning: ${post.spoiler_text}`]),
  ];
  return `${head.join("\n")}\n\n${post.status}`;
}
