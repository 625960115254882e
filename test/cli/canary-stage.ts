// What the canary tests stand on: a home with canaries in it, a way to say command lines, and all that has left.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { run } from "../../src/main.ts";
import { captureTerminal, type CapturedTerminal } from "../../src/term/captured.ts";
import type { Terminal } from "../../src/term/terminal.ts";
import { whileTrusted } from "../channels/certificate.ts";
import { dropDraft, editText } from "../../src/term/editor.ts";
import { openInBrowser } from "../../src/term/opener.ts";
import { pagerArgv, showInPager } from "../../src/term/pager.ts";
import { serveMail, serveWeb, type Far } from "./canary-far-ends.ts";
import { settle } from "./canary-home.ts";
import { secrets } from "./canary-names.ts";
import { writePrograms } from "./canary-programs.ts";

export interface Said {
  status: number;
  stdout: string;
  stderr: string;
}

/** How a command line is said. */
interface How {
  home?: string;
  isTty?: boolean;
  /** Whether somebody sits there, with an editor. */
  isInteractive?: boolean;
  input?: string;
}

export interface CanaryStage {
  home: string;
  /** Everything below it was written by pkm or by what pkm ran or talked to. */
  folder: string;
  /** Ids of what the calls speak of, by name. */
  ids: Readonly<Record<string, string>>;
  /** One command line; at a terminal, whose pager, editor and browser are programs of the stage, or through a pipe. */
  say(argv: readonly string[], how?: How): Promise<Said>;
  /** Far ends refuse from now on, and say again what they were sent. */
  refuse(): void;
  /** Names of the programs that were started so far. */
  started(): readonly string[];
  /** All that has left so far, by the place that got it. */
  left(): Readonly<Record<string, string>>;
}

/** Opens one; it ends with the test. */
export async function openCanaryStage(t: TestContext): Promise<CanaryStage> {
  const folder = mkdtempSync(join(tmpdir(), "pkm-canary-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const home = join(folder, "home");
  const seen = join(folder, "seen");
  const far: Far = { isRefusing: false, web: [] };
  const origin = await serveWeb(t, far);
  const mail = await serveMail(t, far);
  const programs = writePrograms(t, folder, seen);
  const env = {
    VISUAL: programs.editor,
    PAGER: programs.pager,
    PKM_HOME: home,
    NO_COLOR: "1",
    PATH: process.env["PATH"],
    FEED_PASSWORD: secrets.feed,
    MASTODON_TOKEN: secrets.mastodon,
  };
  const say: CanaryStage["say"] = async (argv, how = {}) => {
    const captured = captureTerminal(80);
    const clock = { now: () => new Date() };
    const world = {
      env: { ...env, PKM_HOME: how.home ?? home },
      clock,
      terminal: seated(captured, env, how),
      version: "0.0.0",
    };
    const status = await whileTrusted(() => run(argv, world));
    return { status, ...captured.written() };
  };
  const ids = await settle({ folder, home, origin, smtp: mail.address, programs, say });
  return {
    home,
    folder,
    ids,
    say,
    started: () => readdirSync(seen).toSorted(),
    refuse: () => void (far.isRefusing = true),
    left: () => ({
      "requests to servers": far.web.join("\n"),
      "letters of a round": mail
        .letters()
        .filter((letter) => !/^Subject: .*digest/im.test(letter))
        .join("\n"),
      "letters of a digest": mail
        .letters()
        .filter((letter) => /^Subject: .*digest/im.test(letter))
        .join("\n"),
      "the folder of a community": textBelow(join(folder, "circle")),
      "the site": textBelow(join(folder, "garden")),
      ...Object.fromEntries(
        readdirSync(seen).map((name) => [`what ${name} was called with`, readFileSync(join(seen, name), "latin1")]),
      ),
    }),
  };
}

/** A terminal with the person's programs at hand; what it shows is captured, also where it is in the pager. */
function seated(
  captured: CapturedTerminal,
  env: Readonly<Record<string, string | undefined>>,
  { isInteractive = false, isTty = isInteractive, input = "" }: How,
): Terminal {
  return {
    ...captured,
    isOutputTty: isTty,
    isErrorTty: isTty,
    isInteractive,
    async page(text, onTaken) {
      if (isTty) await showInPager(text, pagerArgv(env) ?? [], onTaken);
      return captured.page(text, onTaken);
    },
    async edit(text, extension) {
      const draft = await editText(text, { env, extension });
      if (draft !== null) dropDraft(draft);
      return draft?.text ?? null;
    },
    openUrl: (url) => openInBrowser(url),
    async *inputPieces() {
      yield Buffer.from(input);
    },
    readInput: () => Promise.resolve(Buffer.from(input)),
  };
}

/** Every file below a folder as one text; bytes that are no text stand as they are. */
export function textBelow(folder: string, isWanted: (path: string) => boolean = () => true): string {
  if (!existsSync(folder)) return "";
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(isWanted)
    .map((path) => `${path}\n${readFileSync(path, "latin1")}`)
    .join("\n");
}
