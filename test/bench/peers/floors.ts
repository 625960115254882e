// What asking alone costs: curl, and a bare HTTP client in Node. Both throw the bodies away; no reader can be faster.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { timed } from "../timed-process.ts";
import { canRun, type Peer } from "./peer.ts";

export const parallelCurl: Peer = {
  name: "curl --parallel, which keeps nothing",
  isColdOnly: true,
  isInstalled: () => canRun("curl", "--version"),
  prepare(folder, urls) {
    mkdirSync(folder, { recursive: true });
    const asked = urls.map((url) => `url = "${url}"\noutput = "/dev/null"\n`);
    writeFileSync(join(folder, "curlrc"), `parallel\nparallel-max = 20\nsilent\n${asked.join("")}`);
    return Promise.resolve();
  },
  refresh: (folder) => timed({ program: "curl", args: ["--disable", "--config", join(folder, "curlrc")] }),
};

const program = fileURLToPath(new URL("bare-client.ts", import.meta.url));

export const bareClient: Peer = {
  name: "a bare HTTP client in Node, which keeps nothing",
  isInstalled: () => true,
  prepare(folder, urls) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "urls"), urls.join("\n"));
    return Promise.resolve();
  },
  refresh: (folder) => timed({ program: process.execPath, args: [program, folder] }),
};
