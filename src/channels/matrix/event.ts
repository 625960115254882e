// A letter as Matrix messages: the exact content of each event.
import * as v from "valibot";
import { sha256 } from "../../base/hash.ts";
import { linkedText, withAddresses } from "../../formats/linked-text.ts";
import { markdownToHtml } from "../../formats/markdown-html.ts";
import { publicContent } from "../../formats/publish-content.ts";
import { publishDocument } from "../../formats/publish-text.ts";
import { threadOf } from "../../formats/thread.ts";
import type { ChannelAddress } from "../../people/community.ts";
import type { Letter, WirePart, WireProblem } from "../../share/channel.ts";
import { readJson } from "../answer.ts";
import { homeserverOf, roomNamed } from "./settings.ts";

/** An event has 65,536 bytes with all that the server puts around the content. */
const contentBytesMax = 60_000;

/** The frozen content of one message; `m.relates_to` comes to it from the receipt of the part before. */
export interface Content {
  msgtype: "m.text";
  body: string;
  format?: "org.matrix.custom.html";
  formatted_body?: string;
  /** Whom it tells: nobody (Matrix 1.7). */
  "m.mentions": Record<string, never>;
}

const contentShape: v.GenericSchema<unknown, Content> = v.object({
  msgtype: v.literal("m.text"),
  body: v.string(),
  format: v.exactOptional(v.literal("org.matrix.custom.html")),
  formatted_body: v.exactOptional(v.string()),
  "m.mentions": v.strictObject({}),
});

/** The content of a part; throws for bytes that are none, which are damaged then. */
export function contentOf({ bytes }: Pick<WirePart, "bytes">): Content {
  const content = readJson(bytes, contentShape);
  if (content === null) throw new Error("the frozen bytes are no message");
  return content;
}

/**
 * Pure: the parts of a letter. One message with its HTML where that fits, else with its text alone; what is too long
 * even so is one all the same, unless a thread was asked for.
 */
export function prepareEvents(letter: Letter, address: ChannelAddress): readonly WirePart[] {
  const content = publicContent(letter);
  const { warning, isThread } = letter.form;
  const head = warning === null ? "" : `CW: ${warning}\n\n`;
  const whole = withAddresses(linkedText(content));
  const text = { text: `${head}${whole.text}`, links: [] };
  const rich: Content = {
    ...plainContent(text.text),
    format: "org.matrix.custom.html",
    formatted_body: markdownToHtml(`${head}${publishDocument(content)}`),
  };
  const contents = isContent(rich)
    ? [rich]
    : isThread
      ? threadOf(text, (piece) => isContent(plainContent(piece))).map((piece) => plainContent(piece.text))
      : [plainContent(text.text)];
  return contents.map((each, index) => ({
    part: index + 1,
    wireId: transactionId(letter, address, index + 1),
    to: roomNamed(address),
    mediaType: "application/json",
    bytes: Buffer.from(JSON.stringify(each), "utf8"),
  }));
}

/** What is wrong with the messages. */
export function validateEvents(parts: readonly WirePart[]): readonly WireProblem[] {
  return parts
    .filter(({ bytes }) => bytes.byteLength > contentBytesMax)
    .map(({ part, bytes }) => {
      const message = `part ${part} has ${bytes.byteLength} bytes, and a message has at most ${contentBytesMax}: shorten the note, or make a thread of it with --thread`;
      return { code: "too-long", message, isFatal: true, flag: "--thread" };
    });
}

function plainContent(body: string): Content {
  return { msgtype: "m.text", body, "m.mentions": {} };
}

function isContent(content: Content): boolean {
  return Buffer.byteLength(JSON.stringify(content), "utf8") <= contentBytesMax;
}

/** The transaction's id, which a server knows again for the same device: other for every release, version and part. */
function transactionId(
  { shareId, releaseId, version, createdAt }: Letter,
  address: ChannelAddress,
  part: number,
): string {
  const hash = sha256([homeserverOf(address), roomNamed(address), createdAt].join("\n")).slice(0, 12);
  return `pkm-${shareId}-${releaseId}-v${version}-${part}-${hash}`;
}
