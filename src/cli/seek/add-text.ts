// What pkm seek add says of the sources it added.
import { plainLine } from "../../base/plain.ts";
import { nameOfItem } from "../../seek/item.ts";
import type { Subscribed } from "../../seek/subscribe.ts";

/** A source that was added, with the newest of its items; in a long list on one line. */
export function addedText(added: Subscribed, { isBrief }: { isBrief: boolean }): string {
  const { source, title, url, newest, letGo, foundAt } = added;
  const name = `${source}  ${plainLine(title ?? url)}`;
  if (added.wasKnown) return `${name}: was there already, nothing is changed`;
  if (added.unreadWhy !== null) return `${name}: added, nothing of it yet: ${plainLine(added.unreadWhy)}`;
  const known = added.waiting - added.new;
  const lost = added.hasLostSecret ? ["asked without the secret, which was for another server"] : [];
  const counts = [
    `${added.new} new`,
    ...(known > 0 ? [`${known} known and waiting`] : []),
    ...(letGo > 0 ? [`${letGo} older let go`] : []),
    ...lost,
  ].join(", ");
  if (isBrief) return `${name}: ${counts}`;
  return [
    `${name}: ${counts}`,
    ...(foundAt === null && title !== null ? [] : [`      ${url}`]),
    ...(added.isCutShort ? ["      the feed is cut short: what stands in it was read"] : []),
    ...newest.map((item) => `      ${plainLine(nameOfItem(item))}`),
  ].join("\n");
}
