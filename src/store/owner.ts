// Who holds a lease: this process, told apart from a later one that got the same number.
import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** Tells processes apart: host, process number and when it started. */
export function thisOwner(): string {
  return `${hostname()}/${process.pid}/${startOf(process.pid) ?? "?"}`;
}

/** Whether the process still runs. One on another machine can not be seen and is believed until its lease ends. */
export function isOwnerAlive(owner: string): boolean {
  const [start = "", pid = "", ...host] = owner.split("/").reverse();
  if (host.reverse().join("/") !== hostname()) return true;
  if (!isRunning(Number(pid))) return false;
  const runningSince = startOf(Number(pid));
  return start === "?" || runningSince === null || runningSince === start;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && "code" in thrown && thrown.code === "EPERM";
  }
}

/** Start of the process in clock ticks since boot (proc(5), stat field 22); null where that can not be read. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is a name in brackets that may itself hold blanks and brackets.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}
