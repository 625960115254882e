// Feeds in the shapes that the common generators write.
import assert from "node:assert/strict";
import { test } from "node:test";
import { entryAt, feedIn } from "./fixture.ts";

test("WordPress: encoded content before the excerpt, links absolute, image and module elements told apart", () => {
  const feed = feedIn("wordpress.xml", "https://lamplight.example/feed/");
  assert.equal(feed.format, "rss");
  assert.equal(feed.version, "2.0");
  assert.equal(feed.title, "Lamplight & Ledger");
  assert.equal(feed.link, "https://lamplight.example");
  assert.equal(feed.self, "https://lamplight.example/feed/");
  assert.equal(feed.language, "en-GB");
  assert.equal(feed.ttlMinutes, 30);
  assert.deepEqual(feed.problems, []);
  assert.equal(feed.entries.length, 1);
  const entry = entryAt(feed);
  assert.equal(entry.guid, "https://lamplight.example/?p=418");
  assert.equal(entry.title, "Why a “slow” clock is kept");
  assert.equal(entry.link, "https://lamplight.example/2026/02/slow-clock/");
  assert.equal(entry.comments, "https://lamplight.example/2026/02/slow-clock/#comments");
  assert.equal(entry.published, "2026-02-03T09:12:40.000Z");
  assert.equal(entry.updated, null);
  assert.deepEqual(entry.authors, [{ name: "Ines Marrow", email: null, url: null }]);
  assert.deepEqual(entry.tags, ["Clocks", "Tools & time"]);
  assert.match(entry.html ?? "", /src="https:\/\/lamplight\.example\/wp-content\/uploads\/clock\.jpg"/);
  assert.match(entry.html ?? "", /clock\.jpg 1x, https:\/\/lamplight\.example\/2026\/02\/slow-clock\/clock-2x\.jpg 2x/);
  assert.match(entry.html ?? "", /href="https:\/\/lamplight\.example\/2026\/02\/first\/\?a=1&amp;b=2"/);
  assert.match(entry.html ?? "", /href="#notes"/);
  assert.equal(
    entry.text,
    "It runs four minutes late, and that is the point.\n\n- First, it asks.\n- Then it waits.\n\nSee the first part or the notes.",
  );
  assert.equal(entry.summary, "<p>It runs four minutes late, and that is the point. [&#8230;]</p>");
});

test("Ghost: CDATA everywhere, ttl, Media RSS image", () => {
  const feed = feedIn("ghost.xml");
  assert.equal(feed.title, "Tidewrack");
  assert.equal(feed.description, "What the sea leaves");
  assert.equal(feed.ttlMinutes, 60);
  const entry = entryAt(feed);
  assert.equal(entry.title, "On rope & knots");
  assert.equal(entry.guid, "65f0c2a9d1e3");
  assert.equal(entry.summary, "A knot is a promise.");
  assert.equal(entry.text, "A knot is a promise.\n\nKeep it.");
  assert.deepEqual(entry.enclosures, [{ url: "https://tidewrack.example/content/rope.jpg", type: null, bytes: null }]);
});

test("Hugo: a type in a title stays, an empty title is null, the zero date is no date, guid stands for a link", () => {
  const feed = feedIn("hugo.xml");
  assert.deepEqual(
    feed.entries.map(({ title }) => title),
    ["Types like List<T> & where they lead", null],
  );
  assert.equal(entryAt(feed).published, "2026-02-01T23:00:00.000Z");
  assert.equal(entryAt(feed).text, "A list of T is not a T.");
  assert.equal(entryAt(feed, 1).published, null);
  assert.equal(entryAt(feed, 1).link, "https://fernway.example/posts/untitled/");
  assert.deepEqual(
    feed.problems.map(({ code, line }) => [code, line]),
    [["bad-date", 19]],
  );
});

test("Substack: enclosure of length 0 has no length, awkward addresses are kept as written", () => {
  const entry = entryAt(feedIn("substack.xml"));
  assert.equal(entry.guid, "https://abacus.example/p/sevens");
  assert.deepEqual(entry.enclosures, [
    { url: "https://cdn.abacus.example/image/fetch/$s_!x!,w_600/a%2Fb.png", type: "image/jpeg", bytes: null },
  ]);
  assert.equal(entry.summary, "Why seven is hard to hold");
});

test("Blogger: text titles are text, links by rel, hub, author of the feed for entries without one", () => {
  const feed = feedIn("blogger.xml");
  assert.equal(feed.format, "atom");
  assert.equal(feed.version, "1.0");
  assert.equal(feed.title, "Moss & Mire");
  assert.equal(feed.description, "Small green things");
  assert.equal(feed.link, "https://mossmire.example/");
  assert.equal(feed.self, "https://www.blogger.com/feeds/71/posts/default");
  assert.equal(feed.hub, "http://pubsubhubbub.appspot.com/");
  const entry = entryAt(feed);
  assert.equal(entry.title, "A <b> is not bold here");
  assert.equal(entry.link, "https://mossmire.example/2026/01/peat.html");
  assert.equal(entry.comments, "https://mossmire.example/feeds/88/comments/default");
  assert.equal(entry.published, "2026-01-20T16:00:00.001Z");
  assert.equal(entry.updated, "2026-01-20T16:00:03.499Z");
  assert.deepEqual(entry.tags, ["sphagnum"]);
  assert.deepEqual(entry.authors, [
    { name: "Wren Tallow", email: "noreply@blogger.com", url: "http://www.blogger.com/profile/9" },
  ]);
  assert.equal(entry.text, "Peat keeps everything.");
});

test("Mastodon: no titles, attachments of Media RSS, hashtags as categories", () => {
  const entry = entryAt(feedIn("mastodon.xml"));
  assert.equal(entry.title, null);
  assert.equal(entry.link, "https://birch.example/@juno/1150000000001");
  assert.equal(entry.text, "Reading this twice.\nWorth it. #types");
  assert.deepEqual(entry.enclosures, [{ url: "https://files.birch.example/9.png", type: "image/png", bytes: 20480 }]);
  assert.deepEqual(entry.tags, ["types"]);
});

test("YouTube: the description in a media group is text, its title is not the entry's", () => {
  const entry = entryAt(feedIn("youtube.xml"));
  assert.equal(entry.title, "Sharpening a plane, plainly");
  assert.equal(entry.text, "Angles < 30 degrees.\nMusic: none & proud");
  assert.equal(entry.html, "Angles &lt; 30 degrees.<br>\nMusic: none &amp; proud");
  assert.equal(entry.durationSeconds, 754);
  assert.equal(entry.published, "2026-02-01T16:00:06.000Z");
});

test("podcasts: what stands beside the files", () => {
  const feed = feedIn("podcast.xml");
  const [brine, fog] = [entryAt(feed, 0), entryAt(feed, 1)];
  assert.match(brine.beside?.image ?? "", /^https:\/\/salt\.example\/art\/12\.jpg$/);
  assert.equal(brine.beside?.transcript, "https://media.salt.example/12.txt");
  assert.equal(brine.beside?.chapters, "https://media.salt.example/12.json");
  assert.deepEqual(brine.beside?.persons, ["Mara Quill", "Ann Tide (guest)"]);
  assert.equal(fog.beside ?? null, null);
});

test("a video's picture is found in its group", () => {
  const [entry] = feedIn("youtube.xml").entries;
  assert.match(entry?.beside?.image ?? "", /^https:/);
});

test("podcasts: durations, enclosures, keywords; a file: address is none", () => {
  const feed = feedIn("podcast.xml");
  assert.equal(feed.entries.length, 2);
  const [brine, fog] = [entryAt(feed, 0), entryAt(feed, 1)];
  assert.equal(brine.title, "12: Brine");
  assert.equal(brine.link, null);
  assert.equal(brine.published, "2026-02-05T11:00:00.000Z");
  assert.equal(brine.durationSeconds, 3723);
  assert.deepEqual(brine.tags, ["salt", "brine", "sea"]);
  assert.equal(brine.text, "How brine freezes.");
  assert.deepEqual(brine.authors, [{ name: "Mara Quill", email: null, url: null }]);
  assert.deepEqual(brine.enclosures, [
    { url: "https://media.salt.example/12.mp3?source=feed", type: "audio/mpeg", bytes: 48_123_904 },
  ]);
  assert.equal(fog.durationSeconds, 1875);
  assert.deepEqual(fog.enclosures, [{ url: "https://media.salt.example/11.mp3", type: "audio/mpeg", bytes: null }]);
});

test("Discourse: source is not the entry's link or title", () => {
  const entry = entryAt(feedIn("discourse.xml"));
  assert.equal(entry.guid, "talk.loom.example-topic-77");
  assert.equal(entry.link, "https://talk.loom.example/t/which-reed-for-linen/77");
  assert.equal(entry.text, "Mine frays at 12 dents.\n\n3 posts - 2 participants");
});

test("releases of a forge: relative links resolve against the feed's address", () => {
  const feed = feedIn("github-releases.xml", "https://forge.example/ada/heddle/releases.atom");
  const entry = entryAt(feed);
  assert.equal(entry.link, "https://forge.example/ada/heddle/releases/tag/v2.1.0");
  assert.equal(entry.published, null);
  assert.equal(entry.updated, "2026-02-01T12:00:00.000Z");
  assert.match(entry.html ?? "", /href="https:\/\/forge\.example\/ada\/heddle\/pull\/9"/);
  assert.equal(feed.language, "en-US");
  assert.equal(
    entryAt(feedIn("github-releases.xml")).link,
    "/ada/heddle/releases/tag/v2.1.0",
    "as written when the document came from nowhere",
  );
});

test("RSS 0.91: a DOCTYPE is passed over, textinput is not the channel", () => {
  const feed = feedIn("rss-0.91.xml");
  assert.equal(feed.version, "0.91");
  assert.equal(feed.encoding, "windows-1252");
  assert.equal(feed.title, "Old Mill News");
  assert.equal(feed.link, "http://oldmill.example/");
  assert.equal(feed.description, "Grain & water");
  assert.deepEqual(
    feed.entries.map(({ guid, title, text }) => [guid, title, text]),
    [[null, "The wheel turns", "After the frost."]],
  );
});

test("RDF 1.0: items beside the channel, modules by namespace whatever their prefix", () => {
  const feed = feedIn("rdf-1.0.xml");
  assert.equal(feed.format, "rdf");
  assert.equal(feed.version, "1.0");
  assert.equal(feed.ttlMinutes, 1440);
  const entry = entryAt(feed);
  assert.equal(entry.guid, "http://ledger.example/1");
  assert.deepEqual(entry.authors, [{ name: "Anton Gale", email: null, url: null }]);
  assert.equal(entry.published, "2026-01-05T05:30:00.000Z");
  assert.deepEqual(entry.tags, ["wind"]);
  assert.equal(entry.html, "<p>A breeze, <b>no more</b>.</p>");
  assert.equal(entry.summary, "A breeze.");
});

test("Atom 0.3: modes, XHTML in its order, xml:base inherited and overridden", () => {
  const feed = feedIn("atom-0.3.xml");
  assert.equal(feed.version, "0.3");
  assert.equal(feed.title, "Le vieux carnet");
  assert.equal(feed.link, "http://vieux.example/blog/index.html");
  const [rain, sun] = [entryAt(feed, 0), entryAt(feed, 1)];
  assert.equal(rain.link, "http://vieux.example/blog/pluie.html");
  assert.equal(
    rain.html,
    '<div>un <b>deux</b> trois<br><img src="http://vieux.example/img/p.png" alt="a &lt; b"><a id="x"></a></div>',
  );
  assert.equal(rain.text, "un deux trois");
  assert.equal(rain.published, "2005-03-01T09:00:00.000Z");
  assert.equal(rain.updated, "2005-03-02T10:00:00.000Z");
  assert.deepEqual(rain.authors, [{ name: "Lise", email: null, url: null }]);
  assert.equal(sun.title, "Soleil");
  assert.equal(sun.link, "http://vieux.example/soleil");
  assert.equal(sun.text, "Un résumé <court>");
});

test("JSON Feed 1.1: both bodies, external_url, attachments, authors of the feed, junk passed over", () => {
  const feed = feedIn("json-feed-1.1.json");
  assert.equal(feed.format, "json");
  assert.equal(feed.version, "1.1");
  assert.equal(feed.self, "https://orrery.example/feed.json");
  assert.equal(feed.hub, "https://hub.orrery.example/");
  assert.equal(feed.entries.length, 2);
  const [moon, second] = [entryAt(feed, 0), entryAt(feed, 1)];
  assert.equal(moon.title, "A <moon> in plain text");
  assert.equal(moon.link, "https://orrery.example/1");
  assert.equal(moon.externalLink, "https://elsewhere.example/moon");
  assert.equal(moon.html, '<p>Round, <a href="https://orrery.example/faq">mostly</a>.</p>');
  assert.equal(moon.text, "Round, mostly.");
  assert.equal(moon.summary, "On roundness");
  assert.equal(moon.published, "2026-02-02T13:00:00.500Z");
  assert.deepEqual(moon.tags, ["moon"]);
  assert.deepEqual(moon.enclosures, [{ url: "https://orrery.example/1.mp3", type: "audio/mpeg", bytes: 1024 }]);
  assert.equal(moon.durationSeconds, 61);
  assert.deepEqual(moon.authors, [{ name: "Sol Abend", email: null, url: "https://orrery.example/sol" }]);
  assert.equal(second.guid, "2");
  assert.equal(second.published, null);
  assert.equal(second.html, "First line<br>\nsecond &lt;line&gt;");
  assert.equal(second.text, "First line\nsecond <line>");
  assert.deepEqual(second.authors, [{ name: "Guest", email: null, url: null }]);
  assert.deepEqual(
    feed.problems.map(({ code }) => code),
    ["bad-item", "bad-date"],
  );
});
