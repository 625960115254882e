// A home whose shares go out through real channels, and processes of pkm that are killed while they send.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../src/main.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { captureTerminal } from "../../src/term/captured.ts";
import { whileTrusted } from "../channels/certificate.ts";

export interface FaultBench {
  home: string;
  /** Opened beside the processes, to see how far one has come. */
  store: Store;
  /** A command of pkm by a clock that stands `aheadMs` ahead. Throws where the exit status is not one of `may`. */
  pkm(argv: readonly string[], more?: { aheadMs?: number; may?: readonly number[] }): Promise<string>;
  /** A community reached through a channel with these flags. */
  place(name: string, kind: string, flags: readonly string[]): Promise<void>;
  /** A new note staged for the place; the share's id. */
  stage(place: string): Promise<string>;
  /** Starts a process that sends the share: on a slower disk, or one on which no file may grow beyond so many KiB. */
  send(share: string, disk?: { delayMs?: number; fileKb?: number | null }): ChildProcess;
  state(share: string): string;
  close(): void;
}

const sender = join(import.meta.dirname, "sender.ts");

/** Opens a bench in a new home; `env` is what its processes get beside the home. */
export function openFaultBench(env: Readonly<Record<string, string>> = {}): FaultBench {
  const home = mkdtempSync(join(tmpdir(), "pkm-faults-"));
  const store = openStore(join(home, "pkm.db"), { now: () => new Date() });
  let notes = 0;
  const pkm: FaultBench["pkm"] = async (argv, { aheadMs = 0, may = [0] } = {}) => {
    const terminal = captureTerminal(120);
    const clock = { now: (): Date => new Date(Date.now() + aheadMs) };
    const given = { ...env, PATH: process.env["PATH"], PKM_HOME: home, NO_COLOR: "1" };
    const status = await whileTrusted(() => run(argv, { env: given, clock, terminal, version: "0.0.0" }));
    const { stdout, stderr } = terminal.written();
    if (may.includes(status)) return stdout.trim();
    throw new Error(`pkm ${argv.join(" ")} ended with ${status}: ${stderr}`);
  };
  return {
    home,
    store,
    pkm,
    async place(name, kind, flags) {
      await pkm(["community", "add", name]);
      await pkm(["people", "add", `Ann of ${name}`]);
      await pkm(["community", "member", name, `Ann of ${name}`]);
      await pkm(["community", "channel", name, kind, "--exposure", "closed", ...flags]);
    },
    async stage(place) {
      notes += 1;
      const path = await pkm([
        "sense",
        "note",
        "--title",
        `Note ${notes}`,
        "-m",
        `What I think of it, ${notes}.`,
        "--ids",
      ]);
      await pkm(["share", "stage", path, "--with", place]);
      return (await pkm(["share", "--ids"])).split("\n")[0] ?? "";
    },
    send(share, { delayMs = 0, fileKb = null } = {}) {
      const own = { ...env, PATH: process.env["PATH"] ?? "", PKM_TEST_DISK_MS: String(delayMs) };
      const call = [process.execPath, sender, home, share];
      const limited = ["/bin/bash", "-c", `ulimit -f ${fileKb ?? 0}; exec "$@"`, "bash", ...call];
      const [program = "", ...args] = fileKb === null ? call : limited;
      return spawn(program, args, { stdio: ["ignore", "pipe", "ignore"], env: own });
    },
    state: (share) => store.releases.ofShare(share)[0]?.deliveries[0]?.state ?? "none",
    close() {
      store.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Kills the process and waits until it is gone; false where it had ended by itself. */
export async function killed(child: ChildProcess): Promise<boolean> {
  if (child.exitCode !== null || child.signalCode !== null) return child.signalCode === "SIGKILL";
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
  return child.signalCode === "SIGKILL";
}

/** Waits until the process has ended, whichever way. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}
