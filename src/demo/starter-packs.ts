// Lists of feeds to begin with, shipped as OPML: feeds that have been there for years, and no more said of them than that.
import { readdirSync, readFileSync } from "node:fs";
import { PkmError } from "../base/errors.ts";

const folder = new URL("../../src/demo/packs/", import.meta.url);

/** "communities", "learning", "software". */
export function packNames(): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".opml"))
    .map((file) => file.slice(0, -".opml".length))
    .toSorted();
}

/** The OPML of a pack; throws PkmError("not-found") naming those there are. */
export function readPack(name: string): Uint8Array {
  const names = packNames();
  if (names.includes(name)) return readFileSync(new URL(`${name}.opml`, folder));
  throw new PkmError("not-found", `there is no pack ${name}; there are ${names.join(", ")}`, {
    hint: names.map((each) => `pkm seek add pack:${each}`),
  });
}
