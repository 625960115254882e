// Wrong audiences, played through the whole program from argv to exit status: each is refused, or shown before it goes.
import { mkdtempSync, mkdirSync, readdirSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import assert from "node:assert/strict";
import { run } from "../../src/main.ts";
import { captureTerminal } from "../../src/term/captured.ts";
import { openMailServer, type MailServer } from "../channels/mail/servers.ts";

interface Played {
  status: number;
  stdout: string;
  stderr: string;
}

interface Home {
  folder: string;
  server: MailServer;
  /** Plays one command line; the words as a shell would have split them. */
  pkm(...argv: readonly string[]): Promise<Played>;
  /** As pkm, and holds that it is done. */
  done(...argv: readonly string[]): Promise<Played>;
  /** As pkm, and holds that it is refused with the status and these words, naming a command. */
  refused(status: number, pattern: RegExp, ...argv: readonly string[]): Promise<Played>;
  /** What the community's folder and the garden hold. */
  went(): readonly string[];
}

const body = "A workshop needs a long table more than a plan, and I have seen it twice.\n";

/** A home with a community reached by a folder, one by a list, a garden, and a note. */
async function openHome(t: TestContext): Promise<Home> {
  const folder = mkdtempSync(join(tmpdir(), "pkm-audience-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const server = await openMailServer(t);
  const env = { PATH: process.env["PATH"], PKM_HOME: folder, NO_COLOR: "1" };
  const pkm = async (...argv: readonly string[]): Promise<Played> => {
    const terminal = captureTerminal(200);
    const clock = { now: () => new Date() };
    const status = await run(argv, { env, clock, terminal, version: "0" });
    return { status, ...terminal.written() };
  };
  const home: Home = {
    folder,
    server,
    pkm,
    async done(...argv) {
      const played = await pkm(...argv);
      assert.equal(played.status, 0, `${argv.join(" ")}: ${played.stderr}`);
      return played;
    },
    async refused(status, pattern, ...argv) {
      const played = await pkm(...argv);
      assert.equal(played.status, status, `${argv.join(" ")}: ${played.stdout}${played.stderr}`);
      assert.match(played.stderr, pattern);
      assert.match(played.stderr, /try: /, "a refusal names a command");
      return played;
    },
    went: () =>
      ["circle", "forge", "garden"].flatMap((name) =>
        existsSync(join(folder, name)) ? readdirSync(join(folder, name)) : [],
      ),
  };
  mkdirSync(join(folder, "notes"));
  writeFileSync(join(folder, "notes", "tables.md"), `---\nid: n2k9\n---\n# Tables\n\n${body}`);
  await home.done("community", "add", "Circle");
  await home.done("people", "add", "Ines", "--mail", "ines@bench.example");
  await home.done("community", "member", "Circle", "Ines");
  await home.done("network", "add", "garden", "--channel", "site", "--dir", join(folder, "garden"));
  return home;
}

function folderOf({ folder }: Home, place: string, name: string): readonly string[] {
  return ["community", "channel", place, "file", "--exposure", "closed", "--dir", join(folder, name)];
}

function list({ server }: Home, exposure: string, ...to: readonly string[]): readonly string[] {
  const flags = ["--from", "me@bench.example", "--smtp", `smtp://127.0.0.1:${server.port}`];
  return [
    "community",
    "channel",
    "Circle",
    "mail",
    "--exposure",
    exposure,
    ...to.flatMap((address) => ["--to", address]),
    ...flags,
  ];
}

const stage = ["share", "stage", "n2k9", "--with", "Circle", "--ask", "Where not?"];

test("a list with a public archive is no community: refused, and with a word it is shown and gated", async (t) => {
  const home = await openHome(t);
  const archive = list(home, "world", "list@bench.example");
  await home.refused(2, /what the world can read is no community/, ...archive);
  await home.done(...archive, "--yes");
  assert.match((await home.done("community", "show", "Circle")).stdout, /mail \(world, on your word of \d{4}/);
  await home.refused(3, /not cleared to go wider: asked/, ...stage);
  await home.done(...stage, "--anyway", "the list is where we are");
  const preview = await home.done("share", "preview", "n2k9");
  assert.match(preview.stdout, /exposure: world[^]*unknown: anybody: it can be read by the world/);
  assert.equal(home.server.taken.length, 0);
});

test("a reader nobody expected is named before anything goes, and only those named get it", async (t) => {
  const home = await openHome(t);
  await home.done(...list(home, "closed", "ines@bench.example", "boss@work.example"));
  const staged = await home.done(...stage);
  assert.match(staged.stdout, /people +Ines <ines@bench\.example>, boss@work\.example/);
  assert.match(
    (await home.done("share", "preview", "n2k9")).stdout,
    /people: Ines <ines@bench\.example>, boss@work\.example/,
  );
  writeFileSync(
    join(home.folder, "notes", "cc.md"),
    `---\nid: n3k9\ntitle: "Tables\\r\\nCc: rival@work.example"\n---\n${body}`,
  );
  await home.done("share", "stage", "n3k9", "--with", "Circle", "--ask", "Where not?");
  await home.done("share", "send", "n3k9");
  const [letter] = home.server.taken;
  assert.equal(home.server.taken.length, 1);
  assert.doesNotMatch(Buffer.from(letter?.bytes ?? []).toString(), /^Cc:/im, "a title makes no header");
});

test("who left, whose address changed, and where I left: nothing staged before goes there", async (t) => {
  const home = await openHome(t);
  await home.done(...folderOf(home, "Circle", "circle"));
  await home.done("people", "add", "Bo", "--mail", "bo@bench.example");
  await home.done("community", "member", "Circle", "Bo");
  await home.done(...stage);
  await home.done("community", "member", "Circle", "Bo", "--left");
  await home.refused(3, /audience of Circle has changed .*Bo would not get it any more/, "share", "send", "n2k9");
  await home.done(...stage);
  await home.done("people", "edit", "Ines", "--mail", "ines@elsewhere.example");
  await home.refused(3, /Ines has another address/, "share", "send", "n2k9");
  await home.done(...stage);
  await home.done("community", "member", "Circle", "Bo");
  await home.refused(3, /Bo would get it now/, "share", "send", "n2k9");
  await home.done(...stage);
  await home.done("community", "leave", "Circle");
  await home.refused(3, /you left Circle/, "share", "send", "n2k9");
  await home.refused(3, /you left Circle/, ...stage);
  assert.deepEqual(home.went(), []);
  await home.done("community", "join", "Circle");
  await home.done("share", "send", "n2k9");
  assert.equal(home.went().length, 1);
});

test("an address that still names somebody who left, and a channel that was removed, stop it", async (t) => {
  const home = await openHome(t);
  const added = await home.done(...list(home, "closed", "ines@bench.example"));
  const channel = /\b(h\w{3,5}) mail/.exec(added.stdout)?.[1] ?? assert.fail(added.stdout);
  await home.done(...stage);
  await home.done("community", "member", "Circle", "Ines", "--left");
  await home.refused(
    3,
    /Ines left Circle, but its mail channel h\w+ still names ines@bench\.example/,
    "share",
    "send",
    "n2k9",
  );
  await home.done("community", "member", "Circle", "Ines");
  await home.done("community", "channel", "Circle", channel, "--remove");
  await home.done(...list(home, "members", "other@bench.example"));
  await home.refused(3, /channel h\w+ of Circle was removed since it was staged/, "share", "send", "n2k9");
  assert.equal(home.server.taken.length, 0);
});

test("a team's text goes to no network without a reason on record, and the pre-flight shows it", async (t) => {
  const home = await openHome(t);
  await home.done("community", "add", "Forge", "--kind", "team");
  await home.done("community", "member", "Forge", "Ines");
  await home.done(...folderOf(home, "Forge", "forge"));
  await home.done("share", "stage", "n2k9", "--with", "Forge", "--ask", "Where not?");
  await home.done("share", "send", "n2k9");
  await home.done("share", "feedback", "n2k9", "close");
  const publish = ["share", "publish", "n2k9", "--to", "garden"];
  const preview = await home.done("share", "preview", "n2k9", "--to", "garden");
  assert.match(preview.stdout, /this stops it \(bounded\): it would leave the team Forge, which is bounded/);
  await home.refused(3, /bounded: it would leave the team Forge/, ...publish);
  assert.equal(existsSync(join(home.folder, "garden")), false);
  await home.refused(3, /no reason names it/, ...publish, "--anyway", "they asked me to");
  await home.done(...publish, "--anyway", "Forge asked me to");
  assert.match((await home.done("share", "log")).stdout, /garden.*Forge asked me to/);
});

test("a note in a bounded context goes to no place outside of it", async (t) => {
  const home = await openHome(t);
  await home.done(...folderOf(home, "Circle", "circle"));
  writeFileSync(join(home.folder, "notes", "letter.md"), `---\nid: n4k9\ncontext: family\n---\n# Letter\n\n${body}`);
  await home.done("sense", "context", "bound", "family");
  await home.refused(3, /bounded: it would leave the context family/, "share", "stage", "n4k9", "--with", "Circle");
  assert.deepEqual(home.went(), []);
});

test("a check is answered, shown as answered, switched off, and shown as off", async (t) => {
  const home = await openHome(t);
  await home.done(...folderOf(home, "Circle", "circle"));
  await home.done("community", "add", "Other");
  await home.done("people", "add", "Zoe Marsh");
  await home.done("community", "member", "Other", "Zoe Marsh");
  writeFileSync(join(home.folder, "notes", "zoe.md"), `---\nid: n5k9\n---\n# Zoe\n\nZoe Marsh told me: ${body}`);
  await home.done("share", "stage", "n5k9", "--with", "Circle", "--ask", "Where not?");
  const refusal = await home.refused(
    3,
    /names: Zoe Marsh \(p\w+\) is of Other and has not agreed/,
    "share",
    "send",
    "n5k9",
  );
  const mend =
    /try: pkm (share answer d\w+ names --to c\w+) -m/.exec(refusal.stderr)?.[1] ?? assert.fail(refusal.stderr);
  await home.done(...mend.split(" "), "-m", "Zoe said yes");
  assert.match((await home.done("share", "preview", "n5k9")).stdout, /answered \(names\): Zoe said yes/);
  await home.done("undo");
  writeFileSync(join(home.folder, "config.toml"), '[preflight]\noff = ["names", "own-words"]\n');
  assert.match(
    (await home.done("share", "preview", "n5k9")).stdout,
    /not looked for \(own-words\)[^]*not looked for \(names\)/,
  );
  await home.done("share", "send", "n5k9");
  assert.equal(home.went().length, 1);
  writeFileSync(join(home.folder, "config.toml"), '[preflight]\noff = ["nam"]\n');
  await home.refused(2, /there is no check nam/, "share", "preview", "n5k9");
});
