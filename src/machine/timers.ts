// Timers as this machine keeps them: user units of systemd, an agent of launchd, or the user's crontab.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { PkmError } from "../base/errors.ts";
import { plainLine } from "../base/plain.ts";
import { timerKinds, type Timer, type TimerKind } from "../base/timer.ts";
import type { StandingTimer, Timers } from "../cli/care/timer-port.ts";
import { blockIn, crontabBlock, withBlock } from "../formats/crontab.ts";
import { agentLabel, launchAgent } from "../formats/launch-agent.ts";
import { serviceUnit, timerUnit } from "../formats/systemd-units.ts";
import { writeNamedFile } from "./write-file.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** A first run reads the notes and the store, and asks nobody. */
const proofTimeoutMs = 120_000;
const programTimeoutMs = 20_000;

interface Keeper {
  /** Whether this machine has it. */
  isHere(): boolean;
  document(timer: Timer): string;
  /** Hands back where it stands. */
  install(timer: Timer): string;
  /** False when there was nothing to take away. */
  remove(name: string): boolean;
  standing(name: string): Omit<StandingTimer, "how"> | null;
}

/** `stateDir` is where an agent's errors are written. */
export function openTimers(env: Env, stateDir: string): Timers {
  const run = runnerWith(env);
  const keepers: Readonly<Record<TimerKind, Keeper>> = {
    systemd: systemdKeeper(env, run),
    launchd: launchdKeeper(env, { run, stateDir }),
    cron: cronKeeper(run),
  };
  const here = (): readonly TimerKind[] => timerKinds.filter((kind) => keepers[kind].isHere());
  return {
    usual: () => here()[0] ?? null,
    document: (kind, timer) => keepers[kind].document(timer),
    prove: (timer) => prove(timer, env),
    install(kind, timer) {
      if (!keepers[kind].isHere()) {
        throw new PkmError("failed", `there is no ${kind} for you on this machine`, {
          hint: "pkm schedule --print --with cron",
        });
      }
      for (const other of here()) if (other !== kind) keepers[other].remove(timer.name);
      return keepers[kind].install(timer);
    },
    remove: (name) => here().filter((kind) => keepers[kind].remove(name)),
    standing: (name) =>
      here().flatMap((how) => {
        const found = keepers[how].standing(name);
        return found === null ? [] : [{ how, ...found }];
      }),
  };
}

interface Outcome {
  /** Null when the program is not there. */
  status: number | null;
  stdout: string;
  stderr: string;
}
type Run = (program: string, args: readonly string[], input?: string) => Outcome;

function runnerWith(env: Env): Run {
  return (program, args, input = "") => {
    const { spawnSync } = process.getBuiltinModule("node:child_process");
    const done = spawnSync(program, [...args], {
      env: { ...env, LC_ALL: "C" },
      encoding: "utf8",
      input,
      timeout: programTimeoutMs,
    });
    return {
      status: done.error === undefined ? done.status : null,
      stdout: done.stdout ?? "",
      stderr: done.stderr ?? "",
    };
  };
}

function mustRun(run: Run, program: string, args: readonly string[]): void {
  const { status, stderr } = run(program, args);
  if (status === 0) return;
  const line = [program, ...args].join(" ");
  throw new PkmError("failed", `${line} failed: ${plainLine(stderr) || "no answer"}`, { hint: line });
}

/** Runs it as the machine will: with nothing of the environment but what the timer keeps. Throws PkmError("failed"). */
function prove(timer: Timer, env: Env): void {
  const { spawnSync } = process.getBuiltinModule("node:child_process");
  const [program = "", ...args] = timer.argv;
  const bare = { ...Object.fromEntries(timer.env), ...(env["HOME"] === undefined ? {} : { HOME: env["HOME"] }) };
  const done = spawnSync(program, [...args, "--dry-run"], {
    env: bare,
    cwd: env["HOME"],
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    timeout: proofTimeoutMs,
  });
  if (done.error === undefined && done.status === 0) return;
  const why = plainLine(done.stderr ?? "") || (done.error?.message ?? `it ended with status ${done.status}`);
  throw new PkmError("failed", `in a bare environment it does not run, so nothing was installed: ${why}`, {
    hint: `pkm schedule --print`,
  });
}

function systemdKeeper(env: Env, run: Run): Keeper {
  const folder = join(env["XDG_CONFIG_HOME"] ?? join(env["HOME"] ?? "", ".config"), "systemd", "user");
  const file = (name: string, ending: string): string => join(folder, `${name}.${ending}`);
  const systemctl = (...args: readonly string[]): Outcome => run("systemctl", ["--user", ...args]);
  return {
    isHere: () => systemctl("show-environment").status === 0,
    document: (timer) =>
      `# ${file(timer.name, "service")}\n${serviceUnit(timer)}\n# ${file(timer.name, "timer")}\n${timerUnit(timer)}`,
    install(timer) {
      const [service, unit] = [file(timer.name, "service"), file(timer.name, "timer")];
      writeOwn(service, serviceUnit(timer));
      writeOwn(unit, timerUnit(timer));
      mustRun(run, "systemctl", ["--user", "daemon-reload"]);
      mustRun(run, "systemctl", ["--user", "enable", "--now", `${timer.name}.timer`]);
      return unit;
    },
    remove(name) {
      if (!existsSync(file(name, "timer"))) return false;
      systemctl("disable", "--now", `${name}.timer`);
      for (const ending of ["timer", "service"]) rmSync(file(name, ending), { force: true });
      systemctl("daemon-reload");
      return true;
    },
    standing(name) {
      const unit = readIf(file(name, "timer"));
      if (unit === null) return null;
      const runs = /^ExecStart=(.*)$/m.exec(readIf(file(name, "service")) ?? "")?.[1] ?? "";
      const at = /^OnCalendar=\*-\*-\* (\d\d:\d\d)/m.exec(unit)?.[1] ?? "";
      return { at, runs, place: file(name, "timer") };
    },
  };
}

function launchdKeeper(env: Env, { run, stateDir }: { run: Run; stateDir: string }): Keeper {
  const file = (name: string): string =>
    join(env["HOME"] ?? "", "Library", "LaunchAgents", `${agentLabel({ name })}.plist`);
  const domain = (): string => `gui/${process.getuid?.() ?? 0}`;
  const document = (timer: Timer): string => launchAgent(timer, join(stateDir, "schedule.log"));
  return {
    isHere: () => process.platform === "darwin",
    document,
    install(timer) {
      const path = file(timer.name);
      // One that is loaded has to go first; there may be none.
      run("launchctl", ["bootout", `${domain()}/${agentLabel(timer)}`]);
      writeOwn(path, document(timer));
      mustRun(run, "launchctl", ["bootstrap", domain(), path]);
      return path;
    },
    remove(name) {
      if (!existsSync(file(name))) return false;
      run("launchctl", ["bootout", `${domain()}/${agentLabel({ name })}`]);
      rmSync(file(name), { force: true });
      return true;
    },
    standing(name) {
      const agent = readIf(file(name));
      if (agent === null) return null;
      const [hour = "", minute = ""] = [...agent.matchAll(/<integer>(\d+)<\/integer>/g)].map(
        ([, digits]) => digits ?? "",
      );
      const runs = [...(/<array>(.*?)<\/array>/s.exec(agent)?.[1]?.matchAll(/<string>(.*?)<\/string>/gs) ?? [])];
      const at = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
      return { at, runs: runs.map(([, word]) => word).join(" "), place: file(name) };
    },
  };
}

function cronKeeper(run: Run): Keeper {
  const write = (crontab: string): void => {
    const { status, stderr } = run("crontab", ["-"], crontab);
    if (status === 0) return;
    throw new PkmError("failed", `the crontab was not taken: ${plainLine(stderr)}`, { hint: "crontab -l" });
  };
  return {
    isHere: () => run("crontab", ["-l"]).status !== null,
    document: crontabBlock,
    install(timer) {
      const before = readCrontab(run);
      const after = withBlock(before, timer.name, crontabBlock(timer));
      if (after !== before) write(after);
      return "crontab";
    },
    remove(name) {
      const before = readCrontab(run);
      if (blockIn(before, name) === null) return false;
      write(withBlock(before, name, null));
      return true;
    },
    standing(name) {
      const block = blockIn(readCrontab(run), name);
      const [, minute = "", hour = "", runs = ""] = /^(\d+) (\d+) \* \* \* (.*)$/m.exec(block ?? "") ?? [];
      return block === null
        ? null
        : { at: `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`, runs, place: "crontab" };
    },
  };
}

/** Empty where the user has none yet; one that can not be read is never taken for empty. */
function readCrontab(run: Run): string {
  const { status, stdout, stderr } = run("crontab", ["-l"]);
  if (status === 0) return stdout;
  if (/no crontab for/i.test(stderr)) return "";
  throw new PkmError("failed", `the crontab can not be read: ${plainLine(stderr)}`, { hint: "crontab -l" });
}

function writeOwn(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeNamedFile(path, content, { mayReplace: true, again: "pkm schedule --install" });
}

function readIf(path: string): string | null {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}
