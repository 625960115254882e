// What is piped in, as text.
import { PkmError } from "../base/errors.ts";
import type { Person } from "./context.ts";

/** All of standard input. Throws PkmError("failed") for what is no UTF-8: read as if it were, its letters would be lost. */
export async function pipedText(person: Pick<Person, "readStdin">): Promise<string> {
  const bytes = await person.readStdin();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    throw new PkmError("failed", "what is piped in is not UTF-8", { hint: "iconv -f WINDOWS-1252 -t UTF-8 FILE" });
  }
}
