// A process that sends one share with everything real: `crash-sender.ts <home> <share>`; says "ready", waits for a word, sends.
import { commands } from "../../src/cli/all.ts";
import { openDesk } from "../../src/cli/share/desk.ts";
import { findHome } from "../../src/machine/home.ts";
import { run } from "../../src/main.ts";
import { openReleases, send } from "../../src/share/send.ts";
import { captureTerminal } from "../../src/term/captured.ts";
import { openContext } from "../../src/world.ts";
import { quiet } from "../share/bench.ts";

const [folder = "", share = ""] = process.argv.slice(2);
const world = { env: process.env, clock: { now: () => new Date() }, terminal: captureTerminal(80), version: "0.0.0" };
const home = await findHome(folder, process.env);
const context = openContext({ ...world, program: { commands, run } }, quiet, home);
const desk = await openDesk(context);
// Loaded before, so that a kill falls into the sending and not into the loading.
await Promise.all(["mastodon", "bluesky", "matrix"].map((kind) => context.channel(kind)));
process.stdout.write("ready\n");
await new Promise((go) => process.stdin.once("data", go));
process.stdin.destroy();
const open = openReleases(desk.releases.ofShare(share)).map(({ id }) => id);
await send(desk, share, open);
await context.close();
