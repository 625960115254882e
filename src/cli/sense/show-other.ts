// How sources, shares, people and communities are shown by `pkm show`; their own commands say more.
import { nameOfItem } from "../../seek/item.ts";
import { shownUrl } from "../../seek/source.ts";
import type { Store } from "../../store/store.ts";
import { record, type Report } from "../../ui/report.ts";
import { agoText, localText } from "../../ui/time.ts";

const itemsShown = 5;

export function showSource(store: Store, id: string, now: Date): Report {
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
        { label: "fetched", value: agoText(source.lastFetched, now) },
      ],
      body: newest.map((item) => `${item.id}  ${nameOfItem(item)}`).join("\n"),
    },
    { ids: [id], words: source.error === null ? [] : [source.error.hint] },
  );
}

export function showPerson(store: Store, id: string): Report {
  const person = store.people.get(id);
  return record(
    {
      value: { ...person, kind: "person" },
      fields: [
        { label: "id", value: id, tone: "id" },
        { label: "name", value: person.name, tone: "strong" },
        { label: "handles", value: person.handles.join(", ") },
        { label: "sources", value: person.sources.join(", ") },
        { label: "step", value: `${person.step} since ${localText(person.since)}` },
      ],
      body: person.evidence
        .map(({ at, what, ref }) => `${localText(at)}  ${what}${ref === null ? "" : ` ${ref}`}`)
        .join("\n"),
    },
    { ids: [id] },
  );
}

export function showCommunity(store: Store, id: string): Report {
  const community = store.communities.get(id);
  return record(
    {
      value: community,
      fields: [
        { label: "id", value: id, tone: "id" },
        { label: "name", value: community.name, tone: "strong" },
        { label: "kind", value: community.kind },
        { label: "domain", value: community.domain },
        { label: "members", value: community.members.map(({ name }) => name).join(", ") },
        {
          label: "channels",
          value: community.channels.map(({ kind, exposure }) => `${kind} (${exposure})`).join(", "),
        },
      ],
    },
    { ids: [id], words: [`more: pkm community show ${id}`] },
  );
}

export function showShare(store: Store, id: string): Report {
  const { share, versions, releases, feedback } = store.shares.facts(id);
  return record(
    {
      value: { kind: "share", ...share, versions, releases, feedback },
      fields: [
        { label: "id", value: id, tone: "id" },
        { label: "note", value: share.note },
        { label: "versions", value: String(versions.length) },
        { label: "taken to", value: String(releases.length) },
        { label: "feedback", value: String(feedback.length) },
      ],
      body: versions.at(-1)?.body ?? null,
    },
    { ids: [id], words: [`the whole chain: pkm trace ${id}`] },
  );
}
