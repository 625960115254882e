// The whole chain of one thing, both ways: what it came from and what came of it.
import type { Instant } from "../base/clock.ts";

export interface TraceNode {
  id: string;
  kind: string;
  title: string;
  at: Instant | null;
}

export interface TraceEdge {
  from: string;
  to: string;
  as: string;
}

/** A place where the chain is broken: something it leads over is not there any more. */
export interface TraceGap {
  between: readonly string[];
  why: string;
}

export interface Trace {
  root: string;
  /** From the sources to the furthest posts, so that each stands after what it came from. */
  nodes: readonly TraceNode[];
  edges: readonly TraceEdge[];
  gaps: readonly TraceGap[];
}

export interface TraceStore {
  /** The edges from all of `ids`; those from each one in an order that does not hang on the others. */
  edgesFrom(ids: readonly string[]): readonly TraceEdge[];
  /** The same of the edges to them. */
  edgesTo(ids: readonly string[]): readonly TraceEdge[];
  /** Null when the thing is not in the store. `goneWhy` tells what is wrong with a thing whose row is all that is left. */
  node(id: string): (TraceNode & { goneWhy: string | null }) | null;
}

/** Follows every edge up from `root` and every edge down from it. Total: what is missing is a gap, never an error. */
export function trace(root: string, store: TraceStore): Trace {
  const up = walk(root, { edgesOf: (ids) => store.edgesTo(ids), near: ({ to }) => to, far: ({ from }) => from });
  const down = walk(root, { edgesOf: (ids) => store.edgesFrom(ids), near: ({ from }) => from, far: ({ to }) => to });
  const edges = unique([...up.edges, ...down.edges]);
  const beside = neighboursOf(edges);
  const nodes: TraceNode[] = [];
  const gaps: TraceGap[] = [];
  for (const id of inOrder(new Set([...up.ids, ...down.ids]), edges)) {
    const node = store.node(id);
    const between = beside.get(id) ?? [];
    if (node === null) gaps.push({ between, why: `${id} is not in this store` });
    else if (node.goneWhy !== null) gaps.push({ between: [id, ...between], why: node.goneWhy });
    if (node !== null) nodes.push({ id: node.id, kind: node.kind, title: node.title, at: node.at });
  }
  return { root, nodes, edges, gaps };
}

/** The other ends of the edges at each id, in the order of the edges. */
function neighboursOf(edges: readonly TraceEdge[]): ReadonlyMap<string, readonly string[]> {
  const ends = edges.flatMap(({ from, to }) => [
    { id: from, other: to },
    ...(from === to ? [] : [{ id: to, other: from }]),
  ]);
  const byId = Map.groupBy(ends, ({ id }) => id);
  return new Map([...byId].map(([id, own]) => [id, own.map(({ other }) => other)]));
}

interface Way {
  edgesOf: (ids: readonly string[]) => readonly TraceEdge[];
  /** The end of an edge that was walked from, and the one that it leads to. */
  near: (edge: TraceEdge) => string;
  far: (edge: TraceEdge) => string;
}

/** In waves, all that is as far away asked for at once: a source may have brought fifty thousand items. */
function walk(root: string, { edgesOf, near, far }: Way): { ids: ReadonlySet<string>; edges: readonly TraceEdge[] } {
  const ids = new Set([root]);
  const edges: TraceEdge[][] = [];
  for (let wave: readonly string[] = [root]; wave.length > 0;) {
    const byId = Map.groupBy(edgesOf(wave), near);
    const found = wave.flatMap((id) => byId.get(id) ?? []);
    edges.push(found);
    wave = [...new Set(found.map(far)).difference(ids)];
    for (const id of wave) ids.add(id);
  }
  return { ids, edges: edges.flat() };
}

function unique(edges: readonly TraceEdge[]): readonly TraceEdge[] {
  return [...new Map(edges.map((edge) => [`${edge.from} ${edge.to} ${edge.as}`, edge])).values()];
}

/** Each id after the ids that lead to it, as far as the edges have no cycle; ties as they were found. */
function inOrder(ids: ReadonlySet<string>, edges: readonly TraceEdge[]): readonly string[] {
  const into = Map.groupBy(edges, ({ to }) => to);
  const ordered = new Set<string>();
  const open = new Set<string>();
  const visit = (id: string): void => {
    if (ordered.has(id) || open.has(id)) return;
    open.add(id);
    for (const { from } of into.get(id) ?? []) visit(from);
    open.delete(id);
    ordered.add(id);
  };
  for (const id of ids) visit(id);
  return [...ordered];
}
