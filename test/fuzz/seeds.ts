// The documents that mutations begin from: our own fixtures, and a corpus beside the checkout when there is one.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface Seed {
  name: string;
  bytes: Buffer;
}

const fixtures = fileURLToPath(new URL("../fixtures/feeds/", import.meta.url));
const corpus = fileURLToPath(new URL("../../../shared/corpus/", import.meta.url));

/** The feeds of our own. */
export function ownSeeds(): readonly Seed[] {
  return seedsBelow(fixtures);
}

/** The feeds of the corpus beside the checkout; none when it is not there. */
export function corpusSeeds(): readonly Seed[] {
  return existsSync(corpus)
    ? seedsBelow(corpus).filter(({ name }) => !/\.expected\.json$|index\.json$|\.md$/.test(name))
    : [];
}

function seedsBelow(folder: string): readonly Seed[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.replace("//", "/"))
    .toSorted()
    .map((path) => ({ name: path.slice(folder.length), bytes: readFileSync(path) }));
}
