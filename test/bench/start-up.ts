// Start-up: `pkm --version` and a list, each as a ratio to bare `node -e 0` run in turn with it.
import { openHomes } from "./homes.ts";
import type { Row } from "./row.ts";
import { ratiosOf, shownSpread, spreadOf } from "./spread.ts";
import { pkm, timed } from "./timed-process.ts";

const rounds = 25;

/** Measures start-up. */
export async function startUp(): Promise<readonly Row[]> {
  const homes = openHomes();
  const home = homes.fresh("start-up");
  const bare = { what: "node -e 0", args: ["-e", "0"], goal: "", times: new Array<number>() };
  const measured = [
    { what: "pkm --version", args: [pkm, "--version"], goal: "<= 2.2", times: new Array<number>() },
    { what: "pkm seek list", args: [pkm, "seek", "list"], goal: "<= 3", times: new Array<number>() },
  ];
  try {
    // The first run of each fills the disk cache and makes the store; it is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      for (const { args, times } of [bare, ...measured]) {
        const { tookMs } = await timed({ program: process.execPath, args, env: { PKM_HOME: home } });
        if (round > 0) times.push(tookMs);
      }
    }
    return [bare, ...measured].map(({ what, goal, times }) => ({
      what: `start-up: ${what}`,
      measured: `${shownSpread(spreadOf(times))} ms`,
      figure: goal === "" ? "" : shownSpread(ratiosOf(times, bare.times)),
      goal,
    }));
  } finally {
    homes.close();
  }
}
