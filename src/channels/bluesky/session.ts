// The log-in at a Bluesky server: kept between runs, renewed when it has run out, and stored before it is used.
import * as v from "valibot";
import { PkmError } from "../../base/errors.ts";
import { sha256 } from "../../base/hash.ts";
import type { ChannelAddress } from "../../people/community.ts";
import type { ChannelWorld, HttpAnswer } from "../../share/channel.ts";
import { errorOf, failureOf, readAnswer, readJson, type Failure } from "../answer.ts";
import { handleOf, secretOf, serviceOf } from "./settings.ts";

export interface Asking {
  /** The method's name: "com.atproto.repo.putRecord". */
  name: string;
  /** A query makes it a GET, a body a POST. */
  query?: Readonly<Record<string, string>>;
  json?: unknown;
}

/** The account as one channel talks to its server. */
export interface Account {
  /** The account's lasting id. */
  did: string;
  handle: string;
  host: string;
  /** Throws PkmError ("credentials", "try-later") where no log-in can be had; nothing was asked then. */
  call(asking: Asking): Promise<HttpAnswer>;
  failure(answer: HttpAnswer): Failure;
  /** What the method answers; null where there is no such thing. Throws PkmError. */
  find<Shape>(asking: Asking, schema: v.GenericSchema<unknown, Shape>): Promise<Shape | null>;
}

interface Session {
  did: string;
  handle: string;
  accessJwt: string;
  refreshJwt: string;
}

const filled = v.pipe(v.string(), v.minLength(1), v.regex(/^[\u0021-\u007e]+$/));
const sessionShape: v.GenericSchema<unknown, Session> = v.object({
  did: filled,
  handle: filled,
  accessJwt: filled,
  refreshJwt: filled,
});

const timeoutMs = 30_000;

/** Logs in, or goes on with the log-in that is kept: a server lets nobody log in more than so often a day. */
export async function openAccount(address: ChannelAddress, world: ChannelWorld): Promise<Account> {
  const desk = deskOf(address, world);
  let session = kept(desk) ?? (await logIn(desk));
  const call = async (asking: Asking): Promise<HttpAnswer> => {
    const answer = await ask(desk, asking, session.accessJwt);
    if (!isRunOut(answer)) return answer;
    session = await renewed(desk, session);
    return ask(desk, asking, session.accessJwt);
  };
  const failure = (answer: HttpAnswer): Failure => failureOf(answer, desk, world);
  return {
    did: session.did,
    handle: session.handle,
    host: desk.host,
    call,
    failure,
    async find(asking, schema) {
      const answer = await call(asking);
      const found = readAnswer(answer, schema);
      if (found !== null) return found;
      if (isAbsent(answer)) return null;
      throw errorOf(failure(answer), desk.hint);
    },
  };
}

interface LogInDesk {
  origin: string;
  host: string;
  hint: string;
  /** What the session is kept under. */
  key: string;
  handle: string;
  secret: string;
  world: ChannelWorld;
}

function deskOf(address: ChannelAddress, world: ChannelWorld): LogInDesk {
  const [origin, handle] = [serviceOf(address), handleOf(address)];
  const key = `bluesky-${sha256(`${origin}\n${handle}`).slice(0, 16)}`;
  const hint = `pkm channel check ${address.id}`;
  return { origin, host: new URL(origin).host, hint, key, handle, secret: secretOf(address), world };
}

function kept({ world, key }: LogInDesk): Session | null {
  const text = world.memory.recall(key);
  return text === null ? null : readJson(Buffer.from(text, "utf8"), sessionShape);
}

function ask({ origin, world }: LogInDesk, { name, query, json }: Asking, token: string | null): Promise<HttpAnswer> {
  const search = query === undefined ? "" : `?${new URLSearchParams(query).toString()}`;
  const body = json === undefined ? null : Buffer.from(JSON.stringify(json), "utf8");
  const headers: Record<string, string> = {
    accept: "application/json",
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(body === null ? {} : { "content-type": "application/json" }),
  };
  const method = query === undefined ? "POST" : "GET";
  return world.http({ method, url: `${origin}/xrpc/${name}${search}`, headers, body, timeoutMs });
}

/** A log-in that ran out is a 400 with a name of its own, here as nowhere else. */
function isRunOut(answer: HttpAnswer): boolean {
  if (answer.kind !== "answer") return false;
  return answer.status === 401 || (answer.status === 400 && ["ExpiredToken", "InvalidToken"].includes(nameOf(answer)));
}

function isAbsent(answer: HttpAnswer): boolean {
  if (answer.kind !== "answer" || answer.status < 400 || answer.status >= 500) return false;
  return answer.status === 404 || ["RecordNotFound", "NotFound"].includes(nameOf(answer));
}

function nameOf(answer: HttpAnswer): string {
  if (answer.kind !== "answer") return "";
  return readJson(answer.body, v.object({ error: v.string() }))?.error ?? "";
}

async function renewed(desk: LogInDesk, session: Session): Promise<Session> {
  const other = kept(desk);
  // Another pkm may have renewed it meanwhile, and what it got is good.
  if (other !== null && other.accessJwt !== session.accessJwt) return other;
  const answer = await ask(desk, { name: "com.atproto.server.refreshSession" }, session.refreshJwt);
  const fresh = readAnswer(answer, sessionShape);
  if (fresh !== null) return keep(desk, fresh);
  if (isRunOut(answer)) return logIn(desk);
  const failure = failureOf(answer, desk, desk.world);
  throw failure.kind === "held" ? errorOf(failure, desk.hint) : notLoggedIn(failure, desk);
}

async function logIn(desk: LogInDesk): Promise<Session> {
  const json = { identifier: desk.handle, password: desk.world.secret(desk.secret) };
  const answer = await ask(desk, { name: "com.atproto.server.createSession", json }, null);
  const session = readAnswer(answer, sessionShape);
  if (session !== null) return keep(desk, session);
  const failure = failureOf(answer, desk, desk.world);
  throw isRefusal(answer)
    ? errorOf({ ...failure, kind: "held", hint: desk.hint }, desk.hint)
    : notLoggedIn(failure, desk);
}

function isRefusal(answer: HttpAnswer): boolean {
  return answer.kind === "answer" && [400, 401, 403].includes(answer.status);
}

/** Nothing of a post has left before the log-in, so whatever kept it from us is a matter of later. */
function notLoggedIn({ message }: Failure, { hint }: LogInDesk): PkmError {
  return new PkmError("try-later", `no log-in: ${message}`, { hint });
}

/** On the disk before it is used: the one it takes the place of is worth nothing any more. */
function keep({ world, key }: LogInDesk, session: Session): Session {
  world.memory.keep(key, JSON.stringify(session));
  return session;
}
