// What honest servers answer to what the channels ask, a document for each path.

export interface Route {
  /** Begins with the channel's kind. */
  name: string;
  path: RegExp;
  answer: unknown;
}

const account = { id: "2", username: "ben", acct: "ben@far.example", display_name: "Ben", bot: false };
const status = {
  id: "111",
  uri: "https://social.example/ben/111",
  url: "https://social.example/@ben/111",
  visibility: "public",
  created_at: "2026-11-22T09:00:00.000Z",
  in_reply_to_id: "110",
  content: "<p><span>@ann</span> I <b>doubt</b> it.<br>Why?</p>",
  account,
  mentions: [{ acct: "ann" }],
};
const author = { did: "did:plc:ben", handle: "ben.test", displayName: "Ben" };
const post = {
  uri: "at://did:plc:ben/app.bsky.feed.post/3r",
  cid: "bafy",
  author,
  indexedAt: "2026-11-22T09:00:01.000Z",
  record: { text: "I doubt it.", createdAt: "2026-11-22T09:00:00.000Z" },
};
const session = { did: "did:plc:ann", handle: "ann.test", accessJwt: "access", refreshJwt: "refresh" };
const message = {
  type: "m.room.message",
  event_id: "$reply",
  sender: "@ben:test",
  origin_server_ts: 1_795_000_000_000,
  content: { msgtype: "m.text", body: "I doubt it.", "m.relates_to": { "m.in_reply_to": { event_id: "$part" } } },
};
const reaction = {
  ...message,
  type: "m.reaction",
  event_id: "$mark",
  content: { "m.relates_to": { rel_type: "m.annotation", event_id: "$part", key: "👍" } },
};

export const honest: readonly Route[] = [
  {
    name: "mastodon own",
    path: /verify_credentials/,
    answer: { ...account, id: "1", acct: "ann", source: { privacy: "public" } },
  },
  {
    name: "mastodon thread",
    path: /\/context$/,
    answer: { ancestors: [], descendants: [status, { ...status, id: "112", uri: null, in_reply_to_id: "111" }] },
  },
  { name: "mastodon favourites", path: /favourited_by/, answer: [account, { ...account, id: "3", bot: true }] },
  { name: "mastodon boosts", path: /reblogged_by/, answer: [account] },
  {
    name: "mastodon instance",
    path: /\/api\/v2\/instance/,
    answer: {
      domain: "social.example",
      configuration: { statuses: { max_characters: 500, characters_reserved_per_url: 23 } },
    },
  },
  {
    name: "mastodon receipt",
    path: /\/api\/v1\/statuses$/,
    answer: { ...status, id: "110", account: { ...account, id: "1" } },
  },
  { name: "bluesky session", path: /server\.(?:create|refresh)Session/, answer: session },
  {
    name: "bluesky thread",
    path: /getPostThread/,
    answer: { thread: { post, replies: [{ post: { ...post, uri: `${post.uri}x` }, replies: [{ post }] }] } },
  },
  {
    name: "bluesky likes",
    path: /getLikes/,
    answer: { likes: [{ actor: author, createdAt: "2026-11-22T09:00:00.000Z" }] },
  },
  { name: "bluesky reposts", path: /getRepostedBy/, answer: { repostedBy: [author] } },
  { name: "bluesky quotes", path: /getQuotes/, answer: { posts: [post] } },
  {
    name: "bluesky receipt",
    path: /putRecord/,
    answer: { uri: "at://did:plc:ann/app.bsky.feed.post/3k", cid: "bafyreia" },
  },
  {
    name: "bluesky server",
    path: /describeServer|getSession|getRecord|getProfile/,
    answer: { ...session, did: "did:web:service" },
  },
  { name: "matrix own", path: /\/account\/whoami/, answer: { user_id: "@ann:test", device_id: "PKM" } },
  { name: "matrix context", path: /\/context\//, answer: { start: "s1", end: "s2", event: message } },
  {
    name: "matrix messages",
    path: /\/messages\?/,
    answer: { start: "s2", chunk: [message, reaction, { ...message, event_id: "$other", content: {} }] },
  },
  { name: "matrix profile", path: /\/profile\//, answer: { displayname: "Ben" } },
  { name: "matrix receipt", path: /\/send\//, answer: { event_id: "$part" } },
  {
    name: "matrix state",
    path: /\/state\/m\.room\.(?:join_rules|history_visibility)/,
    answer: { join_rule: "invite", history_visibility: "shared" },
  },
  {
    name: "matrix members",
    path: /joined_members/,
    answer: { joined: { "@ann:test": { display_name: "Ann" }, "@ben:test": { display_name: "Ben" } } },
  },
];
