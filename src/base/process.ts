// Who holds a lock, a lease or a half-written file: a process by name, so that what a killed one left is told from the rest.
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** `<machine>-<pid>-<start>`: eight hex digits, its number, and "x" for a start that the system does not tell. */
const form = /^([\da-f]{8})-(\d+)-(\d+|x)$/;

/** For other patterns: what `thisProcess` looks like in a file's name. */
export const processNamePattern: string = form.source.slice(1, -1).replaceAll("(", "(?:");

let machine: string | null = null;
let own: string | null = null;

/** This process, by a name that no other has: fit for a file's name, and it tells nothing of the machine. */
export function thisProcess(): string {
  own ??= nameOfProcess(process.pid);
  return own;
}

/** The name that the running process with that number on this machine gives itself. */
export function nameOfProcess(pid: number): string {
  return `${thisMachine()}-${pid}-${startOf(pid) ?? "x"}`;
}

/** The number in a process's name; null for no such name. */
export function pidOf(name: string): number | null {
  const [, , pid] = form.exec(name) ?? [];
  return pid === undefined ? null : Number(pid);
}

/**
 * Whether the process that gave itself that name has ended, also where another got its number. Null where that can not
 * be told from here: on another machine, in a container that counts its processes by itself, or no such name.
 */
export function isGone(name: string): boolean | null {
  const [, where, digits, start] = form.exec(name) ?? [];
  if (where !== thisMachine()) return null;
  const pid = Number(digits);
  if (!isRunning(pid)) return true;
  // Of another user's process the system may keep to itself when it began.
  const running = startOf(pid) ?? "x";
  return start !== "x" && running !== "x" && running !== start;
}

/** FNV-1a, for a list is remembered by such a name, and loading SHA-256 for that would be felt. */
function thisMachine(): string {
  if (machine !== null) return machine;
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(`${hostname()} ${numberSpace()}`)) hash = Math.imul(hash ^ byte, 0x01000193);
  machine = (hash >>> 0).toString(16).padStart(8, "0");
  return machine;
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
