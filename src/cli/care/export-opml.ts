// The sources as OPML, for any feed reader.
import { originOf } from "../../seek/source.ts";
import { counted, type ExportForm } from "./export-form.ts";

export const opmlForm: ExportForm = {
  kind: "opml",
  about:
    "every source that is a feed on the web, under its first tag, with its title and all its tags. Programs and saved " +
    "pages are left out, and so are secrets.",
  async hand(context, write) {
    const { sources } = await context.store();
    const { writeOpml } = await context.readers();
    const all = sources.list();
    const listed = all.filter(({ url }) => originOf(url) === "web");
    const leftOut = all.length - listed.length;
    return write({
      value: { sources: listed.length, leftOut },
      what: counted(listed.length, "source"),
      parts: [await writeOpml(listed)],
      words: leftOut === 0 ? [] : [`${leftOut} left out, which are no feeds on the web: pkm seek list`],
    });
  },
};
