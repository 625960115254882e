// People inside a bounded context are named only where that context is asked for.
import { contextsLeft, type BoundedContexts } from "../../sense/context.ts";
import type { OptionSpec } from "../command.ts";

export const insideOption: OptionSpec = {
  flags: "--context <context>",
  about: "name the people of this bounded context too; elsewhere they stand behind its line",
};

interface MaskStore {
  contexts: { bounded(): BoundedContexts };
  whose: { contexts(): ReadonlyMap<string, readonly string[]> };
}

/** Tells whether a person may be named where `inside` is asked for; null is nowhere in particular. */
export function openMask({ contexts, whose }: MaskStore, inside: string | null): (person: string) => boolean {
  const bounded = contexts.bounded();
  const of = bounded.size === 0 ? new Map<string, readonly string[]>() : whose.contexts();
  return (person) => contextsLeft(of.get(person) ?? [], inside === null ? [] : [inside], bounded).length === 0;
}

/** What is said of those who were left out; nothing where there are none. */
export function maskedWords(count: number): readonly string[] {
  if (count === 0) return [];
  return [`${count} ${count === 1 ? "stands" : "stand"} behind the line of a bounded context: --context <context>`];
}
