// The sfeed tools: a shell script, curl and a parser in C, that keep a file of lines for each feed.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { timed } from "../timed-process.ts";
import { canRun, type Peer } from "./peer.ts";

export const sfeed: Peer = {
  name: "sfeed",
  isInstalled: () => canRun("sfeed", "-h") && canRun("sfeed_update", "--version"),
  prepare(folder, urls) {
    mkdirSync(join(folder, "feeds"), { recursive: true });
    const feeds = urls.map((url, at) => `feed "feed ${at}" "${url}"`);
    writeFileSync(
      join(folder, "sfeedrc"),
      `sfeedpath="${folder}/feeds"\nmaxjobs=20\nfeeds() {\n${feeds.join("\n")}\n}\n`,
    );
    return Promise.resolve();
  },
  refresh: (folder) => timed({ program: "sfeed_update", args: [join(folder, "sfeedrc")], env: { HOME: folder } }),
};
