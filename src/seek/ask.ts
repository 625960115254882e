// Asks one source for its document: a server with the credentials the person named, or a program of the person's own.
import { PkmError } from "../base/errors.ts";
import type { FailedAnswer, FetchOutcome, FetchRequest, Web } from "./fetch.ts";
import { originOf, programScheme, type SourceSettings } from "./source.ts";

/** What a program may take. */
export interface ProgramRun {
  /** Its words as typed, without "exec:". */
  command: string;
  /** Null: 20 seconds. */
  timeoutMs: number | null;
}

export interface AskPorts {
  web: Web;
  /** Runs a program without a shell; left out where none may be run. Never throws for what the program does. */
  runProgram?: (run: ProgramRun) => Promise<FetchOutcome>;
  /** The secret behind a reference; throws PkmError("credentials"). Left out where no source has one. */
  secret?: (reference: string) => string;
}

/** A source as far as asking it goes. */
export type Asked = Pick<FetchRequest, "url" | "etag" | "lastModified"> & {
  foundAt: string | null;
  settings: Pick<SourceSettings, "secret" | "user" | "timeoutMs">;
};

/** What the source answers. Foreseen failures are outcomes, also of the secret and the program. */
export async function ask(asked: Asked, { web, runProgram, secret }: AskPorts): Promise<FetchOutcome> {
  const { url, etag, lastModified, foundAt, settings } = asked;
  const { timeoutMs } = settings;
  if (originOf(url) === "program") {
    if (runProgram === undefined) return failed("no-program", "programs are not run here");
    return runProgram({ command: url.slice(programScheme.length), timeoutMs });
  }
  if (originOf(url) === "saved") return failed("bad-url", "saved pages are not asked for again");
  const header = authorizationOf(settings, secret);
  if (header !== null && typeof header !== "string") return header;
  return web.fetch({
    url,
    etag,
    lastModified,
    ...(foundAt === null ? {} : { foundAt }),
    ...(header === null ? {} : { authorization: header }),
    ...(timeoutMs === null ? {} : { timeoutMs }),
  });
}

/** Basic with a user name, Bearer without; null when the source has no secret. */
function authorizationOf(settings: Asked["settings"], secret: AskPorts["secret"]): string | FailedAnswer | null {
  const { secret: reference, user } = settings;
  if (reference === null) return null;
  try {
    const value = secret?.(reference);
    if (value === undefined) return failed("no-secret", "secrets are not to be had here");
    return user === null ? `Bearer ${value}` : `Basic ${Buffer.from(`${user}:${value}`, "utf8").toString("base64")}`;
  } catch (thrown) {
    if (thrown instanceof PkmError) return failed("no-secret", thrown.message);
    throw thrown;
  }
}

function failed(code: FailedAnswer["code"], message: string): FailedAnswer {
  return { kind: "failed", code, message, status: null, retryAt: null };
}
