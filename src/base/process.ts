// Whether a process still runs, and when it began: what tells the owner of a lock from a later one with its number.
import { readFileSync } from "node:fs";

/** True also when that can not be told: a process of another user can not be signalled, but it runs. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return !(thrown instanceof Error && "code" in thrown && thrown.code === "ESRCH");
  }
}

/** Start in clock ticks since boot (proc(5), stat field 22); null where that can not be read. */
export function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is a name in brackets that may itself hold blanks and brackets.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}
