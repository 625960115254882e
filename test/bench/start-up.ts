// Start-up: `pkm --version` and the lists, each as a ratio to bare `node -e 0` run in turn with it.
import { openHomes } from "./homes.ts";
import { rowOf, type Goal, type Row } from "./row.ts";
import { pkm, timed } from "./timed-process.ts";

const rounds = 25;

/** Words after `pkm`, and the most that may take beside bare Node. */
const calls: readonly (readonly [string, Goal])[] = [
  ["--version", { most: 2.2 }],
  ["seek list", { most: 3 }],
  ["sense list", { most: 3 }],
  ["share", { most: 3 }],
  ["people", { most: 3 }],
  ["find is:new", { most: 3 }],
  ["", { most: 3 }],
];

/** Measures start-up. */
export async function startUp(): Promise<readonly Row[]> {
  const homes = openHomes();
  const home = homes.fresh("start-up");
  const bare = { args: ["-e", "0"], times: new Array<number>() };
  const measured = calls.map(([words, goal]) => {
    const what = `start-up: pkm ${words}`.trimEnd();
    return { what, args: [pkm, ...words.split(" ").filter(Boolean)], goal, times: new Array<number>() };
  });
  try {
    // The first run of each fills the disk cache and makes the store; it is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      for (const { args, times } of [bare, ...measured]) {
        const { tookMs } = await timed({ program: process.execPath, args, env: { PKM_HOME: home } });
        if (round > 0) times.push(tookMs);
      }
    }
    return [
      rowOf({ what: "start-up: node -e 0", values: bare.times }),
      ...measured.map(({ what, goal, times }) => rowOf({ what, goal, values: times, base: bare.times })),
    ];
  } finally {
    homes.close();
  }
}
