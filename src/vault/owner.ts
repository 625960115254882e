// Whether the process that left a lock behind still runs.
import { isRunning, startOf } from "../base/process.ts";

/** This process as a lock names it: its id and, where the system tells it, when it started. */
export function ownerMark(): string {
  return `${process.pid} ${startOf(process.pid) ?? "unknown"}\n`;
}

/** Whether the owner a lock names is gone: no such process, or another one under the same id. */
export function isGone(mark: string): boolean {
  const [, pid, start] = /^(\d+) (\S+)\n$/.exec(mark) ?? [];
  if (pid === undefined || start === undefined) return false;
  return !isRunning(Number(pid)) || (start !== "unknown" && startOf(Number(pid)) !== start);
}
