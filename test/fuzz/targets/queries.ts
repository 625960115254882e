// What people type to find things: every text is a query, or it is refused with a caret below what is wrong.
import { trouble } from "../dictionary.ts";
import { told } from "../said.ts";
import { textSeeds } from "../seeds.ts";
import { openStockedHome } from "../stocked-home.ts";
import type { Target } from "../target.ts";

const pieces = [
  ...'" "" ( ) * ^ { } [ ] : - + ~ OR AND NOT NEAR NEAR( or @ @work @loop -@work @nobody \' % _ \\ ; -- /* , . ; ï é ß İ'.split(
    " ",
  ),
  " ",
  "  ",
  " OR ",
  " -",
  "tag:",
  "from:",
  "by:",
  "in:",
  "context:",
  "is:",
  "is:new",
  "is:kept",
  "-is:muted",
  "kind:",
  "kind:item",
  "kind:note",
  "since:",
  "since:7d",
  "since:0d",
  "since:99999999d",
  "before:",
  "before:2026-11-01",
  "before:2026-02-30",
  "before:+275760-09-13",
  "via:",
  "via:3",
  "via:-1",
  "via:1e9",
  "links:",
  "links:%3",
  "title:",
  "rowid:",
  "work*",
  '"seen work"',
  "https://a.example/?q=1:2",
  "learning",
  "学び",
  "o̶",
];

/** Commands that take a query; `Q` stands for it. */
const askers: readonly (readonly string[])[] = [
  ["find", "--json", "--", "Q"],
  ["find", "--json", "--", "Q"],
  ["find", "--json", "--", "Q"],
  ["find", "--limit", "0", "--", "Q"],
  ["digest", "--peek", "--json", "--", "Q"],
  ["seek", "mute", "-n", "--json", "--", "Q"],
  ["seek", "keep", "-n", "--json", "--", "Q"],
  ["sense", "list", "--json", "--", "Q"],
  ["who", "--json", "--", "Q"],
];

export const queries: Target = {
  name: "queries",
  dictionary: { tokens: [...pieces, ...pieces, ...pieces, ...trouble], marks: [" ", ":", '"', "-"] },
  budgetMs: (bytes) => 1000 + bytes / 100,
  shortRuns: 60,
  reaches: { outcome: "done", share: 0.2 },
  async open() {
    const stocked = await openStockedHome();
    return {
      seeds: textSeeds([
        "work OR groups tag:learning -kind:note",
        '"seen work" is:new since:7d',
        "@work by:ines before:2030-01-01",
        "學び links:https://a.example/groups via:2",
        "small gro*",
      ]),
      close: () => stocked.close(),
      async examine(bytes, { chance }) {
        // No program is handed a zero byte in a word, nor an endless one.
        const query = bytes.subarray(0, 20_000).toString("utf8").replaceAll("\0", "");
        const asker = chance.of(askers);
        const argv = asker.map((word) => (word === "Q" ? query : word));
        const { status, stderr, complaints, outcome } = await told(stocked.home, argv);
        const wrong = [...complaints];
        if (/SQLITE|fts5|syntax error|no such column/i.test(stderr)) wrong.push(`speaks SQL: ${stderr.slice(0, 300)}`);
        const isQuery = status === 2 && !/there is nothing to look for|who knows about what/.test(stderr);
        if (isQuery && !stderr.includes("^"))
          wrong.push(`refuses without a caret: ${argv.slice(0, 2).join(" ")} ${stderr.slice(0, 300)}`);
        if (![0, 2, 3].includes(status)) wrong.push(`a query ends with ${status}: ${stderr.slice(0, 300)}`);
        return { complaints: wrong, outcome };
      },
    };
  },
};
