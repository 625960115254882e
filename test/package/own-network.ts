// A network that is this machine alone, in which jarche.com and mail.example.org answer: a site with a feed, and real mail servers.
import { spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { TestContext } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { certificate, key } from "../channels/certificate.ts";
import { mailServersMissing, startMailServers } from "../servers/mail-server.ts";

/** Why there can be no such network here; null when there can. */
export function ownNetworkMissing(): string | null {
  const programs = ["unshare", "nsenter", "ip"].filter((name) => spawnSync(name, ["--version"]).error !== undefined);
  if (programs.length > 0) return `not installed: ${programs.join(", ")}`;
  return mailServersMissing();
}

export interface OwnNetwork {
  /** The process in whose network and mounts a shell has to be. */
  pid: number;
  /** The Maildir of each mailbox at example.org is a folder of its name in here. */
  mailboxes: string;
}

/** The loopback, a network that leads nowhere, and names of its own. */
const enter = `ip link set lo up && ip link add away type veth peer name end && ip addr add 192.0.2.1/24 dev away &&
ip link set away up && ip link set end up && mount --bind "$1" /etc/hosts && exec "$2" "$3"`;

/** Starts it; all of it ends with the test. */
export async function openOwnNetwork(t: TestContext, folder: string): Promise<OwnNetwork> {
  const hosts = join(folder, "hosts");
  writeFileSync(hosts, "127.0.0.1 localhost jarche.com mail.example.org\n");
  const words = ["--mount", "--net", "sh", "-c", enter, "sh", hosts, process.execPath, fileURLToPath(import.meta.url)];
  const child = spawn("unshare", words, { stdio: ["pipe", "pipe", "inherit"] });
  t.after(async () => {
    const ended = new Promise((done) => child.once("exit", done));
    child.stdin.end();
    if (child.exitCode === null) await ended;
  });
  const mailboxes = await new Promise<string>((done, fail) => {
    createInterface({ input: child.stdout }).once("line", done);
    child.once("exit", (status) => fail(new Error(`the network ended with ${status}`)));
  });
  return { pid: child.pid ?? 0, mailboxes };
}

const page = `<!doctype html><title>Jarche</title><link rel="alternate" type="application/rss+xml" href="/feed/">`;
const item = (no: number, title: string, text: string): string =>
  `<item><title>${title}</title><guid>${no}</guid><link>https://jarche.com/${no}/</link><dc:creator>A Writer</dc:creator>` +
  `<pubDate>${new Date(Date.now() - no * 86_400_000).toUTCString()}</pubDate><description>${text}</description></item>`;
const feed = `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Jarche</title><link>https://jarche.com/</link>
${item(1, "A table between work and the world", "New ideas are tried first in a third space, where nobody is your boss and nobody is a stranger.")}
${item(2, "Half a minute after the mistake", "Whoever sits beside you sees it first, and says so while the wood is still in the vice.")}
</channel></rss>`;

/** Plays jarche.com and mail.example.org until standard input ends. */
async function play(): Promise<void> {
  const site = createServer({ key, cert: certificate }, ({ url }, response) => {
    const [type, body] = url === "/feed/" ? ["application/rss+xml", feed] : ["text/html", page];
    response.writeHead(url === "/" || url === "/feed/" ? 200 : 404, { "content-type": type }).end(body);
  });
  await new Promise<void>((done) => site.listen(443, "127.0.0.1", done));
  const mail = await startMailServers({ domain: "example.org", smtpsPort: 465, imapsPort: 993 });
  process.stdout.write(`${join(mail.maildir("me"), "..")}\n`);
  process.stdin.resume();
  await new Promise((done) => process.stdin.once("end", done));
  await mail.stop();
  site.close();
  site.closeAllConnections();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await play();
