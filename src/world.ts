// Builds the context that commands run in: every port wired to the real thing, opened when it is first asked for.
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { PkmError } from "./base/errors.ts";
import { plainLine, plainText } from "./base/plain.ts";
import type { Clock } from "./base/clock.ts";
import type { CommandEntry } from "./cli/command.ts";
import type { Context, Flags, Person, Readers } from "./cli/context.ts";
import type { Played } from "./demo/rehearsal.ts";
import { openDigestPorts } from "./digest-ports.ts";
import type { Home } from "./machine/home.ts";
import { memoryIn } from "./machine/memory.ts";
import type { Vault } from "./sense/note.ts";
import { openSecrets } from "./machine/secret.ts";
import type { Channel } from "./share/channel.ts";
import { discreet } from "./share/discreet.ts";
import type { Terminal } from "./term/terminal.ts";
import { gathered, writeNamedFile, writeNamedFolder, writeNamedParts } from "./machine/write-file.ts";

/** What a process gives pkm. Tests hand in their own clock, environment and streams. */
export interface World {
  env: Readonly<Record<string, string | undefined>>;
  clock: Clock;
  terminal: Terminal;
  version: string;
}

/** The program that a context is part of: what help explains and a rehearsal plays. */
export interface Program {
  commands: readonly CommandEntry[];
  run(argv: readonly string[], world: World): Promise<number>;
}

const rehearsalColumns = 80;
/** The demo shows what is played so far to the right. */
const rehearsalIndent = 2;
/** A screen is read, not measured: more often would only cost. */
const progressEveryMs = 100;
/** Most bytes read from standard input. */
const inputBytesMax = 64 * 1024 * 1024;

/** The context of one command line. Nothing is opened before it is asked for; close() closes what was. */
export function openContext(world: World & { program: Program }, flags: Flags, home: Home): Context {
  const { env, clock, terminal, version } = world;
  const closers: (() => void | Promise<void>)[] = [];
  const person = openPerson(terminal, flags, env);
  const http = once(async () => {
    const { openChannelHttp } = await import("./net/channel-http.ts");
    const opened = openChannelHttp({ userAgent: `pkm/${version}`, env, clock });
    closers.push(() => opened.close());
    return opened;
  });
  return {
    commands: world.program.commands,
    flags,
    clock,
    home,
    env,
    person,
    configFile: once(async () => (await import("./machine/config-file.ts")).openConfigFile(home.configFile)),
    store: once(async () => {
      const { openStore } = await import("./store/store.ts");
      const store = openStore(home.storeFile, clock);
      closers.push(() => store.close());
      return store;
    }),
    vault: once(() => openNotesFolder(home)),
    ...openKeeping(world, home),
    web: once(async () => {
      const { openWeb } = await import("./net/web.ts");
      const web = openWeb({ userAgent: `pkm/${version}`, env, clock });
      closers.push(() => web.close());
      return web;
    }),
    readers: once(loadReaders),
    readApart: async () =>
      availableParallelism() > 1 ? (await import("./machine/read-apart.ts")).openReadApart() : null,
    keepHeapSmall: async () => (await import("./machine/heap.ts")).keepHeapSmall(),
    heldForms: () => import("./formats/held-items.ts"),
    runProgram: async (run) => (await import("./machine/exec-source.ts")).askProgram(run),
    channel: loadChannel,
    ...openSecrets(env),
    http: async (call) => (await http()).call(call),
    memory: memoryIn(home.stateDir),
    ...openFiles(world, { person, home, closers }),
    ...openDigestPorts({ home, clock, env, onClose: (close) => closers.push(close) }),
    packNames: async () => (await import("./demo/starter-packs.ts")).packNames(),
    pack: async (name) => (await import("./demo/starter-packs.ts")).readPack(name),
    rehearse: async () => {
      const { openRehearsal } = await import("./demo/rehearsal.ts");
      return openRehearsal((argv, home) => play(argv, home, world));
    },
    async close() {
      for (const closeOne of closers.reverse()) await closeOne();
    },
  };
}

async function loadChannel(kind: string): Promise<Channel> {
  const { channels } = await import("./channels/all.ts");
  const entry = channels.find((candidate) => candidate.kind === kind);
  if (entry !== undefined) return discreet(await entry.load());
  const known = channels.map((candidate) => candidate.kind).join(", ");
  throw new PkmError("usage", `there is no channel kind ${kind}; there are ${known}`, { hint: "pkm help channels" });
}

/** What lies beside the home: its backups, and other folders of notes. */
function openKeeping(
  { env, clock }: Pick<World, "env" | "clock">,
  home: Home,
): Pick<Context, "backups" | "notesIn" | "syncedBy"> {
  return {
    backups: async () => (await import("./machine/backup.ts")).openBackups({ home, env, now: () => clock.now() }),
    syncedBy: async (file) => (await import("./machine/synced-folder.ts")).syncedBy(file),
    notesIn: async (folder) => (await import("./vault/vault.ts")).openVault({ root: folder }),
  };
}

/** What the person named or piped in, and where their answers go. */
function openFiles(
  { terminal }: Pick<World, "terminal">,
  { person, home, closers }: { person: Person; home: Home; closers: (() => void | Promise<void>)[] },
): Pick<Context, "readFile" | "document" | "writeParts" | "writeFolder" | "writeFile"> {
  return {
    readFile: (path) => readInput(path, person),
    async document(path) {
      const { openDocument } = await import("./machine/input-document.ts");
      const document = await openDocument(path, { pieces: terminal.inputPieces(), stateDir: home.stateDir });
      closers.push(() => document.close());
      return document;
    },
    async writeParts(path, parts, may) {
      if (path !== null) return writeNamedParts(path, parts, may);
      for (const part of gathered(parts)) if ((await terminal.write(part)) === "closed") return;
    },
    writeFolder: writeNamedFolder,
    writeFile: writeNamedFile,
  };
}

/** Runs another command line through the whole program, in `home` and with nothing of this environment but PATH. */
async function play(argv: readonly string[], home: string, world: World & { program: Program }): Promise<Played> {
  const { captureTerminal } = await import("./term/captured.ts");
  const terminal = captureTerminal((world.terminal.columns() ?? rehearsalColumns) - rehearsalIndent);
  const env = { PATH: world.env["PATH"], PKM_HOME: home, NO_COLOR: "1" };
  const status = await world.program.run(argv, { ...world, env, terminal });
  return { status, ...terminal.written() };
}

async function openNotesFolder({ notesDir, configFile }: Home): Promise<Vault> {
  const { openVault } = await import("./vault/vault.ts");
  return openVault({ root: notesDir, templates: join(dirname(configFile), "templates") });
}

/**
 * Documents leave much behind that is soon garbage, and V8 lets its nursery grow for it. Kept as small as it begins, the
 * first reading of 1000 feeds holds 182 MB at its peak instead of 288.
 */
function keepNurserySmall(): void {
  process.getBuiltinModule("node:v8").setFlagsFromString("--semi-space-growth-factor=1");
}

async function loadReaders(): Promise<Readers> {
  keepNurserySmall();
  const [feeds, html, links, check] = await Promise.all([
    import("./formats/read-feed.ts"),
    import("./formats/html-text.ts"),
    import("./formats/html-links.ts"),
    import("./formats/feed/check.ts"),
  ]);
  return {
    readFeed: feeds.readFeed,
    htmlToText: html.htmlToText,
    linksIn: links.linksIn,
    checkOf: check.checkOf,
    readOpml: async (bytes) => (await import("./formats/opml.ts")).readOpml(bytes),
    writeOpml: async (sources) => (await import("./formats/opml.ts")).writeOpml(sources),
    readVcards: async (bytes) => (await import("./formats/vcard.ts")).readVcards(bytes),
    writeVcards: async (cards) => (await import("./formats/vcard.ts")).writeVcards(cards),
    drawMirror: async (drawing, form) => (await import("./formats/mirror-page.ts")).drawMirror(drawing, form),
    recognise: async (bytes, kind) => (await import("./formats/import/recognise.ts")).recognise(bytes, kind),
    readPage: async (bytes, origin) => (await import("./formats/readable.ts")).readPage(bytes, origin),
  };
}

async function readInput(path: string, person: Person): Promise<Uint8Array> {
  if (path === "-") return person.readStdin();
  return (await import("./machine/input-document.ts")).readNamed(path);
}

function openPerson(terminal: Terminal, flags: Flags, env: World["env"]): Person {
  let shownAt = 0;
  return {
    get hasStdin() {
      return !process.stdin.isTTY;
    },
    columns: terminal.columns(),
    readStdin: () => terminal.readInput(inputBytesMax),
    edit: (text, extension) => terminal.edit(text, extension),
    ask: (question) => terminal.askLine(question),
    async playScreen(play) {
      const [{ wantsColour }, { loadPaint }] = await Promise.all([import("./term/colour.ts"), import("./ui/paint.ts")]);
      const hasColour = wantsColour({ flag: flags.colour ?? null, env, isTty: terminal.isOutputTty });
      await terminal.playScreen(play, await loadPaint({ hasColour }));
    },
    openUrl: (url) => terminal.openUrl(url),
    async show(text) {
      const { folded } = await import("./ui/human.ts");
      await terminal.write(await folded(plainText(text), terminal.columns()));
    },
    async confirm(question, flag) {
      if (flags.isYes) return true;
      if (flags.mayAsk) return terminal.confirm(question, flag);
      throw new PkmError("usage", `this needs a yes: ${question}`, { hint: flag });
    },
    progress(line) {
      if (!terminal.isErrorTty || flags.isQuiet) return;
      const now = performance.now();
      if (line !== "" && now - shownAt < progressEveryMs) return;
      shownAt = line === "" ? 0 : now;
      // A line that wraps could not be taken away again.
      void terminal.writeError(`\r\u001b[K${plainLine(line).slice(0, (terminal.columns() ?? 80) - 1)}`);
    },
  };
}

/** Calls `make` at the first use and hands out the same thing after. */
function once<Thing>(make: () => Promise<Thing>): () => Promise<Thing> {
  let made: Promise<Thing> | null = null;
  return () => (made ??= make());
}
