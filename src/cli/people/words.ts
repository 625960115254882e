// How people and places read on a screen.
import { addressText, communityView } from "../../people/view.ts";
import { localText } from "../../ui/time.ts";
import type { Community } from "../../people/community.ts";
import { record, table, type Report, type ReportExtras } from "../../ui/report.ts";

/** Rows of communities or networks. */
export function placesTable(places: readonly Community[], empty: string): Report {
  return table(
    {
      rows: places.map(communityView),
      columns: [
        { title: "id", value: ({ id }) => id, tone: "id" },
        { title: "kind", value: ({ kind, left }) => (left === null ? kind : `${kind}, left`) },
        { title: "name", value: ({ name }) => name, isFlexible: true },
        {
          title: "members",
          value: ({ members }) => members.filter(({ degree }) => degree !== "left").length,
          align: "right",
        },
        {
          title: "channels",
          value: ({ channels }) => channels.map(({ kind, exposure }) => `${kind} (${exposure})`).join(", "),
        },
      ],
      empty,
    },
    { ids: places.map(({ id }) => id) },
  );
}

/** One community or network as a record. */
export function placeReport(place: Community, extras: ReportExtras = {}): Report {
  const view = communityView(place);
  const { perWeek, quiet } = place.rhythm;
  const people = place.members.map(({ name, degree }) => (degree === "active" ? name : `${name} (${degree})`));
  const channels = place.channels.map(
    ({ id, kind, exposure, settings, agreed }) =>
      `${id} ${kind} (${exposure}${agreed === null ? "" : `, on your word of ${localText(agreed)}`}) ${addressText(settings)}`,
  );
  return record(
    {
      value: view,
      fields: [
        { label: view.kind, value: `${view.id} ${view.name}`, tone: "strong" },
        { label: "left", value: view.left === null ? null : localText(view.left) },
        { label: "domain", value: view.domain },
        { label: "goals", value: view.goals.length === 0 ? null : view.goals.join("; ") },
        { label: "attribution", value: view.attribution },
        { label: "norms", value: view.norms.length === 0 ? null : view.norms.join("; ") },
        { label: "rhythm", value: perWeek === null ? null : `at most ${perWeek} a week` },
        { label: "quiet", value: quiet },
        { label: "bounded", value: place.isBounded ? "what is shared there stays there" : null },
        { label: "members", value: people.length === 0 ? null : people.join(", ") },
        { label: "channels", value: channels.length === 0 ? null : channels.join("; ") },
      ],
    },
    { ids: [view.id], ...extras },
  );
}
