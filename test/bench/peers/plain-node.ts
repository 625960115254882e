// Starts the plain Node program beside this file as a peer.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { timed } from "../timed-process.ts";
import type { Peer } from "./peer.ts";

const program = fileURLToPath(new URL("plain.ts", import.meta.url));

export const plainNode: Peer = {
  name: "plain Node with rss-parser",
  isInstalled: () => true,
  prepare(folder, urls) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "urls"), urls.join("\n"));
    return Promise.resolve();
  },
  refresh: (folder) => timed({ program: process.execPath, args: [program, folder] }),
};
