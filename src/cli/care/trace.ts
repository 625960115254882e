// pkm trace: the chain of one thing, from the feed it came from to the posts it became.
import { plainLine } from "../../base/plain.ts";
import { trace, type Trace } from "../../share/trace.ts";
import { text } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";

const traceable = ["item", "note", "annotation", "share", "round", "delivery", "feedback", "source"] as const;
const titleColumnsMax = 100;

export const command: Command = defineCommand<string>({
  path: "trace",
  summary: "show where a thing came from and what came of it",
  args: "<ref>",
  options: [],
  examples: [
    { line: "pkm trace n4k2", about: "a note: its items and feeds, its rounds, feedback and posts" },
    { line: "pkm trace d3r7 --json", about: "nodes, edges and gaps as data" },
  ],
  parse: (words) => words.args[0] ?? "",
  async run(context, ref) {
    const store = await context.store();
    const found = trace(store.refs.find(ref, traceable), store.traces);
    return text({ value: found, text: traceText(found) }, { ids: found.nodes.map(({ id }) => id) });
  },
});

/** The chain as lines: each thing under the first that it came from, the asked one marked, gaps named last. */
export function traceText({ root, nodes, edges, gaps }: Trace): string {
  const depths = new Map<string, number>();
  const lines = nodes.map(({ id, kind, title, at }) => {
    const into = edges.filter((edge) => edge.to === id && depths.has(edge.from));
    const depth = Math.max(-1, ...into.map((edge) => depths.get(edge.from) ?? 0)) + 1;
    depths.set(id, depth);
    const mark = id === root ? ">" : " ";
    const day = at === null ? "" : `  ${at.slice(0, 10)}`;
    return `${mark} ${"  ".repeat(depth)}${kind} ${id}${day}  ${cut(plainLine(title))}`;
  });
  const gapLines = gaps.map((gap) => `! gap: ${gap.why}`);
  return [...lines, ...gapLines].join("\n");
}

function cut(title: string): string {
  return title.length <= titleColumnsMax ? title : `${title.slice(0, titleColumnsMax - 1)}…`;
}
