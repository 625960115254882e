// A digest as Markdown.
import { localDay } from "../base/clock.ts";
import { plainLine } from "../base/plain.ts";
import type { Digest, DigestEntry, DigestSection } from "../seek/digest.ts";
import { reasonsOf, summaryOf } from "../seek/digest-words.ts";
import { dayOf } from "./publish-content.ts";
import { webAddress } from "../sense/outward.ts";

/** A document that ends in a line feed. */
export function digestMarkdown(digest: Digest): string {
  const title = `# Digest, ${dayOf(localDay(digest.date))}`;
  return `${[title, `${capital(summaryOf(digest))}.`, ...digest.sections.map(sectionMarkdown)].join("\n\n")}\n`;
}

function sectionMarkdown({ name, items, more }: DigestSection): string {
  const rest = more === 0 ? [] : [`- and ${more} more`];
  return [`## ${capital(name)}\n`, ...items.map(entryMarkdown), ...rest].join("\n");
}

function entryMarkdown(entry: DigestEntry): string {
  const url = webAddress(entry.url);
  const title = escaped(entry.title) || entry.id;
  const reasons = reasonsOf(entry);
  return [
    url === null ? `- **${title}** \`${entry.id}\`` : `- [${title}](<${url}>) \`${entry.id}\``,
    ...(entry.excerpt === null ? [] : [`  ${escaped(entry.excerpt)}`]),
    ...(reasons === "" ? [] : [`  *${escaped(reasons)}*`]),
    ...(entry.next === null ? [] : [`  ${code(entry.next)}`]),
  ].join("  \n");
}

/** A backtick inside is enclosed by two (CommonMark 6.1). */
function code(command: string): string {
  const line = plainLine(command).toWellFormed();
  return line.includes("`") ? `\`\` ${line} \`\`` : `\`${line}\``;
}

/** Words of others are no Markdown of ours (CommonMark 2.4). */
function escaped(text: string): string {
  return plainLine(text)
    .toWellFormed()
    .replace(/[\\`*_{}[\]<>#|~!&]/g, "\\$&");
}

function capital(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}
