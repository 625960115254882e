// The one error type, and the exit status each kind of error ends the program with.

/** Why a command could not do what was asked. One kind, one exit status, never renumbered. */
export type ErrorKind =
  | "failed"
  | "usage"
  | "config"
  | "not-found"
  | "not-yet"
  | "credentials"
  | "partial"
  | "try-later"
  | "interrupted";

/** Exit status by kind; `pkm help exit-codes` prints this table. 0 is done, or nothing to do. */
export const exitStatus: Readonly<Record<ErrorKind, number>> = {
  failed: 1,
  usage: 2,
  config: 2,
  "not-found": 3,
  "not-yet": 3,
  credentials: 4,
  partial: 5,
  "try-later": 75,
  interrupted: 130,
};

interface Mend {
  /** The next command to type, or several; null when nothing can be typed to mend it. */
  hint?: string | readonly string[] | null;
  cause?: unknown;
}

/**
 * A foreseen failure. The message is lower case, names the thing and ends without a full stop;
 * the hint is a command to copy.
 */
export class PkmError extends Error {
  readonly kind: ErrorKind;
  readonly mend: readonly string[];

  constructor(kind: ErrorKind, message: string, { hint = null, cause }: Mend = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "PkmError";
    this.kind = kind;
    this.mend = hint === null ? [] : typeof hint === "string" ? [hint] : hint;
  }
}

/** The words of anything that was thrown, for a message or a `cause`. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
