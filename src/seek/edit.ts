// What a change of a source's address and credentials leads to: where a secret may go on being sent, and what is forgotten.
import type { Instant } from "../base/clock.ts";
import { newFacts } from "./poll.ts";
import { originOf, type FeedFacts, type SourceSettings } from "./source.ts";

/** The address and the credentials of a source. */
export type Access = Pick<SourceSettings, "secret" | "user"> & { url: string };

/**
 * The access after `change`. A secret was named for one origin: where the new address has another and no secret is
 * named with it, the source has none any more.
 */
export function changedAccess(now: Access, change: Partial<Access>): { access: Access; hasLostSecret: boolean } {
  const access = { ...now, ...change };
  const isElsewhere = hostOf(now.url) !== hostOf(access.url);
  const hasLostSecret = isElsewhere && now.secret !== null && change.secret === undefined;
  if (hasLostSecret) return { access: { ...access, secret: null, user: change.user ?? null }, hasLostSecret };
  return { access: access.secret === null ? { ...access, user: null } : access, hasLostSecret };
}

/** Facts of a source under a new address: nothing its old server said counts there, but names to show until it answers. */
export function movedFacts(facts: FeedFacts, now: Instant): FeedFacts {
  return { ...newFacts(now), title: facts.title, site: facts.site, lastNew: facts.lastNew, fetched: facts.fetched };
}

function hostOf(url: string): string {
  return originOf(url) === "web" ? new URL(url).origin : url;
}
