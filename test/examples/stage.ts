// A home in which every example of help and README can be typed: it has one of each thing, and a web on loopback.
import { execFile } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { kindOfId, type IdKind } from "../../src/base/id.ts";
import { serveDemoFeeds } from "../../src/demo/feed-server.ts";
import { openDatabase } from "../../src/store/database.ts";

const program = fileURLToPath(new URL("../transcripts/pkm.ts", import.meta.url));

export interface Played {
  status: number;
  stdout: string;
  stderr: string;
}

export interface Stage {
  /** Runs lines as a person types them, one after another, in a copy of the home that is thrown away. */
  play(lines: readonly string[]): Promise<readonly Played[]>;
  close(): Promise<void>;
}

/** What stands in for what an example names, in this order. */
const places: readonly (readonly [RegExp, string])[] = [
  [/\bjarche\.com\b/g, "{origin}/workshop"],
  [/https:\/\/example\.org\/essay\b/g, "{origin}/workshop"],
  [/https:\/\/example\.org\/(?:feed\.xml|mine)\b/g, "{origin}/ledger/rss/"],
  [/\/media\/stick\//g, "./"],
];

/** Makes the stage once: what it takes to have an item, a note, a share, people and places. */
export async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "pkm-examples-"));
  const server = await serveDemoFeeds();
  const home = join(folder, "home");
  const bin = join(folder, "bin");
  mkdirSync(home, { recursive: true });
  writePrograms(bin);
  writeFiles(home);
  const stand = async (where: string, line: string): Promise<Played> => {
    const shell = (text: string): Promise<Played> => runShell(text, { home: where, bin });
    const typed = places.reduce((text, [pattern, to]) => text.replaceAll(pattern, to), line);
    return shell((await named(typed, shell)).replaceAll("{origin}", server.origin));
  };
  for (const line of settingUp) {
    const { status, stderr } = await stand(home, line);
    if (status !== 0) throw new Error(`the stage could not be set: ${line}\n${stderr}`);
  }
  let count = 0;
  return {
    async play(lines) {
      const copy = join(folder, `home-${(count += 1)}`);
      cpSync(home, copy, { recursive: true });
      forgetCopying(copy);
      // Modes of folders are not copied.
      chmodSync(join(copy, ".config/pkm/secrets"), 0o700);
      const played: Played[] = [];
      for (const line of lines) played.push(await stand(copy, line));
      rmSync(copy, { recursive: true, force: true });
      return played;
    },
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A stage is not another home of the same person's: nothing has left from elsewhere. */
function forgetCopying(home: string): void {
  const store = openDatabase(join(home, "pkm.db"));
  store.exec("DELETE FROM store_file");
  store.close();
}

/** How the ids of each kind are asked for; the first of them is what an example's first id of the kind means. */
const lists: Readonly<Partial<Record<IdKind, string>>> = {
  claim: `pkm sense check $(pkm find kind:item --ids --limit 1) --json | grep -o '"id": "q[^"]*' | cut -d '"' -f 4`,
  item: "pkm find kind:item --ids --limit 4",
  source: "pkm seek list --ids",
  note: "pkm sense list --ids",
  annotation: "pkm find kind:annotation --ids",
  share: "pkm share --ids",
  person: "pkm people show 'Ines Aalto' --ids; pkm people show 'Bo Lind' --ids",
  community: "pkm community --ids",
  channel: `pkm community --json | grep -o '"id": "h[^"]*' | cut -d '"' -f 4`,
  feedback: "pkm share feedback $(pkm share --ids | head -1) --ids",
  delivery: `pkm share log --json | grep -o '"id": "x[^"]*' | cut -d '"' -f 4`,
  digest: "pkm digest list --ids",
};

const settingUp: readonly string[] = [
  "pkm seek add {origin}/workshop {origin}/@tove.rss exec:my-feed --all -t trust",
  "pkm sense mark k4n2 -m 'why it matters'",
  "pkm sense note k4n2 --title 'Trust before sharing' -t Teams -t trust -m 'Trust has to be there before anything is shared.'",
  "pkm sense note --title 'Half a minute' -t team -m 'Half a minute ahead of the others.'",
  "pkm people add 'Ines Aalto' --mail ines@example.org --handle @iberg --feed {origin}/workshop/feed/",
  "pkm people add 'Bo Lind' --mail bo@example.org",
  "pkm community add 'Bench Circle' --domain craft",
  "pkm community add 'Acme team' --kind team",
  "pkm community member 'Bench Circle' 'Bo Lind'",
  "pkm community channel 'Bench Circle' file --exposure closed --dir bench",
  "pkm share stage n4k2 --with 'Bench Circle' --ask 'Where does this not hold?'",
  "pkm digest -q",
  "pkm backup --out pkm.backup",
];

function writePrograms(bin: string): void {
  mkdirSync(bin, { recursive: true });
  const put = (name: string, lines: string): void => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${lines}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  put("pkm", `exec "${process.execPath}" "${program}" "$@"`);
  put("my-feed", "cat feed.xml");
  put("curl", "cat feed.xml");
  put("pass", "echo a-secret");
  put("jq", "cat");
  put("ssh", 'shift; exec "$@"');
  put("xdg-open", ":");
}

function writeFiles(home: string): void {
  const item = `<title>On a third space</title><guid isPermaLink="false">1</guid><pubDate>${new Date().toUTCString()}</pubDate><link>https://mine.example/1</link>
<description>Trust grows in the third space, half a minute ahead of the others.</description>`;
  const feed = `<rss version="2.0"><channel><title>Mine</title><item>${item}</item></channel></rss>`;
  writeFileSync(join(home, "feed.xml"), feed);
  for (const folder of [
    ".zfunc",
    ".config/fish/completions",
    ".config",
    ".config/pkm",
    ".config/pkm/secrets",
    "obsidian",
    "notes/.templates",
    ".newsboat",
  ])
    mkdirSync(join(home, folder), { recursive: true, mode: 0o700 });
  writeFileSync(join(home, "notes/.templates/reading.md"), "# Reading\n");
  writeFileSync(join(home, ".newsboat/urls"), "http://127.0.0.1:9/feed learning\n");
  const cards = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Cy Dahl\r\nEND:VCARD\r\n";
  const pocket = "title,url,time_added,tags,status\nA,https://a.example/,1600000000,,unread\n";
  writeFileSync(join(home, "contacts.vcf"), cards);
  writeFileSync(join(home, "part_000000.csv"), pocket);
  writeFileSync(join(home, "config.toml"), '[views]\ndeep = "is:new tag:learning"\n');
  writeFileSync(
    join(home, "sources.opml"),
    '<opml version="2.0"><body><outline text="a" xmlUrl="http://127.0.0.1:9/feed"/></body></opml>',
  );
  writeFileSync(join(home, "draft.md"), "A better text.\n");
  writeFileSync(join(home, "minutes.md"), "What was said.\n");
  writeFileSync(join(home, "token.txt"), "a-token\n");
}

/** The line with a real id for each in it: the first id of a kind is its first thing, the next its second. */
async function named(line: string, shell: (line: string) => Promise<Played>): Promise<string> {
  const seen = new Map<IdKind, string[]>();
  for (const [id] of line.matchAll(idShaped)) {
    const kind = kindOfId(id);
    if (kind === null) continue;
    const order = seen.get(kind) ?? [];
    if (!order.includes(id)) seen.set(kind, [...order, id]);
  }
  let text = line;
  for (const [kind, order] of seen) {
    const list = lists[kind];
    const real = list === undefined ? [] : (await shell(list)).stdout.split("\n").filter((id) => id !== "");
    // An example that stands for several of a kind may find fewer: then each is the first.
    for (const [at, id] of order.entries()) text = text.replaceAll(id, real[at] ?? real[0] ?? id);
  }
  return text;
}

const idShaped = /(?<![\w/.@-])[a-z](?=[0-9a-z]*\d)[0-9bcdfghjkmnpqrstvwxz]{3}(?![\w@-])/g;

function runShell(line: string, { home, bin }: { home: string; bin: string }): Promise<Played> {
  const env = {
    PATH: `${bin}:/usr/bin:/bin`,
    PKM_HOME: home,
    HOME: home,
    TZ: "UTC",
    PASSWORD: "x",
    FERN_PASSWORD: "x",
  };
  return new Promise((done) => {
    const child = execFile("/bin/sh", ["-c", line], { env, cwd: home, timeout: 60_000 }, (error, stdout, stderr) => {
      done({ status: error === null ? 0 : typeof error.code === "number" ? error.code : -1, stdout, stderr });
    });
    child.stdin?.end();
  });
}
