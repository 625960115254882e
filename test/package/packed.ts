// The checkout packed as npm would publish it, and installed in an empty folder as a person gets it.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as v from "valibot";

export interface Packed {
  filename: string;
  /** Bytes, packed and unpacked. */
  size: number;
  unpackedSize: number;
  files: readonly { path: string }[];
}

const packedShape: v.GenericSchema<unknown, [Packed]> = v.tuple([
  v.object({
    filename: v.string(),
    size: v.number(),
    unpackedSize: v.number(),
    files: v.array(v.object({ path: v.string() })),
  }),
]);

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What npm prints. */
export function npm(args: readonly string[], cwd: string): string {
  return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Packs the checkout into `folder`; npm builds it first. */
export function pack(folder: string): Packed {
  const printed = npm(["pack", "--json", "--pack-destination", folder], root);
  // What the build says of itself comes first.
  return v.parse(packedShape, JSON.parse(printed.slice(printed.indexOf("["))))[0];
}

/** Installs it in an empty folder beside the tarball; the program's path. */
export function installed(folder: string, { filename }: Packed): string {
  const home = join(folder, "empty");
  mkdirSync(home);
  writeFileSync(join(home, "package.json"), '{ "private": true }');
  npm(["install", "--no-audit", "--no-fund", join(folder, filename)], home);
  return join(home, "node_modules", "pkm", "bin", "pkm.js");
}
