// One attempt of a channel, with what kept it from even beginning told as an outcome.
import { PkmError } from "../base/errors.ts";
import type { SendOutcome } from "../share/channel.ts";

/**
 * Runs `act`; an error that it foresaw came before anything was sent. Every other error is thrown on: what became of
 * the bytes is not known then.
 */
export async function attempt(act: () => Promise<SendOutcome>): Promise<SendOutcome> {
  try {
    return await act();
  } catch (thrown) {
    if (!(thrown instanceof PkmError)) throw thrown;
    const { message, mend } = thrown;
    if (thrown.kind === "credentials") return { kind: "held", message, hint: mend[0] ?? "" };
    if (thrown.kind === "try-later") return { kind: "later", message, retryAt: null };
    return { kind: "rejected", message };
  }
}
