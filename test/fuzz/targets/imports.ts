// What other services hand out: read into sound nouns, the same each time, taken in whole and taken back whole.
import { cpSync, rmSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { PkmError } from "../../../src/base/errors.ts";
import { importKinds, recognise } from "../../../src/formats/import/recognise.ts";
import type { Imported, Reading } from "../../../src/sense/imported.ts";
import { openHomes } from "../../cli/in-home.ts";
import { jsonWords, markUpWords, trouble } from "../dictionary.ts";
import { told } from "../said.ts";
import { ownSeeds, textSeeds } from "../seeds.ts";
import { dateComplaints, lineComplaints, linkComplaints } from "../sound.ts";
import type { Examined, Target } from "../target.ts";

const base = "https://imports.example.org/";
const rows = [...'" "" , ; \t | \n \r\n "\n" ,,,,, "," a,b #tag'.split(" "), '"unclosed', "Highlight,Book Title\n"];

export const imports: Target = {
  name: "imports",
  dictionary: {
    tokens: [...rows, ...rows, ...jsonWords.tokens, ...markUpWords.tokens, ...trouble],
    marks: [",", '"', "\n", "<", ":", "{"],
  },
  budgetMs: (bytes) => 1000 + bytes / 100,
  shortRuns: 200,
  reaches: { outcome: "read", share: 0.25 },
  async open() {
    const homes = openHomes();
    const home = homes.fresh();
    const { status } = await told(home, ["status"]);
    if (status !== 0) throw new Error("there is no home to import into");
    return {
      seeds: [...ownSeeds("import").filter(({ bytes }) => bytes.length > 0), ...textSeeds(odd)],
      close: () => homes.close(),
      async examine(bytes, { chance }) {
        const wanted = chance.below(4) === 0 ? chance.of(importKinds) : null;
        const read = examined(bytes, wanted);
        if (chance.below(12) !== 0) return read;
        const taken = await takenAndBack(home, bytes);
        return { ...read, complaints: [...read.complaints, ...taken] };
      },
    };
  },
};

const odd = [
  "title,url,time_added,tags,status\nA,https://a.example/,1700000000,a|b,unread\n",
  '[{"url":"https://a.example/","title":"x","labels":["a"],"highlights":[]}]',
  'https://a.example/feed tag "~Title"\nexec:~/bin/feed\n',
];

function examined(bytes: Uint8Array, wanted: string | null): Examined {
  let reading: Reading | null;
  try {
    reading = recognise(bytes, wanted);
  } catch (error) {
    if (error instanceof PkmError)
      return { complaints: [...lineComplaints("message", error.message)], outcome: "refused" };
    throw error;
  }
  if (reading === null) return { complaints: [], outcome: "unknown" };
  const once = allOf(reading);
  if (!Array.isArray(once)) return { complaints: [...lineComplaints("message", once.message)], outcome: "refused" };
  const complaints = new Set(once.flatMap((imported) => [...importedComplaints(imported)]));
  if (!isDeepStrictEqual(once, allOf(reading))) complaints.add("reads otherwise the second time");
  return { complaints: [...complaints], outcome: once.length === 0 ? "empty" : "read" };
}

function allOf(reading: Reading): Imported[] | PkmError {
  const all: Imported[] = [];
  try {
    reading.read((imported) => void all.push(imported));
    return all;
  } catch (error) {
    if (error instanceof PkmError) return error;
    throw error;
  }
}

function* importedComplaints(imported: Imported): Generator<string> {
  yield* lineComplaints("place", imported.place);
  if (imported.kind === "not-taken") {
    yield* lineComplaints("reason", imported.what);
    return;
  }
  yield* linkComplaints("address", imported.url, base);
  yield* lineComplaints("title", imported.title);
  for (const tag of imported.tags) yield* lineComplaints("tag", tag);
  if (imported.kind === "feed") return;
  if (imported.url === null && imported.guid === null) yield "an item has no name at all";
  yield* lineComplaints("author", imported.author);
  for (const date of [imported.published, imported.saved]) yield* dateComplaints(date);
  for (const { created, tags, quote, comment } of imported.marks) {
    yield* dateComplaints(created);
    if (quote === null && comment === null) yield "an annotation says nothing";
    for (const tag of tags) yield* lineComplaints("tag of an annotation", tag);
  }
}

/** Imports it into a copy of the home and takes that back: of what was mine nothing is left. Items stay, as those of feeds do. */
async function takenAndBack(home: string, bytes: Uint8Array): Promise<readonly string[]> {
  const copy = `${home}-copy`;
  rmSync(copy, { recursive: true, force: true });
  cpSync(home, copy, { recursive: true });
  const before = await mineIn(copy);
  const taken = await told(copy, ["import", "-", "--json"], bytes);
  const undone = taken.status === 0 || taken.status === 5 ? await told(copy, ["undo"]) : null;
  const isBack = (await mineIn(copy)) === before;
  return [...taken.complaints, ...(undone?.complaints ?? []), ...(isBack ? [] : ["is not taken back whole"])];
}

async function mineIn(home: string): Promise<string> {
  const asked = [
    ["find", "kind:annotation", "--limit", "0", "--ids"],
    ["find", "is:kept", "--limit", "0", "--ids"],
    ["seek", "list", "--ids"],
    ["sense", "tags"],
  ];
  const answers = [];
  for (const argv of asked) answers.push(await told(home, argv));
  return answers.map(({ stdout }) => stdout).join("\n");
}
