// A digest in the form that was asked for.
import type { Digest } from "../../seek/digest.ts";
import type { Context } from "../context.ts";
import { digestText } from "./digest-text.ts";

export const digestForms = ["text", "markdown", "html", "json", "atom"] as const;
export type DigestForm = (typeof digestForms)[number];

/** What is printed; a document goes through a pipe as it is. */
export async function printDigest(
  context: Context,
  digest: Digest,
  form: DigestForm,
): Promise<{ text: string; isExact: boolean }> {
  if (form === "text") {
    return { text: await digestText(digest, { columns: context.person.columns, hasLinks: false }), isExact: false };
  }
  return { text: await digestDocument(context, digest, form), isExact: true };
}

/** A whole document that ends in a line feed. */
export async function digestDocument(context: Context, digest: Digest, form: DigestForm): Promise<string> {
  if (form === "text") return `${await digestText(digest, { columns: null, hasLinks: true })}\n`;
  if (form === "json") return `${JSON.stringify(digest, null, 2)}\n`;
  const forms = await context.digestForms();
  if (form === "markdown") return forms.markdown(digest);
  return form === "html" ? forms.page(digest) : forms.feed(digest);
}
