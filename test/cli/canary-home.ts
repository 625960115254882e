// A home with a canary in every place where something private lies, made by the commands that a person would type.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { confidences, secrets } from "./canary-names.ts";
import type { Programs } from "./canary-programs.ts";
import type { CanaryStage } from "./canary-stage.ts";

type Well = (...argv: readonly string[]) => Promise<string>;
type Ids = Readonly<Record<string, string>>;

interface Settling {
  folder: string;
  home: string;
  origin: string;
  smtp: string;
  programs: Programs;
  say: CanaryStage["say"];
}

/** Lives a life in the home: reads, writes, meets people, sends, publishes. Ids of what came of it, by name. */
export async function settle(settling: Settling): Promise<Ids> {
  const { folder, home, origin, smtp, programs, say } = settling;
  const well: Well = async (...argv) => {
    const { status, stdout, stderr } = await say(argv);
    if (status !== 0) throw new Error(`pkm ${argv.join(" ")} ended with ${status}: ${stderr}`);
    return stdout.trim();
  };
  const files = writeFiles(folder, origin);
  mkdirSync(home, { mode: 0o700 });
  const secret = `file:${programs.file("digest", secrets.digest)}`;
  const config = `author = "Me"\n[mail]\nfrom = "me@test.example"\nto = ["me@test.example"]\nsmtp = "${smtp}"\nsecret = "${secret}"\n`;
  writeFileSync(join(home, "config.toml"), config);
  const read = await readAndWrite(well, { origin, programs });
  await meet(well, settling);
  const shared = await share(well, read);
  await well("backup", "--out", files["backup"] ?? "");
  return { ...files, ...read, ...shared, ...Object.fromEntries(await channelsOf(well)) };
}

async function readAndWrite(well: Well, { origin, programs }: { origin: string; programs: Programs }): Promise<Ids> {
  await well("seek", "mute", confidences.muted);
  const access = ["--secret", "env:FEED_PASSWORD", "--user", "ada"];
  const source = await well("seek", "add", `${origin}/feed`, ...access, "--all", "--ids");
  await well("seek", "add", `exec:${programs.feed}`, "--all");
  const [item = ""] = (await well("find", "groups", "kind:item", "--ids")).split("\n");
  const mark = await well("sense", "mark", item, "-m", `${confidences.comment} of mine`, "--ids");
  const note = (title: string, text: string): Promise<string> =>
    well("sense", "note", item, "--title", title, "-m", text, "--ids");
  const hidden = await note("Hidden", `A ${confidences.note} for me alone.`);
  const open = await note("Open work", "What I think where others may read it.");
  await well("sense", "link", open, hidden, "--as", "extends");
  return { source, item, mark, hidden, open };
}

const identity = [
  ["user.name", "Me"],
  ["user.email", "me@test.example"],
];

/** A community reached in each way there is, and a network of each kind. */
async function meet(well: Well, { folder, origin, smtp, programs }: Settling): Promise<void> {
  await well("people", "add", "Ines Aalto", "--mail", "ines@bench.example");
  await well("people", "add", "Cleo Hidden", "--mail", confidences.address);
  await well("people", "add", "Bo Newcomer");
  const place = async (name: string, kind: string, flags: readonly string[]): Promise<void> => {
    await well("community", "add", name);
    for (const person of ["Ines Aalto", "Cleo Hidden"]) await well("community", "member", name, person);
    await well("community", "channel", name, kind, "--exposure", "closed", ...flags);
  };
  const network = (name: string, kind: string, flags: readonly string[]): Promise<string> =>
    well("network", "add", name, "--channel", kind, ...flags);
  const mail = ["--to", "ines@bench.example", "--from", "me@test.example", "--smtp", smtp];
  const room = ["--homeserver", origin, "--room", "!room:test"];
  await place("Folder Circle", "file", ["--dir", join(folder, "circle")]);
  await place("Program Circle", "command", ["--run", programs.take, "--arg", "--round"]);
  await place("Letter Circle", "mail", [...mail, "--secret", `cmd:${programs.secret(secrets.mail)}`]);
  await place("Room Circle", "matrix", [...room, "--secret", "keyring:pkm/matrix"]);
  const garden = join(folder, "garden");
  for (const words of [["init", "--quiet", garden], ...identity.map((each) => ["-C", garden, "config", ...each])])
    execFileSync("git", words);
  await network("garden", "site", ["--dir", garden, "--git", "--base-url", "https://garden.example/"]);
  await network("social", "mastodon", ["--instance", origin, "--secret", "env:MASTODON_TOKEN"]);
  const password = `file:${programs.file("bluesky", secrets.bluesky)}`;
  await network("sky", "bluesky", ["--service", origin, "--handle", "ann.test", "--secret", password]);
}

async function share(well: Well, { item = "", open = "" }: Ids): Promise<Ids> {
  const stage = (note: string, circle: string): Promise<string> =>
    well("share", "stage", note, "--with", circle, "--ask", "Does it hold?", "--ids");
  const sent = await stage(open, "Folder Circle");
  await well("share", "send", sent);
  const noteFor = (circle: string): Promise<string> =>
    well("sense", "note", item, "--title", `Open to the ${circle}`, "-m", `What I think for the ${circle}.`, "--ids");
  for (const circle of ["Program Circle", "Letter Circle", "Room Circle"])
    await well("share", "send", await stage(await noteFor(circle), circle));
  const networks = ["garden", "social", "sky"].flatMap((network) => ["--to", network]);
  await well("share", "publish", sent, ...networks, "--anyway", "to see what leaves");
  await well("digest", "--mail", "--limit", "1");
  const digest = await well("digest", "list", "--ids", "--limit", "1");
  const said = ["--from", "Cleo Hidden", "--via", "coffee", "-m", `It is ${confidences.feedback}, between us.`];
  const feedback = await well("share", "feedback", sent, "add", ...said, "--ids");
  return { share: sent, feedback, digest, staged: await stage(await noteFor("Letter Circle again"), "Letter Circle") };
}

/** Files that calls are handed, by name. */
function writeFiles(folder: string, origin: string): Readonly<Record<string, string>> {
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  return {
    feed: `${origin}/feed?again`,
    feedFile: write(
      "feed.xml",
      "<rss version='2.0'><channel><title>t</title><item><title>a</title></item></channel></rss>",
    ),
    list: write(
      "list.opml",
      "<opml version='2.0'><body><outline text='a' xmlUrl='https://a.example/feed'/></body></opml>",
    ),
    cards: write("cards.vcf", "BEGIN:VCARD\nVERSION:4.0\nFN:Ann Card\nEND:VCARD\n"),
    secretFile: join(folder, "secrets", "bluesky"),
    page: `${origin}/page`,
    backup: join(folder, "kept.backup"),
  };
}

async function channelsOf(well: Well): Promise<readonly [string, string][]> {
  const found: [string, string][] = [];
  for (const place of ["Folder Circle", "Program Circle", "Letter Circle", "Room Circle"]) {
    const [, kind = "", id = ""] =
      /"id": "(h\w+)",\s+"kind": "(\w+)"/.exec(await well("community", "show", place, "--json")) ?? [];
    found.push([id, kind]);
  }
  for (const network of ["garden", "social", "sky"]) {
    const [, kind = "", id = ""] =
      /"id": "(h\w+)",\s+"kind": "(\w+)"/.exec(await well("network", "show", network, "--json")) ?? [];
    found.push([id, kind]);
  }
  return found;
}
