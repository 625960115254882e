// The things a command was called with: ids as typed, or read from standard input where "-" stands.
import { PkmError } from "../../base/errors.ts";
import type { IdKind } from "../../base/id.ts";
import type { Context } from "../context.ts";
import { pipedText } from "../piped-text.ts";
import type { OpenStore } from "./notes-now.ts";

/** `refs` with each "-" replaced by the ids on standard input: one a line, NUL-separated, or JSON lines with an `id`. */
export async function givenRefs(context: Context, refs: readonly string[]): Promise<readonly string[]> {
  if (!refs.includes("-")) return refs;
  const input = await pipedText(context.person);
  const given = input
    .split(/[\n\0]/)
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map(idIn);
  return refs.flatMap((ref) => (ref === "-" ? given : [ref]));
}

function idIn(line: string): string {
  if (!line.startsWith("{")) return line;
  const wrong = new PkmError("usage", `standard input has a line that names no id: ${line.slice(0, 60)}`, {
    hint: "pkm find QUERY --ids",
  });
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null && "id" in value && typeof value.id === "string") return value.id;
  } catch (thrown) {
    throw new PkmError("usage", wrong.message, { hint: wrong.mend, cause: thrown });
  }
  throw wrong;
}

/** The id each ref means, or the path of a note without one, with whether it is a note. */
export function resolved(
  store: Pick<OpenStore, "refs" | "notes">,
  refs: readonly string[],
  kinds: readonly IdKind[],
): readonly { ref: string; isNote: boolean }[] {
  return refs.map((given) => {
    const ref = store.refs.find(given, kinds);
    return { ref, isNote: kinds.includes("note") && store.notes.get(ref) !== null };
  });
}
