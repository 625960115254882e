// When a feed asks not to be asked: skipHours and skipDays of RSS 2.0.
import type { Feed } from "../../seek/feed.ts";
import { childrenNamed } from "./node.ts";
import type { FeedNode } from "./node.ts";

const dayNames = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const hoursADay = 24;

/** The hours (GMT, 24 is midnight in RSS 0.91) and days that a channel names; those that are none are passed over. */
export function skipsOf(channel: FeedNode): Required<Pick<Feed, "skipHours" | "skipDays">> {
  const hours = valuesOf(channel, "skiphours", "hour").flatMap((text) => {
    const hour = /^\d{1,2}$/.test(text) ? Number(text) % hoursADay : null;
    return hour === null || Number(text) > hoursADay ? [] : [hour];
  });
  const days = valuesOf(channel, "skipdays", "day").flatMap((text) => {
    const day = dayNames.indexOf(text.toLowerCase());
    return day === -1 ? [] : [day];
  });
  return { skipHours: unique(hours), skipDays: unique(days) };
}

function valuesOf(channel: FeedNode, list: string, name: string): readonly string[] {
  return childrenNamed(channel, list)
    .flatMap((node) => childrenNamed(node, name))
    .map(({ text }) => text.trim());
}

function unique(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)].toSorted((a, b) => a - b);
}
