// Archives of a home and of a machine's state, sealed anew over what was changed in them: taken whole and sound, or not at all.
import { cpSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { inHome, openHomes } from "../../cli/in-home.ts";
import { sealed } from "../../cli/sealed.ts";
import { jsonWords } from "../dictionary.ts";
import { damagedJson } from "../mutate-json.ts";
import { damaged } from "../mutate.ts";
import { told } from "../said.ts";
import { openStockedHome } from "../stocked-home.ts";
import type { Bench, Target } from "../target.ts";

export const archives: Target = {
  name: "archives",
  dictionary: jsonWords,
  budgetMs: (bytes) => 1500 + bytes / 50,
  shortRuns: 30,
  reaches: { outcome: "taken", share: 0.1 },
  async open() {
    const stocked = await openStockedHome();
    const homes = openHomes();
    const empty = homes.fresh();
    const whole = await stocked.well(["export", "--as", "all"]);
    const state = await stocked.well(["export", "--as", "state"]);
    await inHome(empty, ["status"]);
    await inHome(empty, ["find", "nothing"]);
    return {
      seeds: [
        { name: "all", bytes: Buffer.from(`${whole}\n`) },
        { name: "state", bytes: Buffer.from(`${state}\n`) },
      ],
      damage,
      close() {
        stocked.close();
        homes.close();
      },
      async examine(bytes, { chance }) {
        const into = chance.below(3) === 0 ? stocked.home : empty;
        const copy = join(dirname(empty), "copy");
        rmSync(copy, { recursive: true, force: true });
        cpSync(into, copy, { recursive: true });
        const before = await heldIn(copy);
        const taken = await told(copy, ["import", "-", "--trust", "--json"], bytes);
        const after = await heldIn(copy);
        const complaints = [...taken.complaints, ...after.complaints];
        if (taken.status !== 0 && after.held !== before.held)
          complaints.push("is refused, and something of it is taken");
        const strangers = readdirSync(dirname(empty)).filter((name) => !["copy", "home-1"].includes(name));
        if (strangers.length > 0) complaints.push(`wrote ${strangers.join()} beside the home`);
        const shown = taken.status === 0 ? await shownOf(copy) : [];
        return {
          complaints: [...complaints, ...shown],
          outcome: taken.status === 0 ? "taken" : `refused with ${taken.status}`,
        };
      },
    };
  },
};

/** One or two of the lines with other values in them, under a seal that holds; some are damaged as bytes. */
const damage: NonNullable<Bench["damage"]> = (seed, ground) => {
  const { chance } = ground;
  if (chance.below(5) === 0) return damaged(seed, ground);
  const lines = seed.toString("utf8").trimEnd().split("\n").slice(0, -1);
  for (let left = 1 + chance.below(2); left > 0; left -= 1) {
    const at = chance.below(lines.length);
    const how = chance.below(8);
    if (how === 0) lines.splice(at, 1);
    else if (how === 1) lines.splice(at, 0, lines[chance.below(lines.length)] ?? "");
    else lines[at] = damagedJson(Buffer.from(lines[at] ?? ""), chance)?.toString("utf8") ?? "";
  }
  return Buffer.from(sealed(lines));
};

/** All that the home holds, as one text. */
async function heldIn(home: string): Promise<{ held: string; complaints: readonly string[] }> {
  const { status, stdout, stderr } = await inHome(home, ["export", "--as", "all"]);
  const complaints = status === 0 ? [] : [`a home can not be handed out after it: ${status} ${stderr.slice(0, 300)}`];
  return { held: stdout, complaints };
}

/** What was taken is asked for in the usual ways. */
async function shownOf(home: string): Promise<readonly string[]> {
  const asked = [
    ["status", "--json"],
    ["find", "kind:item", "--json", "--limit", "0"],
    ["sense", "list"],
    ["share", "--json"],
    ["people", "--json"],
    ["seek", "list", "--json"],
    ["undo", "--list", "--json"],
    ["share", "log", "--json"],
    ["mirror", "--json"],
    ["digest", "--peek", "--json"],
    ["undo"],
  ];
  const complaints: string[] = [];
  for (const argv of asked)
    complaints.push(...(await told(home, argv)).complaints.map((complaint) => `${argv.join(" ")}: ${complaint}`));
  return complaints;
}
