// Runs one command from argv to exit status: parses, executes, prints, and maps every error to its status.
import { appendFileSync, mkdirSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { exitStatus, PkmError, reasonOf } from "./base/errors.ts";
import { shellWord } from "./base/shell-word.ts";
import { UnsavedError } from "./base/unsaved.ts";
import { systemClock } from "./base/clock.ts";
import { commands } from "./cli/all.ts";
import { colourWhens, earlyFlags, flagsOf } from "./cli/call.ts";
import type { Command, Words } from "./cli/command.ts";
import type { Flags } from "./cli/context.ts";
import { parseCall, type ParsedCall } from "./cli/program.ts";
import { ownVersion } from "./cli/version.ts";
import { accountHome, findHome, type Home } from "./machine/home.ts";
import { lastListIn } from "./machine/last-list.ts";
import { wantsColour } from "./term/colour.ts";
import { wantsHyperlinks } from "./term/hyperlinks.ts";
import { openTerminal, type Terminal } from "./term/terminal.ts";
import { asideLines, errorJson, errorLines, type ShownError } from "./ui/error.ts";
import { hyperlinkFor } from "./ui/hyperlink.ts";
import { loadPaint, type Paint } from "./ui/paint.ts";
import type { Report } from "./ui/report.ts";
import { openContext, type World } from "./world.ts";

/** Runs pkm for this process; resolves to the exit status. */
export function main(): Promise<number> {
  const { env } = process;
  // Programs that pkm starts, git above all, want it as much as pkm does.
  if (!env["HOME"]) setHome(env);
  const world = { env, clock: systemClock, terminal: openTerminal(process), version: ownVersion() };
  return run(process.argv.slice(2), world);
}

function setHome(env: NodeJS.ProcessEnv): void {
  const folder = accountHome();
  if (folder !== null) env["HOME"] = folder;
}

/** Runs one command line in `world`; resolves to the exit status and never rejects. */
export async function run(argv: readonly string[], world: World): Promise<number> {
  const progress: { home: Home | null } = { home: null };
  try {
    if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
      await world.terminal.write(`${world.version}\n`);
      return 0;
    }
    return await runCommand(argv, world, progress);
  } catch (thrown) {
    return await fail(thrown, { argv, world, home: progress.home });
  }
}

async function runCommand(argv: readonly string[], world: World, progress: { home: Home | null }): Promise<number> {
  const { terminal, env } = world;
  const early = earlyFlags(argv);
  // Help is there where there is no home, and whatever stands in config.toml.
  if (early.isHelp) {
    const call = await parseCall(argv, commands);
    return await (call.isNamed ? explain(call, world) : explainAll(call, world));
  }
  const home = await findHome(early.home, env);
  progress.home = home;
  const { settings } = home;
  const own = { alias: settings.table("alias"), defaults: settings.table("defaults") };
  const call = await parseCall(argv, commands, own);
  const { command, words } = call;
  if (call.isHelp) return await explain(call, world);
  if (settings.problem !== null && command.mendsConfig !== true) throw settings.problem;
  const flags = flagsOf(words, terminal);
  const args = lastListIn(home.stateDir).expand(words.args);
  const meant = words.withArgs(args.map((word) => noteArgument(word, home)));
  return await execute(command, { flags, words: meant, world, home });
}

async function explain({ command, words }: ParsedCall, world: World): Promise<number> {
  const { commandHelp } = await import("./cli/care/help.ts");
  return await answer(commandHelp(command), { flags: flagsOf(words, world.terminal), words, world });
}

/** -h alone asks what there is. */
async function explainAll({ words }: ParsedCall, world: World): Promise<number> {
  const { overview } = await import("./cli/care/help.ts");
  return await answer(await overview(commands), { flags: flagsOf(words, world.terminal), words, world });
}

/** A note named by its path from here is meant by its path in the notes folder. */
function noteArgument(word: string, { notesDir }: Home): string {
  if (!word.endsWith(".md") || word.includes("\n")) return word;
  const inside = relative(notesDir, resolve(word));
  return inside.startsWith("..") || isAbsolute(inside) ? word : inside.replaceAll("\\", "/");
}

interface Run {
  flags: Flags;
  words: Words;
  world: World;
}

async function execute(command: Command, given: Run & { home: Home }): Promise<number> {
  const context = openContext({ ...given.world, program: { commands, run } }, given.flags, given.home);
  try {
    const report = await command.execute(context, given.words);
    given.world.terminal.dropDrafts();
    const status = await answer(report, given);
    if (given.world.terminal.isOutputTty && given.flags.mode === "human")
      lastListIn(given.home.stateDir).remember(report.ids);
    return status;
  } finally {
    await context.close();
  }
}

async function answer(report: Report, { flags, words, world }: Run): Promise<number> {
  const { terminal } = world;
  const hasReader = (terminal.isErrorTty || flags.isVerbose) && !flags.isQuiet;
  await print(report, { flags, words, world });
  const aside = asideLines(report, { hasReader });
  if (aside !== "") await terminal.writeError(await asideShown(aside, terminal, 0));
  return report.outcome === null ? 0 : exitStatus[report.outcome];
}

/** Folded where a person reads it; a log gets a line for a line. */
async function asideShown(aside: string, { isErrorTty, columns }: Terminal, indent: number): Promise<string> {
  const width = isErrorTty ? columns() : null;
  if (width === null) return aside;
  const { foldedAside } = await import("./ui/human.ts");
  return foldedAside(aside, width - indent);
}

async function print(report: Report, { flags, words, world }: Run): Promise<void> {
  const { terminal } = world;
  const onTaken = report.onTaken ?? ((): void => undefined);
  if (flags.mode !== "human") {
    if ((await terminal.write(await printed(report, flags))) === "written") onTaken();
    return;
  }
  const { printHuman } = await import("./ui/human.ts");
  const paint = await paintFor(words, world, terminal.isOutputTty);
  const link = hyperlinkFor({ hasLinks: wantsHyperlinks({ env: world.env, isTty: terminal.isOutputTty }) });
  await terminal.page(await printHuman(report, { columns: terminal.columns(), paint, link }), onTaken);
}

async function printed(report: Report, { mode, separator }: Flags): Promise<string> {
  if (mode === "json" || mode === "jsonl") {
    const { printJson, printJsonl } = await import("./ui/json.ts");
    return mode === "json" ? printJson(report) : printJsonl(report);
  }
  const { printIds, printTsv } = await import("./ui/tsv.ts");
  return mode === "ids" ? printIds(report, separator) : printTsv(report);
}

function paintFor(words: Words, { env }: World, isTty: boolean): Promise<Paint> {
  const flag = words.choice("color", colourWhens);
  return loadPaint({ hasColour: wantsColour({ flag, env, isTty }) });
}

interface Failure {
  argv: readonly string[];
  world: World;
  home: Home | null;
}

async function fail(thrown: unknown, { argv, world, home }: Failure): Promise<number> {
  const early = earlyFlags(argv);
  const { terminal, env } = world;
  const drafts = terminal.drafts();
  const shown = withDrafts(await errorOf(thrown, { argv, home, drafts }), drafts);
  const paint = await loadPaint({ hasColour: wantsColour({ flag: null, env, isTty: terminal.isErrorTty }) });
  await terminal.writeError(early.isJson ? errorJson(shown) : errorLines(await foldedError(shown, terminal), paint));
  const first = thrown instanceof UnsavedError ? thrown.cause : thrown;
  if (early.isDebug && first instanceof Error) await terminal.writeError(`${first.stack ?? ""}\n`);
  return exitStatus[shown.kind];
}

/** Words that were piped in are said again where nothing else has them; not with a bug, which is told to others. */
async function errorOf(
  thrown: unknown,
  { argv, home, drafts }: Omit<Failure, "world"> & { drafts: readonly string[] },
): Promise<PkmError> {
  const cause = thrown instanceof UnsavedError ? thrown.cause : thrown;
  const error = await foreseen(cause, home);
  if (error === null) return bugOf(cause, home, argv);
  if (!(thrown instanceof UnsavedError) || drafts.length > 0) return error;
  return withMore(error, `; what was to be noted:\n${thrown.text}`);
}

/** What a person wrote in an editor is not lost with the command that was to make something of it. */
function withDrafts(error: PkmError, drafts: readonly string[]): PkmError {
  return drafts.length === 0 ? error : withMore(error, `; what you wrote lies in ${drafts.join(" and ")}`);
}

function withMore({ kind, message, mend, cause }: PkmError, more: string): PkmError {
  return new PkmError(kind, `${message}${more}`, { hint: mend, cause });
}

/** Its first line folded; what follows are words or bytes of others, which stay as they are. */
async function foldedError(error: PkmError, terminal: Terminal): Promise<ShownError> {
  const [first = "", ...more] = error.message.split("\n");
  // It stands behind "pkm: ", what is below it is indented by two.
  const folded = (await asideShown(`pkm: ${first}`, terminal, 2)).slice("pkm: ".length);
  return { kind: error.kind, message: [folded, ...more].join("\n"), mend: error.mend, cause: error.cause };
}

/** The error as a PkmError where it was foreseen or SQLite's or the file system's words tell it; null for a bug. */
async function foreseen(thrown: unknown, home: Home | null): Promise<PkmError | null> {
  if (thrown instanceof PkmError) return thrown;
  const isCoded = thrown instanceof Error && "code" in thrown;
  if (!isCoded || home === null) return null;
  const { storeError } = await import("./store/database.ts");
  return storeError(thrown, home.storeFile);
}

function bugOf(thrown: unknown, home: Home | null, argv: readonly string[]): PkmError {
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  const log = home === null ? null : writeLog(home, `${argv[0] ?? ""}\n${stack}\n`);
  const where = log === null ? "" : `; the details are in ${log}`;
  return new PkmError("failed", `this is a bug in pkm: ${reasonOf(thrown)}${where}`, {
    hint: log === null ? "pkm --debug …" : `less ${shellWord(log)}`,
    cause: thrown,
  });
}

/** Appends to the log; null when even that is not to be had. */
function writeLog(home: Home, text: string): string | null {
  const file = join(home.stateDir, "pkm.log");
  try {
    mkdirSync(home.stateDir, { recursive: true, mode: 0o700 });
    appendFileSync(file, `${systemClock.now().toISOString()} ${text}`, { mode: 0o600 });
    return file;
  } catch {
    // A log that can not be written must not hide the error it was for.
    return null;
  }
}
