// A release as Markdown text: the body of a mail, the content of a file, and what a preview shows.
import { closingOf, type Content } from "./publish-content.ts";

/**
 * The text below a letter's title: what is asked (for a round), the text, and its sources.
 * Lines end in a line feed; nothing is wrapped.
 */
export function publishText(content: Content): string {
  const parts = [...askLines(content), content.body, ...sourceLines(content)];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** As publishText, below the title as a heading: a Markdown document of its own. */
export function publishDocument(content: Content): string {
  return `# ${content.title}\n\n${publishText(content)}`;
}

/** "version 2" from the second version on, and "" for the first, which needs no number. */
export function versionNote(version: number): string {
  return version > 1 ? `version ${version}` : "";
}

function askLines({ ask, version, placeName, changes }: Content): string[] {
  if (ask === null) return version > 1 ? [`*Version ${version}.*`] : [];
  const lines = [`*Version ${version} of a text in progress, for ${placeName}.*`];
  if (ask.questions.length > 0) {
    lines.push("What I ask you:", ask.questions.map((line, index) => `${index + 1}. ${line}`).join("\n"));
  }
  if (changes !== null) {
    lines.push(`Changes since version ${changes.since}:`, changes.lines.map((line) => `- ${line}`).join("\n"));
  }
  if (ask.until !== null) lines.push(`Please answer by ${closingOf(ask.until)}.`);
  return [...lines, "---"];
}

function sourceLines({ citations }: Content): string[] {
  if (citations.length === 0) return [];
  const lines = citations.map(({ title, url, author }) => {
    const named = author === null ? title : `${title}, ${author}`;
    return url === null || url === title ? `- ${named}` : `- ${named}\n  <${url}>`;
  });
  return ["---", "Sources:", lines.join("\n")];
}
