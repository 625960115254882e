// Against rss-parser, an independent reader: where it reads a fixture we agree, or the difference is listed with its reason.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import Parser from "rss-parser";
import { feedIn, fixture } from "./fixture.ts";

/** "file, entry, field" and why the two readers differ there. Entries count from 0. */
const differences: Readonly<Record<string, string>> = {
  "hugo.xml 0 title": "it leaves a reference that was escaped twice as it stands",
  "hugo.xml 1 published": "it reads the zero date as the year 2001",
  "hugo.xml 1 link": "it takes no link from a guid",
  "atom-0.3.xml 0 published": "it knows no issued and modified of Atom 0.3",
  "atom-0.3.xml 1 published": "it knows no issued and modified of Atom 0.3",
  "atom-0.3.xml 0 link": "it knows no xml:base",
  "atom-0.3.xml 1 link": "it knows no xml:base",
  "atom-0.3.xml 1 title": "it decodes no base64",
  "rdf-1.0.xml 0 published": "it knows Dublin Core by the prefix dc alone",
};

interface Fields {
  guid: string | null;
  title: string | null;
  link: string | null;
  published: string | null;
}

const orNull = (value: unknown): string | null =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : null;

async function theirs(name: string): Promise<{ title: string | null; entries: Fields[] }> {
  const feed = await new Parser().parseString(new TextDecoder().decode(fixture(name)));
  const entries = feed.items.map((item) => ({
    guid:
      orNull(item.guid) ??
      orNull("id" in item ? item["id"] : null) ??
      orNull("rdf:about" in item ? item["rdf:about"] : null),
    title: orNull(item.title),
    link: orNull(item.link),
    published: orNull(item.isoDate),
  }));
  return { title: orNull(feed.title), entries };
}

test("rss-parser and we agree but where it is said why not", async () => {
  const names = readdirSync(new URL("../../fixtures/feeds/", import.meta.url)).filter((name) => name.endsWith(".xml"));
  const found: string[] = [];
  let compared = 0;
  for (const name of names) {
    const [ours, other] = [feedIn(name), await theirs(name)];
    assert.equal(other.entries.length, ours.entries.length, name);
    ours.entries.forEach(({ guid, title, link, published, updated }, index) => {
      const mine: Fields = { guid, title, link, published: published ?? updated };
      for (const field of ["guid", "title", "link", "published"] as const) {
        compared += 1;
        if (mine[field] !== other.entries[index]?.[field]) found.push(`${name} ${index} ${field}`);
      }
    });
  }
  assert.equal(names.length, 13);
  assert.equal(compared, 64);
  assert.deepEqual(found.toSorted(), Object.keys(differences).toSorted());
});
