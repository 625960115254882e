// What items say, read for many at once: as it lies, so that what lies together is unpacked once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openPages } from "../../src/store/pages.ts";
import { entry } from "../seek/documents.ts";
import { openSeekStore } from "./seek-store.ts";

const urls = ["https://a.example/feed", "https://b.example/feed"];

test("the words of many are read as they lie, each what is read of it alone", () => {
  const store = openSeekStore();
  const pages = openPages(store.db, store.clock);
  const ids = urls.map((url, at) => {
    const names = [`x${at}`, `y${at}`, `z${at}`];
    store.bring(
      store.source(url),
      names.map((name) =>
        entry({ guid: name, title: name, link: `https://a.example/${name}`, html: `<p>${name}</p>`, text: name }),
      ),
    );
    return names.map((name) => store.items.newest(10).find(({ title }) => title === name)?.id ?? "");
  });
  const [[first = "", ...others] = [], [last = "", ...rest] = []] = ids;
  pages.keep(last, { html: "<p>whole</p>", text: "whole", minutes: 1 });
  const mixed = [first, ...rest, last, ...others, "k000"];
  const order: (string | null)[] = [];
  const read = store.items.bodies(mixed, (words) => {
    order.push(words.html);
    return words;
  });
  assert.deepEqual(new Map(read), new Map(ids.flat().map((id) => [id, store.items.body(id)])));
  assert.deepEqual(
    order,
    ["z0", "y0", "x0", "z1", "y1", "whole"].map((name) => `<p>${name}</p>`),
  );
});
