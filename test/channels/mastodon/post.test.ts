// Mastodon posts: how long they are, whom they tell, what stands in them, and settings that contradict the exposure.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PkmError } from "../../../src/base/errors.ts";
import { mastodon } from "../../../src/channels/mastodon/mastodon.ts";
import { postOf, unitsIn, type Post } from "../../../src/channels/mastodon/post.ts";
import type { ChannelAddress, ChannelSettings, Exposure } from "../../../src/people/community.ts";
import { plainForm, type Letter } from "../../../src/share/channel.ts";
import { letterWith } from "../../contract/letters.ts";

function addressOf(exposure: Exposure, more: ChannelSettings = {}): ChannelAddress {
  const settings = { instance: "https://social.example", secret: "env:TOKEN", ...more };
  return { id: "h3m1", kind: "mastodon", exposure, settings };
}

function postsOf(letter: Partial<Letter>, address: ChannelAddress): readonly Post[] {
  return mastodon.prepare(letterWith({ form: plainForm, citations: [], ask: null, ...letter }), address).map(postOf);
}

const problems = (letter: Partial<Letter>, address: ChannelAddress): readonly string[] =>
  mastodon
    .validate(mastodon.prepare(letterWith({ form: plainForm, citations: [], ask: null, ...letter }), address), address)
    .map(({ code, message }) => `${code}: ${message}`);

test("length is counted as the server does: graphemes, 23 for an address, the name of an account", () => {
  assert.equal(unitsIn("👩‍👩‍👧‍👦 é"), 3);
  assert.equal(unitsIn("see https://example.org/a/very/long/path?with=a&query#and-more."), "see .".length + 23);
  assert.equal(unitsIn("(https://example.org/x) http://a.example"), "() ".length + 46);
  assert.equal(unitsIn("http://localhost:8080/abc"), "http://localhost:8080/abc".length);
  assert.equal(unitsIn("@ines@social.example said"), "@ines said".length);
  assert.equal(unitsIn("ines@social.example"), "ines@social.example".length);
});

test("a text over the limit is refused with both ways out, or goes as a thread that loses nothing", () => {
  const address = addressOf("world");
  const long = { body: "A sentence of thirty-five letters. ".repeat(40) };
  assert.deepEqual(postsOf(long, address).length, 1);
  const [problem = ""] = problems(long, address);
  assert.match(
    problem,
    /^too-long: part 1 has 1424 characters, and a post has at most 500: shorten the note, or make a thread of 3 posts with --thread$/,
  );
  const thread = { ...long, form: { ...plainForm, isThread: true, warning: "long" } };
  const posts = postsOf(thread, address);
  assert.deepEqual(problems(thread, address), []);
  assert.equal(posts.length, 3);
  for (const { status, spoiler_text } of posts) {
    assert.equal(spoiler_text, "long");
    assert.ok(unitsIn(status) + 4 <= 500 && status.endsWith("letters."));
  }
  const [whole] = postsOf(long, address);
  assert.equal(
    posts
      .map(({ status }) => status)
      .join("")
      .replace(/\s/g, ""),
    whole?.status.replace(/\s/g, ""),
  );
});

test("a warning that leaves no room makes no thread of single letters", () => {
  const form = { ...plainForm, isThread: true, warning: "w".repeat(490) };
  const [problem = ""] = problems({ form }, addressOf("world"));
  assert.match(problem, /^too-long: part 1 has \d+ characters, and a post has at most 500: shorten it$/);
});

test("every post says its visibility, and the language and warning where there are any", () => {
  const form = { ...plainForm, warning: "food", language: "de" };
  const [post] = postsOf({ form }, addressOf("members", { language: "en" }));
  assert.deepEqual(Object.keys(post ?? {}), ["status", "visibility", "language", "spoiler_text", "sensitive"]);
  assert.equal(post?.visibility, "private");
  assert.equal(post?.language, "de");
  assert.equal(postsOf({}, addressOf("world", { visibility: "unlisted", language: "en" }))[0]?.visibility, "unlisted");
  assert.equal(postsOf({}, addressOf("world", { language: "en" }))[0]?.language, "en");
});

test("a name tells somebody only in the author's own words of a public post", () => {
  const letter = {
    title: "On @eve@evil.example",
    body: "I wrote to @ines@social.example. Mail: me@example.org, https://social.example/@ines/1.",
    citations: [{ title: "By @mallory", url: "https://example.org/", author: "@trent" }],
  };
  const [open] = postsOf(letter, addressOf("world"));
  assert.match(open?.status ?? "", /On @\u200beve@\u200bevil/);
  assert.match(
    open?.status ?? "",
    /to @ines@social\.example\. Mail: me@example\.org, https:\/\/social\.example\/@ines\/1/,
  );
  assert.match(open?.status ?? "", /@\u200bmallory .*, @\u200btrent/);
  const told = problems(letter, addressOf("world"));
  assert.match(told.join("\n"), /^mention: part 1 tells @ines@social\.example$/m);
  assert.match(told.join("\n"), /^mention-broken: part 1 has 3 names/m);
  for (const address of [addressOf("members"), addressOf("closed", { to: ["@bea@social.example"] })]) {
    const [post] = postsOf(letter, address);
    assert.match(post?.status ?? "", /to @\u200bines@\u200bsocial\.example/);
    assert.doesNotMatch(problems(letter, address).join("\n"), /^mention:/m);
  }
  const [direct] = postsOf(letter, addressOf("closed", { to: ["@bea@social.example"] }));
  assert.ok(direct?.status.startsWith("@bea@social.example On"));
});

test("settings that say another exposure than the person are refused by name", () => {
  const refuses = (exposure: Exposure, more: ChannelSettings, words: RegExp): void => {
    assert.throws(
      () => mastodon.check(addressOf(exposure, more).settings, exposure),
      (error) => error instanceof PkmError && error.kind === "usage" && words.test(error.message),
    );
  };
  refuses("closed", { visibility: "public" }, /--visibility public is read by world, not closed/);
  refuses("members", { visibility: "unlisted" }, /--visibility unlisted is read by world/);
  refuses("closed", {}, /--to is missing/);
  refuses("members", { to: ["@bea"] }, /--to is for direct posts/);
  refuses("closed", { to: ["bea@social.example"] }, /--to takes an account/);
  refuses("world", { visibility: "friends" }, /--visibility takes public, unlisted, private, direct/);
  refuses("world", { units: "many" }, /--units/);
  refuses("world", { language: "not a language" }, /--language/);
  refuses("world", { instance: "https://user:pass@social.example" }, /--instance/);
  refuses("world", { instance: "https://:pass@social.example" }, /--instance/);
  refuses("world", { instance: "http://social.example" }, /not encrypted/);
  mastodon.check(addressOf("world", { instance: "http://127.0.0.1:8080" }).settings, "world");
});

test("a server that widens a post, or tells somebody more of it, is read back and told", async () => {
  const account = { id: "1", username: "ann", acct: "ann" };
  const answer = {
    id: "7",
    visibility: "public",
    created_at: "2026-11-23T08:00:00Z",
    content: "",
    account,
    mentions: [{ acct: "bea" }, { acct: "eve@evil.example" }],
  };
  const address = addressOf("closed", { to: ["@bea@social.example"] });
  const [part] = mastodon.prepare(letterWith({ form: plainForm }), address);
  assert.ok(part);
  const outcome = await mastodon.deliver(part, address, {
    now: () => new Date("2026-11-23T08:00:00.000Z"),
    secret: () => "token",
    http: async () => ({ kind: "answer", status: 200, headers: {}, body: Buffer.from(JSON.stringify(answer)) }),
    memory: { recall: () => null, keep: () => {} },
  });
  assert.ok(outcome.kind === "sent", JSON.stringify(outcome));
  assert.equal(outcome.receipt.exposure, "world");
  assert.equal(
    outcome.receipt.remark,
    "it was sent as direct and reads back as public; the server tells @eve@evil.example of it",
  );
});

test("in a post that few may read no mark-up around an @ makes a name that tells somebody", () => {
  const names = ["_@ines@social.example_", "&#64;ines@social.example", "²@ines", "<b>@</b>ines"];
  for (const name of names) {
    for (const address of [addressOf("members"), addressOf("closed", { to: ["@bea@social.example"] })]) {
      const [post] = postsOf({ body: `She is wrong, ${name}, I think.` }, address);
      assert.doesNotMatch(post?.status ?? "", /@ines/, name);
      assert.match(post?.status ?? "", /@\u200bines/, name);
    }
  }
});
