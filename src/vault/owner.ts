// Whether the process that left a temporary file or a lock behind still runs.
import { readFileSync } from "node:fs";
import { systemCode } from "./file-error.ts";

/** Whether a process with this id runs; true when that cannot be told. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return systemCode(thrown) !== "ESRCH";
  }
}

/** This process as a lock names it: its id and, where the system tells it, when it started. */
export function ownerMark(): string {
  return `${process.pid} ${startOf(process.pid)}\n`;
}

/** Whether the owner a lock names is gone: no such process, or another one under the same id. */
export function isGone(mark: string): boolean {
  const [, pid, start] = /^(\d+) (\S+)\n$/.exec(mark) ?? [];
  if (pid === undefined || start === undefined) return false;
  return !isRunning(Number(pid)) || (start !== "unknown" && startOf(Number(pid)) !== start);
}

/** Start in clock ticks since boot (proc(5), field 22); "unknown" where there is no /proc. */
function startOf(pid: number): string {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "utf8");
    return status.slice(status.lastIndexOf(")") + 2).split(" ")[19] ?? "unknown";
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return "unknown";
  }
}
