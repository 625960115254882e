// What people type to name things: an id, an address, a path, a number of the last list, or nothing that pkm knows.
import { trouble } from "../dictionary.ts";
import { damaged } from "../mutate.ts";
import { told } from "../said.ts";
import { textSeeds } from "../seeds.ts";
import { openStockedHome } from "../stocked-home.ts";
import type { Target } from "../target.ts";

const pieces = [
  ..."k s n a d r p c h g 0 1 9 z % %1 %0 %-1 %99999999999 - -- --json -n / . .. ../ ~ * ? : @ # , kzzz k0000 n1 .md notes/ file: http:// https:// mailto:".split(
    " ",
  ),
  " ",
  "\n",
  "\t",
  "\\",
  "\u2028",
];

/** Commands that take a ref; `R` stands for it. None of them may change anything. */
const askers: readonly (readonly string[])[] = [
  ["show", "R"],
  ["show", "R", "--full", "--json"],
  ["trace", "R", "--json"],
  ["trace", "R"],
  ["related", "R", "--json"],
  ["open", "R", "-n"],
  ["sense", "mark", "R", "-m", "x", "-n"],
  ["sense", "tag", "R", "x", "-n"],
  ["sense", "link", "R", "R", "--as", "supports", "-n"],
  ["sense", "note", "R", "-m", "x", "-n"],
  ["sense", "rename", "R", "New name", "-n"],
  ["sense", "check", "R"],
  ["share", "preview", "R", "--json"],
  ["share", "log", "R"],
  ["share", "feedback", "R"],
  ["share", "report", "R", "-n"],
  ["people", "show", "R", "--json"],
  ["community", "show", "R", "--json"],
  ["network", "show", "R"],
  ["seek", "edit", "R", "-n"],
  ["seek", "pause", "R", "-n"],
  ["seek", "remove", "R", "-n"],
  ["config", "get", "R"],
  ["help", "R"],
  ["channel", "check", "R", "-n"],
  ["seek", "R", "-n"],
];

export const refs: Target = {
  name: "refs",
  dictionary: { tokens: [...pieces, ...pieces, ...trouble], marks: ["k", "n", "/", ".", "-"] },
  budgetMs: (bytes) => 1500 + bytes / 100,
  shortRuns: 60,
  reaches: { outcome: "done", share: 0.03 },
  async open() {
    const stocked = await openStockedHome();
    const changes = await stocked.well(["undo", "--list", "--json"]);
    return {
      seeds: textSeeds([
        "seen-work.md",
        "https://a.example/groups",
        "%1",
        "Ines Aalto",
        "Bench Circle",
        "author",
        "ID0",
        "ID1",
        "ID4",
        "ID6",
        "ID7",
      ]),
      // One in three names what is there, so that the question behind it is asked too.
      damage: (seed, ground) => (ground.chance.below(3) === 0 ? seed : damaged(seed, ground)),
      close: () => stocked.close(),
      async examine(bytes, { chance }) {
        const written = bytes.subarray(0, 5000).toString("utf8").replaceAll("\0", "");
        // Ids are given by chance: a seed names one by its place, so that an input can be made again.
        const ref = written.replace(/ID(\d)/g, (_, at: string) => stocked.ids[Number(at)] ?? "k1");
        const asker = chance.of(askers);
        const { complaints, outcome } = await told(
          stocked.home,
          asker.map((word) => (word === "R" ? ref : word)),
        );
        const wrong = complaints.map((complaint) => `${asker.join(" ")}: ${complaint}`);
        if (chance.below(50) === 0) {
          const now = await stocked.well(["undo", "--list", "--json"]);
          if (now !== changes) wrong.push("a question has changed something");
        }
        return { complaints: wrong, outcome };
      },
    };
  },
};
