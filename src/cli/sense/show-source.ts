// How a source is shown.
import { nameOfItem } from "../../seek/item.ts";
import { shownUrl } from "../../seek/source.ts";
import { record, type Report } from "../../ui/report.ts";
import { sparkline } from "../../ui/sparkline.ts";
import { agoText } from "../../ui/time.ts";
import type { OpenStore } from "./notes-now.ts";

const itemsShown = 5;
const weeksShown = 12;

/** The source with its state, its counts and the newest of what it brought. */
export function showSource(store: OpenStore, id: string, now: Date): Report {
  const source = store.sources.get(id);
  const newest = store.items.ofSource(id, itemsShown);
  return record(
    {
      value: { ...source, newest },
      fields: [
        { label: "id", value: id, tone: "id" },
        { label: "title", value: source.title, tone: "strong" },
        { label: "url", value: shownUrl(source.url), tone: "link" },
        { label: "site", value: source.site, tone: "link" },
        { label: "state", value: source.state },
        { label: "wrong", value: source.error?.message ?? null, tone: "warn" },
        { label: "how", value: source.filter },
        { label: "tags", value: source.tags.join(", ") },
        { label: "items", value: `${source.items}, ${source.unread} new` },
        { label: "12 weeks", value: source.items === 0 ? null : sparkline(store.items.weekly(id, weeksShown, now)) },
        { label: "fetched", value: agoText(source.lastFetched, now) },
      ],
      body: newest.map((item) => `${item.id}  ${nameOfItem(item)}`).join("\n"),
    },
    { ids: [id], words: source.error === null ? [] : [source.error.hint] },
  );
}
