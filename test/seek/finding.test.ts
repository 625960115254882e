// Where feeds stand, by the address of a page alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { guessesMax, siteFeeds, usualPlaces } from "../../src/seek/finding.ts";

const channel = "UCabcdefghijklmnopqrstuv";
const videos = "https://www.youtube.com/feeds/videos.xml";

/** Page, and the first feed the rules tell; null where the page has to be asked. */
const table: readonly (readonly [string, string | null])[] = [
  [`https://www.youtube.com/channel/${channel}`, `${videos}?channel_id=${channel}`],
  [`https://m.youtube.com/channel/${channel}/videos`, `${videos}?channel_id=${channel}`],
  ["https://youtube.com/playlist?list=PLabcdefghijkl", `${videos}?playlist_id=PLabcdefghijkl`],
  ["https://youtube.com/playlist?list=WL", null],
  ["https://www.youtube.com/user/someone", `${videos}?user=someone`],
  ["https://www.youtube.com/@someone", null],
  ["https://www.youtube.com/watch?v=abcdefghijk", null],
  ["https://youtu.be/abcdefghijk", null],
  [`${videos}?channel_id=${channel}`, null],
  ["https://github.com/someone", "https://github.com/someone.atom"],
  ["https://github.com/someone/thing", "https://github.com/someone/thing/releases.atom"],
  ["https://github.com/someone/thing.git", "https://github.com/someone/thing/releases.atom"],
  ["https://github.com/someone/thing/issues", "https://github.com/someone/thing/releases.atom"],
  ["https://github.com/someone/thing/releases", "https://github.com/someone/thing/releases.atom"],
  ["https://github.com/someone/thing/tags", "https://github.com/someone/thing/tags.atom"],
  ["https://github.com/someone/thing/commits/main", "https://github.com/someone/thing/commits/main.atom"],
  ["https://github.com/someone/thing/tree/main/docs", "https://github.com/someone/thing/commits/main/docs.atom"],
  ["https://github.com/someone/thing/discussions", "https://github.com/someone/thing/discussions.atom"],
  ["https://github.com/features", null],
  ["https://github.com/", null],
  ["https://gist.github.com/someone", "https://gist.github.com/someone.atom"],
  ["https://gitlab.com/group/sub/thing", "https://gitlab.com/group/sub/thing/-/releases.atom"],
  ["https://gitlab.com/group/thing/-/tags", "https://gitlab.com/group/thing/-/tags?format=atom"],
  ["https://gitlab.example.org/a/b/-/commits/main", "https://gitlab.example.org/a/b/-/commits/main?format=atom"],
  ["https://codeberg.org/someone/thing", "https://codeberg.org/someone/thing/releases.rss"],
  ["https://www.reddit.com/r/things", "https://www.reddit.com/r/things/.rss"],
  ["https://old.reddit.com/r/things/new/", "https://www.reddit.com/r/things/new/.rss"],
  ["https://reddit.com/u/someone", "https://www.reddit.com/user/someone/.rss"],
  ["https://www.reddit.com/r/things/comments/1a/title/", "https://www.reddit.com/r/things/comments/1a/title/.rss"],
  ["https://www.reddit.com/", null],
  ["https://www.reddit.com/r/rss", "https://www.reddit.com/r/rss/.rss"],
  ["https://bsky.app/profile/someone.example", "https://bsky.app/profile/someone.example/rss"],
  ["https://bsky.app/profile/did:plc:abc/post/1", "https://bsky.app/profile/did:plc:abc/rss"],
  ["https://bsky.app/search", null],
  ["https://medium.com/@someone", "https://medium.com/feed/@someone"],
  ["https://medium.com/a-publication/a-story-1a", "https://medium.com/feed/a-publication"],
  ["https://medium.com/tag/learning", "https://medium.com/feed/tag/learning"],
  ["https://someone.medium.com/a-story", "https://someone.medium.com/feed"],
  ["https://someone.substack.com/p/a-letter", "https://someone.substack.com/feed"],
  ["https://open.substack.com/pub/someone/p/a-letter", "https://someone.substack.com/feed"],
  ["https://someone.wordpress.com/2026/11/01/a/", "https://someone.wordpress.com/feed/"],
  ["https://someone.blogspot.com/", "https://someone.blogspot.com/feeds/posts/default"],
  ["https://someone.tumblr.com/", "https://someone.tumblr.com/rss"],
  ["https://someone.ghost.io/a/", "https://someone.ghost.io/rss/"],
  ["https://buttondown.email/someone/archive/a-letter/", "https://buttondown.com/someone/rss"],
  ["https://dev.to/someone", "https://dev.to/feed/someone"],
  ["https://stackoverflow.com/questions/tagged/rss", "https://stackoverflow.com/feeds/tag/rss"],
  ["https://stackoverflow.com/questions/123/how", "https://stackoverflow.com/feeds/question/123"],
  ["https://cooking.stackexchange.com/users/12/cook", "https://cooking.stackexchange.com/feeds/user/12"],
  ["https://blog.example/", null],
  ["https://notgithub.com/a/b", null],
  ["https://github.com.example/a/b", null],
  ["file:///etc/passwd", null],
  ["no address", null],
];

test("pages of well-known sites lead to their feeds without being asked", () => {
  for (const [page, feed] of table) assert.equal(siteFeeds(page)?.urls[0] ?? null, feed, page);
  assert.equal(table.length, 54);
});

test("a feed's own address is no page", () => {
  const feeds = table.flatMap(([, feed]) => feed ?? []);
  for (const feed of feeds) assert.equal(siteFeeds(feed), null, feed);
  assert.equal(feeds.length, 40);
});

test("a project without releases gives way to its tags and commits", () => {
  assert.deepEqual(siteFeeds("https://github.com/a/b"), {
    urls: ["releases", "tags", "commits"].map((kind) => `https://github.com/a/b/${kind}.atom`),
    wantsEntries: true,
  });
});

/** Page, and where its feed is looked for first. */
const places: readonly (readonly [string, string])[] = [
  ["https://blog.example/", "https://blog.example/feed"],
  ["https://blog.example/about/me", "https://blog.example/feed"],
  ["http://127.0.0.1:8080/blog/2026/a", "http://127.0.0.1:8080/blog/feed"],
  ["https://site.example/en", "https://site.example/en/feed"],
  ["https://social.example/@someone", "https://social.example/@someone.rss"],
  ["https://social.example/@someone@other.example/with_replies", "https://social.example/@someone@other.example.rss"],
  ["https://social.example/users/someone", "https://social.example/users/someone.rss"],
  ["https://forum.example/t/a-question/12/3", "https://forum.example/t/a-question/12.rss"],
  ["https://forum.example/c/help/5", "https://forum.example/c/help/5.rss"],
  ["https://forum.example/latest", "https://forum.example/latest.rss"],
];

test("a page that names no feed is looked around in at most 8 places of its own host", () => {
  for (const [page, first] of places) {
    const found = usualPlaces(page);
    assert.equal(found[0], first, page);
    assert.ok(found.length <= guessesMax && new Set(found).size === found.length, page);
    for (const place of found) assert.equal(new URL(place).origin, new URL(page).origin);
  }
  assert.equal(places.length, 10);
  assert.deepEqual(
    usualPlaces("https://blog.example/").map((place) => place.slice("https://blog.example".length)),
    ["/feed", "/rss", "/feed.xml", "/atom.xml", "/index.xml", "/rss.xml", "/feed.json", "/?feed=rss2"],
  );
});
