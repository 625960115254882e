// pkm trace: the chain of one thing, from the feed it came from to the posts it became.
import { localDay } from "../../base/clock.ts";
import { plainLine } from "../../base/plain.ts";
import { trace, type Trace, type TraceNode } from "../../share/trace.ts";
import { text } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";

const traceable = ["item", "note", "annotation", "share", "round", "delivery", "feedback", "source", "claim"] as const;
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

/** The chain as a tree: each thing once, under the last that it came from, the asked one marked, gaps named last. */
export function traceText({ root, nodes, edges, gaps }: Trace): string {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = Map.groupBy(edges, ({ to }) => to);
  const children = Map.groupBy(edges, ({ from }) => from);
  const shown = new Set<string>();
  const lines: string[] = [];
  const visit = (node: TraceNode, depth: number): void => {
    shown.add(node.id);
    lines.push(nodeLine(node, { depth, isRoot: node.id === root }));
    const next = (children.get(node.id) ?? []).flatMap(({ to }) => byId.get(to) ?? []);
    for (const child of next.toSorted(byTime)) {
      const isReady = (parents.get(child.id) ?? []).every(({ from }) => shown.has(from) || !byId.has(from));
      if (isReady && !shown.has(child.id)) visit(child, depth + 1);
    }
  };
  // Notes that link each other in a circle have no first: those left over begin trees of their own.
  const isFirst = ({ id }: TraceNode): boolean => !parents.has(id);
  for (const node of [...nodes.filter(isFirst), ...nodes]) if (!shown.has(node.id)) visit(node, 0);
  return [...lines, ...gaps.map((gap) => `! gap: ${gap.why}`)].join("\n");
}

function nodeLine({ id, kind, title, at }: TraceNode, { depth, isRoot }: { depth: number; isRoot: boolean }): string {
  const day = at === null ? "" : `  ${localDay(at)}`;
  return `${isRoot ? ">" : " "} ${"  ".repeat(depth)}${kind} ${id}${day}  ${cut(plainLine(title))}`;
}

function byTime(a: TraceNode, b: TraceNode): number {
  const [first, second] = [a.at ?? "", b.at ?? ""];
  return first < second ? -1 : first > second ? 1 : 0;
}

function cut(title: string): string {
  return title.length <= titleColumnsMax ? title : `${title.slice(0, titleColumnsMax - 1)}…`;
}
