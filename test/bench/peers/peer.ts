// Another reader of feeds, measured beside pkm in the same run.
import { spawnSync } from "node:child_process";
import type { Timed } from "../timed-process.ts";

export interface Peer {
  name: string;
  /** Whether it keeps nothing that a server could validate by, so that only a first refresh of it means something. */
  isColdOnly?: boolean;
  /** Whether it is on this machine. */
  isInstalled(): boolean;
  /** Makes `folder` a home of its own that follows `urls` and holds nothing yet. */
  prepare(folder: string, urls: readonly string[]): Promise<void>;
  /** One refresh of everything, a whole process. */
  refresh(folder: string): Promise<Timed>;
}

/** Whether a program can be started. */
export function canRun(program: string, versionFlag: string): boolean {
  return spawnSync(program, [versionFlag], { stdio: "ignore" }).error === undefined;
}
