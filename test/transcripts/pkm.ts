// The program as people run it, for sessions that play it; a build older than the sources is refused.
import { readdirSync, statSync } from "node:fs";

const sources = new URL("../../src/", import.meta.url);
const builtMs = statSync(new URL("../../dist/bundle/main.cjs", import.meta.url)).mtimeMs;
const newer = readdirSync(sources, { recursive: true, encoding: "utf8" }).find(
  (name) => name.endsWith(".ts") && statSync(new URL(name, sources)).mtimeMs > builtMs,
);
if (newer !== undefined) throw new Error(`src/${newer} is newer than dist: npm run build`);

await import(new URL("../../bin/pkm.js", import.meta.url).href);
