// One digest as it was frozen, for pkm show.
import { PkmError } from "../../base/errors.ts";
import { text, type Report } from "../../ui/report.ts";
import type { Context } from "../context.ts";
import { digestText } from "./digest-text.ts";

/** Throws PkmError("not-found") also for one whose content was forgotten. */
export async function showDigest(context: Context, id: string): Promise<Report> {
  const { digests } = await context.store();
  const { digest } = digests.get(id);
  if (digest === null) {
    throw new PkmError("not-found", `what the digest ${id} showed was forgotten`, { hint: "pkm digest list" });
  }
  const form = { columns: context.person.columns, hasLinks: false };
  const ids = digest.sections.flatMap(({ items }) => items.map((item) => item.id));
  return text({ value: digest, text: await digestText(digest, form) }, { ids });
}
