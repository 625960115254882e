// What a test server needs of the npm registry, installed into the cache once and whole.
import { execFileSync } from "node:child_process";
import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "./cache.ts";

/** Installs the packages where they are missing; null, or why they can not be had. */
export function npmMissing(name: string, dependencies: Readonly<Record<string, string>>): string | null {
  const folder = cacheFolder(name);
  if (existsSync(join(folder, "node_modules"))) return null;
  const half = cacheFolder(`${name}-half`);
  // better-sqlite3 13 brings its binaries along; the version that is asked for would be compiled.
  const overrides = { "better-sqlite3": "13.2.0" };
  try {
    const manifest = { name, private: true, type: "module", dependencies, overrides };
    writeFileSync(join(half, "package.json"), JSON.stringify(manifest));
    execFileSync("npm", ["install", "--no-audit", "--no-fund"], { cwd: half, stdio: ["ignore", "ignore", "pipe"] });
    rmSync(folder, { recursive: true, force: true });
    renameSync(half, folder);
    return null;
  } catch (thrown) {
    rmSync(half, { recursive: true, force: true });
    return `npm did not install it: ${String(thrown).split("\n")[0]}`;
  }
}
