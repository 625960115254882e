// The page of what was measured: a table for each benchmark, on what machine, and how to measure again.
import { cellsOf, isMet, titles, type Row } from "./row.ts";
import type { Machine } from "./machine.ts";
import type { Result, Results } from "./results.ts";

/** What each benchmark is about, under its name. */
const about: Readonly<Record<string, string>> = {
  refresh:
    "The same documents from the same server on loopback, each reader as a whole process in turn. A ratio is to tuned newsboat, with latency to newsboat as it comes.",
  "start-up": "Whole processes; a ratio is to `node -e 0` in the same round.",
  imports: "The processor time that loading each module takes in a fresh process, the dearest first.",
  memory: "The kernel's own high-water mark of the process, and the size of the store file.",
  stores: "The same refresh over stores of growing size; a ratio is to the store of 30,000 items.",
  growth: "A refresh of everything divided by the number of feeds, the start taken off; a ratio is to 200 feeds.",
  lists: "Whole processes; a ratio is to the smallest store.",
  search: "The query alone, the store open.",
  notes: "A folder of Markdown files.",
  "many-feeds": "Very many feeds in one store; a ratio is to 100 feeds.",
  people: "Over 200,000 items, 2,000 sources and 500 people.",
  fairness: "What a season of digests shows of quiet and of loud feeds.",
};

/** The whole page, in Markdown. */
export function benchmarkPage(results: Results): string {
  const rows = Object.values(results).flatMap((result) => result.rows);
  const judged = rows.filter((row) => isMet(row) !== null);
  const unmet = judged.filter((row) => isMet(row) === false);
  return `# Benchmarks

${judged.length - unmet.length} of ${judged.length} goals are met. A time says little by itself, so most goals are ratios to something measured in the
same run. Each figure is the median, with the lowest and the highest.

![Ratios to newsboat, and how costs grow](benchmarks.svg)

${listOf("Not met", unmet)}## How to measure

\`\`\`
npm run bench                            # everything in small sizes, printed
npm run bench -- refresh start-up        # only these
npm run bench -- --full --write          # in the sizes of the goals, and this page written anew
npm run bench -- --draw                  # this page from the data, nothing measured
\`\`\`

newsboat, sfeed and curl are measured where they are installed (\`apt-get install newsboat sfeed curl\`). What was measured
is in [benchmarks.json](benchmarks.json); a run of one benchmark replaces that one alone. Tuned newsboat has statistics for
its query planner, as ANALYZE writes them on a full cache; as it comes it has none and is slower than that. A load above
1 at the start of a benchmark means that something else used the machine too.

${machinesOf(results)}
${Object.entries(results).map(sectionOf).join("\n")}`;
}

function listOf(title: string, rows: readonly Row[]): string {
  if (rows.length === 0) return "";
  const lines = rows.map((row) => {
    const [what = "", measured = "", ratio = "", goal = ""] = cellsOf(row);
    return `- ${what}: ${ratio === "" ? measured : ratio}, goal ${goal}`;
  });
  return `## ${title}\n\n${lines.map(escaped).join("\n")}\n\n`;
}

function machinesOf(results: Results): string {
  const benchesOf = new Map<string, string[]>();
  for (const [name, { machine }] of Object.entries(results)) {
    const key = inWords(machine);
    benchesOf.set(key, [...(benchesOf.get(key) ?? []), name]);
  }
  const machines = [...benchesOf].map(([words, names]) =>
    benchesOf.size === 1 ? `On ${words}.\n` : `- ${names.join(", ")}: on ${words}\n`,
  );
  return machines.join("");
}

function inWords({ hardware, programs }: Machine): string {
  const versions = Object.entries(programs).map(([name, version]) => `${name} ${version}`);
  return `${hardware}; ${versions.join(", ")}`;
}

function sectionOf([name, { at, tookMs, isFull, load, rows }]: readonly [string, Result]): string {
  const size = isFull ? "in the sizes of the goals" : "in small sizes";
  const when = `${at.slice(0, 16).replace("T", " ")} UTC, ${size}, in ${Math.round(tookMs / 1000)} s; load at its start ${load}.`;
  const words = [about[name] ?? "", when].filter((text) => text !== "").join(" ");
  const lines = [titles, titles.map(() => "---"), ...rows.map(cellsOf)].map(
    (cells) => `| ${cells.map(escaped).join(" | ")} |`,
  );
  return `## ${name}\n\n${words}\n\n${lines.join("\n")}\n`;
}

function escaped(cell: string): string {
  return cell.replaceAll("<=", "≤").replaceAll(">=", "≥").replaceAll("|", "\\|").replaceAll("<", "&lt;").trim();
}
