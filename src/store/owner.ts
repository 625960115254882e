// Who holds a lease: this process, told apart from a later one that got the same number.
import { hostname } from "node:os";
import { isRunning, startOf } from "../base/process.ts";

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
