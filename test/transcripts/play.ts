// Plays a golden terminal session: every command line runs as its own process in a home of its own.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { serveDemoFeeds } from "../../src/demo/feed-server.ts";

const program = fileURLToPath(new URL("./pkm.ts", import.meta.url));
const feeds = new URL("../fixtures/feeds/", import.meta.url);

/**
 * A session's lines: `$ command`, what it prints (stderr lines behind `! `), and `? status` where it is not 0. A line
 * of output that is empty or could be taken for one of these stands behind `|`.
 */
export interface Session {
  /** The session as it was just played, in the form of the file. */
  played: string;
  /** How many command lines ran. */
  commands: number;
}

interface Stage {
  home: string;
  /** Serves test/fixtures/feeds, and the four sites of the demo. */
  origin: string;
  demo: string;
  names: Map<string, string>;
}

/** Plays the commands and comments of `script`; lines of output in it are ignored. */
export async function playSession(script: string): Promise<Session> {
  const home = mkdtempSync(join(tmpdir(), "pkm-session-"));
  const server = await serveFeeds();
  const demo = await serveDemoFeeds();
  const stage: Stage = { home, origin: originOf(server), demo: demo.origin, names: new Map() };
  const lines: string[] = [];
  let commands = 0;
  try {
    for (const line of script.split("\n")) {
      if (line === "" || line.startsWith("#")) lines.push(line);
      if (!line.startsWith("$ ")) continue;
      commands += 1;
      lines.push(line, ...(await runLine(line.slice(2), stage)));
    }
  } finally {
    await demo.close();
    server.close();
    server.closeAllConnections();
    rmSync(home, { recursive: true, force: true });
  }
  return { played: `${lines.join("\n").trimEnd()}\n`, commands };
}

async function runLine(line: string, stage: Stage): Promise<string[]> {
  const { home, origin, demo, names } = stage;
  const real = [...names].reduce((text, [id, name]) => text.replaceAll(name, id), line);
  const command = real.replaceAll("{server}", origin).replaceAll("{demo}", demo).replaceAll("{home}", home);
  const { status, stdout, stderr } = await runShell(command, home);
  const shown = (text: string): string[] => {
    const lines = masked(text, stage).split("\n");
    if (lines.at(-1) === "") lines.pop();
    return lines;
  };
  return [
    ...shown(stdout).map((row) => (/^(?:$|[#|]|[$!?] )/.test(row) ? `|${row}` : row)),
    ...shown(stderr).map((row) => `! ${row}`),
    ...(status === 0 ? [] : [`? ${status}`]),
  ];
}

function runShell(command: string, home: string): Promise<{ status: number; stdout: string; stderr: string }> {
  const script = `pkm() { "${process.execPath}" "${program}" "$@"; }\n${command}`;
  // Nothing of the developer's environment: what holds here holds under cron.
  const env = { PATH: "/usr/bin:/bin", PKM_HOME: home, TZ: "UTC", LANG: "C", FEEDS: fileURLToPath(feeds) };
  return new Promise((done, fail) => {
    const child = spawn("/bin/sh", ["-c", script], { env, cwd: home, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.once("error", fail);
    child.once("close", (status) => done({ status: status ?? -1, stdout, stderr }));
  });
}

/** Ids, times and addresses differ from run to run: each gets a name that stays. */
function masked(text: string, { home, origin, demo, names }: Stage): string {
  return text
    .replaceAll(origin, "{server}")
    .replaceAll(new URL(origin).host, "{host}")
    .replaceAll(demo, "{demo}")
    .replaceAll(home, "{home}")
    .replaceAll(/\b\d{4}-\d\d-\d\d \d\d:\d\d\b/g, "{time}")
    .replaceAll(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "{time}")
    .replaceAll(/\b20[2-9]\d-\d\d-\d\d\b/g, "{date}")
    .replaceAll(/\b\d+ (?:min|h|d|mo|y) ago\b/g, "{ago}")
    .replaceAll(/\b[0-9a-f]{64}\b/g, "{hash}")
    .replaceAll(/\b[0-9a-f]{12}\b/g, "{hash}")
    .replaceAll(/\b[snadrpcfxhgq][0-9bcdfghjkmnpqrstvwxz]{3,5}\b/g, (id) => {
      if (!/\d/.test(id.slice(1))) return id;
      const known = names.get(id);
      if (known !== undefined) return known;
      const count = [...names.keys()].filter((other) => other[0] === id[0]).length;
      const name = `<${id[0]}${count + 1}>`;
      names.set(id, name);
      return name;
    });
}

function serveFeeds(): Promise<Server> {
  const server = createServer((request, response) => {
    const name = basename(request.url ?? "");
    try {
      const body = readFileSync(new URL(name, feeds));
      const type = name.endsWith(".html") ? "text/html" : name.endsWith(".json") ? "application/feed+json" : "application/xml";
      response.writeHead(200, { "content-type": type, etag: `"${name}"` }).end(body);
    } catch {
      response.writeHead(404, { "content-type": "text/plain" }).end("not found\n");
    }
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

function originOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return `http://127.0.0.1:${address.port}`;
}

/** Writes what was played back into the file, where a person asked for it. */
export function acceptSession(file: URL, played: string): void {
  writeFileSync(file, played);
}
