// Who holds a lock, a lease or a half-written file: a process by name, so that what a killed one left is told from the rest.
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/**
 * `<where>-<pid>-<start>`: eight hex digits each for the machine's name, the space that its number counts in and the run of
 * the system since it was started (zeros where it is not told), its number, and "x" for a start that is not told.
 */
const form = /^([\da-f]{8})([\da-f]{8})([\da-f]{8})-(\d+)-(\d+|x)$/;
const untold = "00000000";

/** For other patterns: what `thisProcess` looks like in a file's name. */
export const processNamePattern: string = form.source.slice(1, -1).replaceAll("(", "(?:");

interface Where {
  machine: string;
  space: string;
  run: string;
}

let here: Where | null = null;
let own: string | null = null;

/** This process, by a name that no other has: fit for a file's name, and it tells nothing of the machine. */
export function thisProcess(): string {
  own ??= nameOfProcess(process.pid);
  return own;
}

/** The name that the running process with that number on this machine gives itself. */
export function nameOfProcess(pid: number): string {
  const { machine, space, run } = whereWeAre();
  return `${machine}${space}${run}-${pid}-${startOf(pid) ?? "x"}`;
}

/** The number in a process's name; null for no such name. */
export function pidOf(name: string): number | null {
  const { pid } = partsOf(name);
  return pid === undefined ? null : Number(pid);
}

/**
 * Whether the process that gave itself that name has ended, also where another got its number, or the machine was started
 * anew. Null where that can not be told from here: on another machine, in a container that counts its processes by itself,
 * or no such name.
 */
export function isGone(name: string): boolean | null {
  const { machine, space, run, pid: digits, start } = partsOf(name);
  const now = whereWeAre();
  if (machine !== now.machine) return null;
  if (run !== now.run && run !== untold && now.run !== untold) return true;
  if (space !== now.space) return null;
  const pid = Number(digits);
  if (!isRunning(pid)) return true;
  // Of another user's process the system may keep to itself when it began.
  const running = startOf(pid) ?? "x";
  return start !== "x" && running !== "x" && running !== start;
}

type Parts = Partial<Where & { pid: string; start: string }>;

function partsOf(name: string): Parts {
  const [, machine, space, run, pid, start] = form.exec(name) ?? [];
  return machine === undefined || space === undefined || run === undefined || pid === undefined || start === undefined
    ? {}
    : { machine, space, run, pid, start };
}

function whereWeAre(): Where {
  here ??= { machine: hashOf(hostname()), space: hashOf(numberSpace()), run: hashOf(runOfSystem()) };
  return here;
}

/** FNV-1a, for a list is remembered by such a name, and loading SHA-256 for that would be felt. */
function hashOf(text: string): string {
  if (text === "") return untold;
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/** An id of its own for each time that the system was started (random(4)); "" where it tells none. */
function runOfSystem(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}

/** The space that process numbers count in (pid_namespaces(7)); "" where there is only one. */
function numberSpace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}

/** True also when that can not be told: a process of another user can not be signalled, but it runs. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (thrown) {
    return !(thrown instanceof Error && "code" in thrown && thrown.code === "ESRCH");
  }
  // One that was killed keeps its number until its parent asks after it, which some never do.
  return !/^[ZX]$/.test(statFields(pid)[0] ?? "");
}

/**
 * Number of the process that a terminal's commands all come from: the leader of the session, which is the shell that was
 * opened there, whatever started this one (npx starts a shell of its own each time). The parent where there is no terminal,
 * or where that is not told.
 */
export function terminalProcess(): number {
  const [, , , session, terminal] = statFields(process.pid);
  return terminal === undefined || terminal === "0" || !isRunning(Number(session)) ? process.ppid : Number(session);
}

/** Start in clock ticks since boot; null where that can not be read. */
function startOf(pid: number): string | null {
  return statFields(pid)[19] ?? null;
}

/** What the system says of a process from its state on (proc(5), stat, fields 3 and later); empty where it does not. */
function statFields(pid: number): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is a name in brackets that may itself hold blanks and brackets.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}
