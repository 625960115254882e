// Asks for every address in its folder, 20 at a time, and keeps nothing of an answer but its ETag.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { join } from "node:path";

const folder = process.argv[2] ?? "";
const atOnce = 20;
const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
const urls = readFileSync(join(folder, "urls"), "utf8").split("\n");
const etagFile = join(folder, "etags");
const known = existsSync(etagFile) ? readFileSync(etagFile, "utf8").split("\n") : [];

function ask(url: string, etag: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: etag === "" ? {} : { "If-None-Match": etag } }, (response) => {
      response
        .resume()
        .on("end", () => resolve(response.headers.etag ?? ""))
        .on("error", reject);
    }).on("error", reject);
  });
}

const etags: string[] = [];
const places = urls.keys();
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    for (const at of places) etags[at] = await ask(urls[at] ?? "", known[at] ?? "");
  }),
);
writeFileSync(etagFile, etags.join("\n"));
agent.destroy();
