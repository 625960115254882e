// A letter as Bluesky posts: the exact record of each, with its links as facets and one card.
import * as v from "valibot";
import { linkedText, sliceLinked, type LinkedText } from "../../formats/linked-text.ts";
import { publicContent, type Content } from "../../formats/publish-content.ts";
import { graphemeCount, threadOf } from "../../formats/thread.ts";
import type { ChannelAddress } from "../../people/community.ts";
import type { Letter, WirePart, WireProblem } from "../../share/channel.ts";
import { readJson } from "../answer.ts";
import { textSetting } from "../settings.ts";
import { tooLong } from "../too-long.ts";
import { recordKey } from "./record-key.ts";
import { handleOf } from "./settings.ts";

const graphemesMax = 300;
const bytesMax = 3000;

/** A link over some bytes of the text's UTF-8. */
interface Facet {
  index: { byteStart: number; byteEnd: number };
  features: { $type: "app.bsky.richtext.facet#link"; uri: string }[];
}

interface Card {
  $type: "app.bsky.embed.external";
  external: { uri: string; title: string; description: string };
}

/** The frozen record of one post; `reply` comes to it from the receipt of the part before. */
export interface Post {
  $type: "app.bsky.feed.post";
  text: string;
  createdAt: string;
  langs?: string[];
  facets?: Facet[];
  embed?: Card;
}

const postShape: v.GenericSchema<unknown, Post> = v.object({
  $type: v.literal("app.bsky.feed.post"),
  text: v.string(),
  createdAt: v.string(),
  langs: v.exactOptional(v.array(v.string())),
  facets: v.exactOptional(
    v.array(
      v.object({
        index: v.object({ byteStart: v.number(), byteEnd: v.number() }),
        features: v.array(v.object({ $type: v.literal("app.bsky.richtext.facet#link"), uri: v.string() })),
      }),
    ),
  ),
  embed: v.exactOptional(
    v.object({
      $type: v.literal("app.bsky.embed.external"),
      external: v.object({ uri: v.string(), title: v.string(), description: v.string() }),
    }),
  ),
});

/** The post of a part; throws for bytes that are none, which are damaged then. */
export function postOf({ bytes }: Pick<WirePart, "bytes">): Post {
  const post = readJson(bytes, postShape);
  if (post === null) throw new Error("the frozen bytes are no post");
  return post;
}

/** Pure: the parts of a letter. What is too long for one post is one all the same, unless a thread was asked for. */
export function preparePosts(letter: Letter, address: ChannelAddress): readonly WirePart[] {
  const { warning, isThread } = letter.form;
  const content = publicContent(letter);
  const whole = warned(linkedText(content), warning);
  const pieces = isThread ? threadOf(whole, isPost) : [sliceLinked(whole, 0, whole.text.length)];
  const card = cardOf(content, whole);
  const carrier = pieces.findIndex(({ links }) => links.some(({ href }) => href === card?.external.uri));
  const language = letter.form.language ?? textSetting(address.settings, "language");
  return pieces.map((piece, index) => {
    const post: Post = {
      $type: "app.bsky.feed.post",
      text: piece.text,
      createdAt: new Date(Date.parse(letter.createdAt) + index).toISOString(),
      ...(language === null ? {} : { langs: [language] }),
      ...facetsOf(piece),
      ...(card !== null && index === carrier ? { embed: card } : {}),
    };
    return {
      part: index + 1,
      wireId: recordKey(letter, index + 1),
      to: `@${handleOf(address)}`,
      mediaType: "application/json",
      bytes: Buffer.from(JSON.stringify(post), "utf8"),
    };
  });
}

/** What is wrong with the posts. */
export function validatePosts(parts: readonly WirePart[]): readonly WireProblem[] {
  return parts.flatMap((part) => {
    const { text } = postOf(part);
    if (isPost(text)) return [];
    const pieces = threadOf({ text, links: [] }, isPost).length;
    return [tooLong({ part, length: graphemeCount(text), units: graphemesMax, pieces })];
  });
}

/** Both limits hold: what a reader counts, and bytes. */
function isPost(text: string): boolean {
  return Buffer.byteLength(text, "utf8") <= bytesMax && graphemeCount(text) <= graphemesMax;
}

/** There are no content warnings in words there: it stands above the text, which can be seen all the same. */
function warned({ text, links }: LinkedText, warning: string | null): LinkedText {
  if (warning === null) return { text, links };
  const head = `CW: ${warning}\n\n`;
  const moved = links.map(({ start, end, href }) => ({ start: start + head.length, end: end + head.length, href }));
  return { text: `${head}${text}`, links: moved };
}

function facetsOf({ text, links }: LinkedText): Pick<Post, "facets"> {
  let [counted, bytes] = [0, 0];
  const bytesTo = (end: number): number => {
    bytes += Buffer.byteLength(text.slice(counted, end), "utf8");
    counted = end;
    return bytes;
  };
  const facets = links
    .filter(({ href }) => isWeb(href))
    .map(({ start, end, href }): Facet => ({
      index: { byteStart: bytesTo(start), byteEnd: bytesTo(end) },
      features: [{ $type: "app.bsky.richtext.facet#link", uri: href }],
    }));
  return facets.length === 0 ? {} : { facets };
}

/** A card for the first source that is cited, else for the first link. */
function cardOf({ citations }: Content, { text, links }: LinkedText): Card | null {
  const cited = citations.find(({ url }) => url !== null);
  const link = links.find(({ href }) => isWeb(href));
  const uri = cited?.url ?? link?.href;
  if (uri === undefined) return null;
  const { host } = new URL(uri);
  const title = cited?.title ?? (link === undefined ? host : text.slice(link.start, link.end));
  const description = cited?.author === undefined || cited.author === null ? host : `${cited.author}, ${host}`;
  return { $type: "app.bsky.embed.external", external: { uri, title, description } };
}

function isWeb(href: string): boolean {
  return /^https?:\/\//i.test(href) && URL.canParse(href);
}
