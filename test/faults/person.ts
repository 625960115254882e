// A person at a machine of their own, who lives day after day by a clock that the test turns.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../src/main.ts";
import { captureTerminal } from "../../src/term/captured.ts";
import { fraction } from "./year-web.ts";

/** Fewer than come in on a usual day, so that something is always held. */
const usualLimit = 3;
const dayMs = 86_400_000;
export const beganMs: number = Date.parse("2026-01-01T06:00:00Z");

export interface Machine {
  home: string;
  /** The ids or the text a command line prints; throws when it does not end as it should. */
  pkm(argv: readonly string[], statuses?: readonly number[]): Promise<string>;
}

export function machine(home: string, now: () => Date, zone = "UTC"): Machine {
  return {
    home,
    async pkm(argv, statuses = [0]) {
      const terminal = captureTerminal(80);
      const world = { env: { PKM_HOME: home, NO_COLOR: "1", TZ: zone }, clock: { now }, version: "0.0.0" };
      const status = await run(argv, { ...world, terminal: { ...terminal, isOutputTty: false, isErrorTty: false } });
      const { stdout, stderr } = terminal.written();
      assert.ok(statuses.includes(status), `day ${dayOf(now())}: pkm ${argv.join(" ")}: ${status}\n${stdout}${stderr}`);
      return stdout.trim();
    },
  };
}

function dayOf(now: Date): number {
  return Math.floor((now.getTime() - beganMs) / dayMs);
}

export function linesOf(text: string): readonly string[] {
  return text === "" ? [] : text.split("\n");
}

/** Beside the homes, as a folder that a server serves: it outlives the machine. */
export function gardenOf({ home }: Machine): string {
  return join(home, "..", "garden");
}

export async function settle(person: Machine, feeds: readonly string[]): Promise<void> {
  // The pages that are cited lie on this machine, as no page of a web does.
  writeFileSync(join(person.home, "config.toml"), 'shelf-days = 14\n[preflight]\noff = ["links"]\n');
  await person.pkm(["seek", "add", ...feeds, "--all", "-q"]);
  await person.pkm(["seek", "mute", "promotion", "-q"]);
  await person.pkm(["people", "add", "Ines Aalto", "--mail", "ines@bench.example", "-q"]);
  await person.pkm(["community", "add", "Bench Circle", "-q"]);
  await person.pkm(["community", "member", "Bench Circle", "Ines Aalto", "-q"]);
  const channel = ["community", "channel", "Bench Circle", "file", "--exposure", "closed"];
  await person.pkm([...channel, "--dir", join(person.home, "bench"), "-q"]);
  const site = ["--channel", "site", "--dir", gardenOf(person), "--base-url", "https://garden.example/"];
  await person.pkm(["network", "add", "garden", ...site, "-q"]);
}

/** A morning's digest, something kept of it, a note now and then, and once a week a round that ends in a page. */
export async function live(person: Machine, day: number, limit: number = usualLimit): Promise<void> {
  await person.pkm(["digest", "--fetch", "--limit", String(limit), "--ids", "-q"]);
  const waiting = linesOf(await person.pkm(["find", "kind:item", "is:new", "--limit", "30", "--ids"]));
  const kept = waiting[Math.floor(fraction(`keep ${day}`) * waiting.length)];
  if (kept === undefined) return;
  await person.pkm(["sense", "mark", kept, "-m", `kept on day ${day}`, "-q"]);
  if (day % 3 === 0) {
    await person.pkm(["sense", "note", kept, "--title", `Day ${day}`, "-m", `What day ${day} taught me.`, "-q"]);
  }
  if (day % 7 === 6) await share(person, day);
}

async function share(person: Machine, day: number): Promise<void> {
  const [note] = linesOf(await person.pkm(["sense", "list", "--limit", "1", "--ids"]));
  if (note === undefined) return;
  const id = await person.pkm([
    "share",
    "stage",
    note,
    "--with",
    "Bench Circle",
    "--ask",
    "Does it hold?",
    "--ids",
    "-q",
  ]);
  await person.pkm(["share", "send", id, "-q"]);
  const said = ["--from", "Ines Aalto", "--via", "coffee", "-m", `On day ${day}: yes, where the work is seen.`];
  const feedback = await person.pkm(["share", "feedback", id, "add", ...said, "--ids", "-q"]);
  await person.pkm(["share", "feedback", id, "accept", feedback, "-q"]);
  await person.pkm(["share", "revise", id, "-m", `What day ${day} taught me, and where it holds.`, "-q"]);
  await person.pkm(["share", "publish", id, "--to", "garden", "--anyway", "the season's rhythm", "-q"]);
}
