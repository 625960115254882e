// A letter as Mastodon posts: the exact JSON of each, within the server's limit, and telling nobody it should not.
import * as v from "valibot";
import { sha256 } from "../../base/hash.ts";
import { linkedText, rewritten, withAddresses, type LinkedText } from "../../formats/linked-text.ts";
import { publicContent, type Content } from "../../formats/publish-content.ts";
import { graphemeCount, threadOf } from "../../formats/thread.ts";
import type { ChannelAddress } from "../../people/community.ts";
import type { Letter, WirePart, WireProblem } from "../../share/channel.ts";
import { readJson } from "../answer.ts";
import { textSetting } from "../settings.ts";
import { tooLong } from "../too-long.ts";
import { accountsOf, instanceOf, placeOf, unitsOf, visibilities, visibilityOf, type Visibility } from "./settings.ts";

/** The frozen body of one post; in_reply_to_id comes to it from the receipt of the part before. */
export interface Post {
  status: string;
  visibility: Visibility;
  language?: string;
  /** The content warning. */
  spoiler_text?: string;
  sensitive?: boolean;
}

const postShape = v.object({
  status: v.string(),
  visibility: v.picklist(visibilities),
  language: v.exactOptional(v.string()),
  spoiler_text: v.exactOptional(v.string()),
  sensitive: v.exactOptional(v.boolean()),
});

/** Fewer characters for the text itself make no thread. */
const roomMin = 40;

/** The post of a part; throws for bytes that are none, which are damaged then. */
export function postOf({ bytes }: Pick<WirePart, "bytes">): Post {
  const post = readJson(bytes, postShape);
  if (post === null) throw new Error("the frozen bytes are no post");
  return post;
}

/** Pure: the parts of a letter. What is too long for one post is one all the same, unless a thread was asked for. */
export function preparePosts(letter: Letter, address: ChannelAddress): readonly WirePart[] {
  const { warning, isThread } = letter.form;
  const language = letter.form.language ?? textSetting(address.settings, "language");
  const visibility = visibilityOf(address);
  const accounts = accountsOf(address);
  const opening = accounts.length === 0 ? "" : `${accounts.join(" ")} `;
  const said = withAddresses(linkedText(quiet(publicContent(letter))));
  // Only now is there what the server reads: mark-up may have stood around an @.
  const whole = isOpen(visibility) ? said : rewritten(said, account, hushed);
  const pieces = isThread ? thread(whole, { opening, warning, units: unitsOf(address.settings) }) : [whole.text];
  return pieces.map((text, index) => {
    const post: Post = {
      status: `${opening}${text}`,
      visibility,
      ...(language === null ? {} : { language }),
      ...(warning === null ? {} : { spoiler_text: warning, sensitive: true }),
    };
    return {
      part: index + 1,
      wireId: wireIdOf(letter, address, index + 1),
      to: placeOf(address),
      mediaType: "application/json",
      bytes: Buffer.from(JSON.stringify(post), "utf8"),
    };
  });
}

interface Frame {
  opening: string;
  warning: string | null;
  units: number;
}

function thread(whole: LinkedText, { opening, warning, units }: Frame): readonly string[] {
  const left = units - unitsIn(opening) - unitsIn(warning ?? "");
  // A thread of a few letters each helps nobody: the post is too long, and is said to be.
  if (left < roomMin) return [whole.text];
  return threadOf(whole, (text) => unitsIn(text) <= left).map(({ text }) => text);
}

/** What is wrong with the posts, and whom they would tell. */
export function validatePosts(parts: readonly WirePart[], address: ChannelAddress): readonly WireProblem[] {
  const units = unitsOf(address.settings);
  return parts.flatMap((part) => {
    const post = postOf(part);
    const length = unitsIn(post.status) + unitsIn(post.spoiler_text ?? "");
    const problems: WireProblem[] = [];
    if (length > units) problems.push(tooLong({ part, length, units, pieces: piecesOf(post, address) }));
    const told = mentionsIn(post.status).filter((name) => !accountsOf(address).includes(name));
    if (told.length > 0) {
      const message = `part ${part.part} tells ${told.join(", ")}`;
      problems.push({ code: "mention", message, isFatal: !isOpen(post.visibility) });
    }
    const broken = mentionsIn(post.status.replaceAll(`@${unspoken}`, "@")).length - mentionsIn(post.status).length;
    if (broken > 0) {
      const message = `part ${part.part} has ${broken} names with an @ that tell nobody: an invisible space stands behind it`;
      problems.push({ code: "mention-broken", message, isFatal: false });
    }
    return problems;
  });
}

function piecesOf(post: Post, address: ChannelAddress): number {
  const opening = accountsOf(address)
    .map((account) => `${account} `)
    .join("");
  const frame = { opening, warning: post.spoiler_text ?? null, units: unitsOf(address.settings) };
  return thread({ text: post.status.slice(opening.length), links: [] }, frame).length;
}

/** Characters as the server counts them: graphemes; an address of the web 23, of another server's account its name. */
export function unitsIn(text: string): number {
  return graphemeCount(text.replace(webAddress, "x".repeat(23)).replace(account, "$1"));
}

const webAddress = /https?:\/\/(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?::\d+)?(?:[/?#][^\s<>()"]*[^\s<>()".,;:!?'])?/gu;
/** As Mastodon finds accounts in a text. */
const account = /(?<![=/\p{L}\p{M}\p{Nd}\p{Pc}])(@[\w.-]*\w)(?:@[\p{L}\p{N}.-]+[\p{L}\p{N}])?/gu;

/** Accounts that a post of this text tells. */
function mentionsIn(text: string): readonly string[] {
  return [...text.matchAll(account)].map(([whole]) => whole);
}

/** An invisible space: a name behind it is text. */
const unspoken = "\u200b";

/** Whether a post may tell whom it names, for everybody can read it. */
function isOpen(visibility: Visibility): boolean {
  return visibility === "public" || visibility === "unlisted";
}

/**
 * Titles are others' words, and tell nobody in any post. The author's own may, but in a post that few may read, which
 * would be read by whomever it names.
 */
function quiet(content: Content): Content {
  const hush = (text: string): string => text.replace(account, hushed);
  return {
    ...content,
    title: hush(content.title),
    placeName: hush(content.placeName),
    citations: content.citations.map(({ title, url, author }) => ({
      title: hush(title),
      url,
      author: author === null ? null : hush(author),
    })),
  };
}

function hushed(name: string): string {
  return name.replaceAll("@", `@${unspoken}`);
}

/** Our own id for a part, sent as its Idempotency-Key: other for every instance, share, release, version and part. */
function wireIdOf({ shareId, releaseId, version, createdAt }: Letter, address: ChannelAddress, part: number): string {
  const hash = sha256([instanceOf(address), createdAt].join("\n")).slice(0, 12);
  return `pkm-${shareId}-${releaseId}-v${version}-${part}-${hash}`;
}
