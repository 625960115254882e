// The documents that mutations begin from: our own fixtures, and a corpus where one is named.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface Seed {
  name: string;
  bytes: Buffer;
}

const fixtures = fileURLToPath(new URL("../fixtures/", import.meta.url));

/** The files of our own in a folder of fixtures. */
export function ownSeeds(folder: string): readonly Seed[] {
  return seedsBelow(`${fixtures}${folder}/`);
}

/** A seed for each text, named by its number. */
export function textSeeds(texts: readonly string[]): readonly Seed[] {
  return texts.map((text, nth) => ({ name: `text ${nth}`, bytes: Buffer.from(text) }));
}

/** The feeds below the folder that CORPUS names; none where it names none. */
export function corpusSeeds(): readonly Seed[] {
  const corpus = process.env["CORPUS"];
  if (corpus === undefined || !existsSync(corpus)) return [];
  return seedsBelow(corpus).filter(({ name }) => !/\.expected\.json$|index\.json$|\.md$/.test(name));
}

function seedsBelow(folder: string): readonly Seed[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.replace("//", "/"))
    .toSorted()
    .map((path) => ({ name: path.slice(folder.length), bytes: readFileSync(path) }));
}
