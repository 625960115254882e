// A process that sends one share as a person would: `sender.ts <home> <share>`; it is there to be killed.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { captureTerminal } from "../../src/term/captured.ts";

const [home = "", share = ""] = process.argv.slice(2);
slowDisk(Number(process.env["PKM_TEST_DISK_MS"] ?? 0));
const { run } = await import("../../src/main.ts");
const env = { ...process.env, PKM_HOME: home, NO_COLOR: "1" };
const world = { env, clock: { now: () => new Date() }, terminal: captureTerminal(80), version: "0.0.0" };
process.exitCode = await run(["share", "send", share], world);

/** Lets each step of a channel on the disk take so much longer, so that a kill can fall between two of them. */
function slowDisk(delayMs: number): void {
  if (delayMs === 0) return;
  const { open, rename } = fs.promises;
  fs.promises.open = async (...args) => {
    await sleep(delayMs);
    return open(...args);
  };
  fs.promises.rename = async (...args) => {
    await sleep(delayMs);
    await rename(...args);
    await sleep(delayMs);
  };
  syncBuiltinESMExports();
}
