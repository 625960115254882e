// Bodies in a real store: pieces of one frame read back as they were, and none stays that no version has a piece of.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { openBodies, type Bodies, type Piece, type ToKeep, type Words } from "../../src/store/bodies.ts";
import { openShelf } from "../../src/store/shelf.ts";
import { entry } from "../seek/documents.ts";
import { openSeekStore, type SeekStore } from "./seek-store.ts";

const part = fc.oneof(fc.constant(null), fc.string({ unit: "grapheme", maxLength: 30 }));
const words: fc.Arbitrary<Words> = fc.record({ summary: part, html: part, text: part });

/** Where each of the words was put. */
function placed(bodies: Bodies, words: readonly ToKeep[]): readonly Piece[] {
  const pieces = bodies.put(words);
  return words.map((each) => {
    const piece = pieces.get(each);
    assert.ok(piece !== undefined);
    return piece;
  });
}

test("whatever is put together is read apart", () => {
  const { db } = openSeekStore();
  const bodies = openBodies(db);
  fc.assert(
    fc.property(fc.array(words, { maxLength: 8 }), (put) => {
      const pieces = placed(
        bodies,
        put.map((said) => ({ said })),
      );
      assert.deepEqual(
        pieces.map((piece) => bodies.read(piece)),
        put.map(({ summary, html, text }) => ({ summary, html, text })),
      );
    }),
  );
});

test("text that is what the HTML says is read out of it and not kept", () => {
  const { db } = openSeekStore();
  const bodies = openBodies(db);
  const html = "<p>one &amp; <b>two</b></p>";
  const nothing = { summary: null, text: null };
  const pieces = placed(bodies, [
    { said: { ...nothing, html }, isTextOfHtml: true },
    { said: { ...nothing, html: "<img>" }, isTextOfHtml: true },
    { said: { summary: "s", html: null, text: "own" } },
  ]);
  assert.deepEqual(
    pieces.map((piece) => bodies.read(piece)),
    [
      { summary: null, html, text: "one & two" },
      { summary: null, html: "<img>", text: null },
      { summary: "s", html: null, text: "own" },
    ],
  );
  assert.deepEqual(
    pieces.map(({ bodyAt }) => bodyAt),
    [0, html.length, html.length + 5],
  );
});

test("a body holds so much and no more, but for one piece that is longer alone", () => {
  const { db } = openSeekStore();
  const bodies = openBodies(db);
  const sizes = [1000, 120_000, 20_000, 400_000, 10];
  const pieces = placed(
    bodies,
    sizes.map((size) => ({ said: { summary: null, html: "x".repeat(size), text: null } })),
  );
  assert.deepEqual(
    pieces.map(({ body }) => body),
    [1, 1, 2, 3, 4],
  );
  assert.deepEqual(
    pieces.map((piece) => bodies.read(piece).html?.length),
    sizes,
  );
});

const bodyCount = ({ db }: SeekStore): unknown => db.prepare("SELECT count(*) FROM body").pluck().get();

test("a body goes with the last version that has a piece of it, and shrinks before", () => {
  const store = openSeekStore();
  const source = store.source("https://a.example/feed");
  const shelf = openShelf(store.db, store.clock);
  const story = (guid: string): string => `${guid} ${"as it was told ".repeat(30)}`;
  const guids = ["1", "2", "3"];
  store.bring(
    source,
    guids.map((guid) => entry({ guid, title: guid, link: `https://a.example/${guid}`, text: story(guid) })),
  );
  const idOf = (guid: string): string => store.items.ofSource(source, 9).find((item) => item.guid === guid)?.id ?? "";
  const sizeOf = (): number => Number(store.db.prepare("SELECT sum(length(packed)) FROM body").pluck().get());
  const before = sizeOf();
  store.items.mark(idOf("2"), "kept");
  store.clock.pass(40 * 24 * 60);
  assert.equal(shelf.letGo(30), 2);
  store.clock.pass(10 * 24 * 60);
  const hashes = (guid: string): readonly string[] => store.items.versions(idOf(guid)).map(({ hash }) => hash);
  const [hash, kept] = [hashes("1"), hashes("2")];
  assert.equal(shelf.empty(5), 2);
  assert.deepEqual(
    guids.map((guid) => store.items.body(idOf(guid)).text),
    [null, story("2"), null],
  );
  assert.deepEqual([hashes("1"), hashes("2"), bodyCount(store)], [hash, kept, 1]);
  assert.ok(sizeOf() < before, `${sizeOf()} of ${before} bytes`);
  store.items.unmark(idOf("2"), "kept");
  store.items.unmark(idOf("2"), "read");
  assert.equal(shelf.letGo(30), 1);
  store.clock.pass(10 * 24 * 60);
  assert.deepEqual([shelf.empty(5), bodyCount(store)], [1, 0]);
});

test("what is replaced in place leaves no body behind", () => {
  const store = openSeekStore();
  const source = store.source("https://a.example/feed");
  const bring = (comments: number): string => {
    const text = `A story.\n${comments} comments`;
    const [intent] = store.bring(source, [entry({ guid: "1", title: "1", link: "https://a.example/1", text })]);
    return intent?.kind ?? "none";
  };
  assert.deepEqual([3, 4, 5].map(bring), ["new", "touched", "touched"]);
  assert.equal(bodyCount(store), 1);
});
