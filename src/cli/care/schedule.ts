// pkm schedule: lets the machine run pkm every day, and proves first that it can.
import { delimiter } from "node:path";
import { PkmError } from "../../base/errors.ts";
import { sha256 } from "../../base/hash.ts";
import { timeFrom, timerKinds, timeText, type Timer, type TimerKind } from "../../base/timer.ts";
import { table, text, type Report } from "../../ui/report.ts";
import { defineCommand, type Command, type Words } from "../command.ts";
import type { Context } from "../context.ts";
import { fullPath } from "../full-path.ts";
import type { Timers } from "./timer-port.ts";

type Act = "print" | "install" | "remove" | "status";

interface Input {
  act: Act;
  kind: TimerKind | null;
  hour: number;
  minute: number;
  words: readonly string[];
}

const acts: readonly Act[] = ["print", "install", "remove", "status"];
const usualTime = "07:00";
/** What a run needs to find the same home, the same programs and the same way out. */
const keptNames = /^(?:PKM_[A-Z_]+|XDG_(?:CONFIG|DATA|STATE|CACHE)_HOME|PATH|https?_proxy|no_proxy)$/i;

export const command: Command = defineCommand<Input>({
  path: "schedule",
  summary: "let the machine run pkm every day",
  args: "[command...]",
  options: [
    { flags: "--print", about: "show what would be installed" },
    { flags: "--install", about: "install it, in the place of the one before" },
    { flags: "--remove", about: "take it away" },
    { flags: "--status", about: "show what is installed (as without any of these)" },
    { flags: "--at <time>", about: `when, by this machine's clock; ${usualTime} unless you say` },
    { flags: "--with <kind>", about: `${timerKinds.join(", ")}; else what this machine has` },
  ],
  examples: [
    { line: "pkm schedule --install --at 06:30", about: "digest --fetch --mail where mail is set up, else seek" },
    { line: "pkm schedule --install -- digest --fetch --out ~/digest.html", about: "another command line" },
    { line: "pkm schedule --print --with cron", about: "the lines for a crontab, to put in by hand" },
    { line: "pkm schedule --remove", about: "nothing runs by itself any more" },
  ],
  details:
    "The command line has absolute paths, and keeps PKM_*, XDG_*, PATH and proxies as they are now. Before it is installed\n" +
    "it is run once in exactly that environment, with --dry-run: what fails there is told and nothing is installed. In a\n" +
    "crontab only the lines between pkm's own marks are touched. Each home (--home) has a timer of its own.",
  parse: parseSchedule,
  async run(context, input) {
    const timers = await context.timers();
    const name = nameOf(context);
    if (input.act === "status") return status(timers, name);
    if (input.act === "remove") return remove(context, timers, name);
    const kind = input.kind ?? timers.usual();
    if (kind === null) {
      throw new PkmError(
        "failed",
        "this machine has neither user timers of systemd nor launchd nor a crontab for you",
        {
          hint: "pkm schedule --print --with cron",
        },
      );
    }
    const timer = timerOf(context, input);
    const document = timers.document(kind, timer);
    const value = { how: kind, at: timeText(timer), argv: timer.argv, env: Object.fromEntries(timer.env), document };
    if (input.act === "print" || context.flags.isDryRun) return text({ value, text: document, isExact: true });
    timers.prove(timer);
    const place = timers.install(kind, timer);
    const told = `every day at ${timeText(timer)}: pkm ${timer.argv.slice(2).join(" ")}`;
    return text({ value: { ...value, place }, text: `${place}\t${told}` }, { words: ["see it: pkm schedule"] });
  },
});

function parseSchedule(words: Words): Input {
  const given = acts.filter((act) => words.flag(act));
  if (given.length > 1) {
    throw new PkmError("usage", `--${given.join(" and --")} cannot go together`, { hint: "pkm schedule --help" });
  }
  const act = given[0] ?? (words.args.length > 0 || words.text("at") !== null ? "print" : "status");
  return { act, kind: words.choice("with", timerKinds), ...timeFrom(words.text("at") ?? usualTime), words: words.args };
}

/** One timer for each home. */
function nameOf({ home }: Context): string {
  return home.folder === null ? "pkm" : `pkm-${sha256(home.folder).slice(0, 8)}`;
}

function timerOf(context: Context, { hour, minute, words }: Input): Timer {
  const { home, env } = context;
  const usual = home.mail.from === null ? ["seek"] : ["digest", "--fetch", "--mail"];
  const kept = Object.entries(env).flatMap(([name, value]): [string, string][] =>
    value === undefined || value === "" || name === "PKM_HOME" || !keptNames.test(name)
      ? []
      : [[name, name === "PATH" ? onceEach(value) : value]],
  );
  const own: readonly (readonly [string, string])[] = home.folder === null ? [] : [["PKM_HOME", home.folder]];
  return {
    name: nameOf(context),
    hour,
    minute,
    argv: [...context.program, ...(words.length === 0 ? usual : words.map(fromAnywhere))],
    env: [...own, ...kept.sort(([a], [b]) => (a < b ? -1 : 1))],
  };
}

/** A timer runs in another folder than the one that the command line was typed in. */
function fromAnywhere(word: string, at: number, words: readonly string[]): string {
  const flag = "--out=";
  const path = (named: string): string => (named === "-" ? named : fullPath(named));
  if (word.startsWith(flag)) return flag + path(word.slice(flag.length));
  return words[at - 1] === "--out" ? path(word) : word;
}

/** A crontab's line has room for about a thousand characters, and a PATH often says the same folder twice. */
function onceEach(path: string): string {
  return [...new Set(path.split(delimiter))].join(delimiter);
}

function status(timers: Timers, name: string): Report {
  return table(
    {
      rows: timers.standing(name),
      columns: [
        { title: "how", value: ({ how }) => how },
        { title: "at", value: ({ at }) => at },
        { title: "place", value: ({ place }) => place },
        { title: "runs", value: ({ runs }) => runs, isFlexible: true },
      ],
      empty: "nothing runs by itself: pkm schedule --install",
    },
    { ids: [] },
  );
}

function remove({ flags }: Context, timers: Timers, name: string): Report {
  if (flags.isDryRun) return status(timers, name);
  const removed = timers.remove(name);
  const told = removed.length === 0 ? "nothing was installed" : `taken away from ${removed.join(", ")}`;
  return text({ value: { removed }, text: told });
}
