// What one SMTP attempt came to, in the words of the outbox (channels.md has the reasons).
import { plainLine } from "../../base/plain.ts";
import type { SendOutcome } from "../../share/channel.ts";
import type { SmtpServer } from "./settings.ts";
import type { Trouble } from "./send.ts";

/** Where the server, the user and the reference to the password are set anew. */
const mend = "pkm community channel --help";

type Failure = Exclude<SendOutcome, { kind: "sent" }>;

/**
 * Before the message was handed over nothing can have been taken: `later`, `held` or `rejected`.
 * After it, only the server's own no is a no; silence is `unknown`.
 */
export function failureOf(trouble: Trouble, server: SmtpServer): Failure {
  const said = plainLine(trouble.message);
  const message = `${server.host}: ${said === "" ? "no answer" : said}`;
  if (trouble.stage === "answer") return afterMessage(trouble, message);
  if (trouble.refused.length > 0) return afterRefusal(trouble);
  if (isAboutLogIn(trouble, server)) return { kind: "held", message: withMend(message, trouble), hint: mend };
  const isForGood = (trouble.code ?? 0) >= 500 && trouble.stage !== "connect";
  return isForGood ? { kind: "rejected", message } : { kind: "later", message, retryAt: null };
}

function afterMessage({ code }: Trouble, message: string): Failure {
  if (code === null || code < 400) return { kind: "unknown", message };
  return code < 500 ? { kind: "later", message, retryAt: null } : { kind: "rejected", message };
}

/** One refused for good stops the letter for all: it was sent to nobody. */
function afterRefusal({ refused }: Trouble): Failure {
  const forGood = refused.filter(({ code }) => code >= 500);
  const told = (forGood.length > 0 ? forGood : refused).map(
    ({ address, message }) => `${address}: ${plainLine(message)}`,
  );
  const message = `sent to nobody, because of ${told.join("; ")}`;
  return forGood.length > 0 ? { kind: "rejected", message } : { kind: "later", message, retryAt: null };
}

/** 530, 534, 535 and 538 are about the log-in at any step (RFC 4954); without TLS there is none. */
function isAboutLogIn({ stage, code, isTls }: Trouble, server: SmtpServer): boolean {
  if (code !== null && [530, 534, 535, 538].includes(code)) return true;
  if (stage === "login") return code === null || code >= 500;
  return stage === "connect" && isTls && code !== null && server.secret !== null;
}

function withMend(message: string, { stage, isTls }: Trouble): string {
  const wrong = stage === "connect" && isTls;
  return `${message} (${wrong ? "no encryption is offered; try smtps:// in --smtp" : "check the user in --smtp and --secret"})`;
}
