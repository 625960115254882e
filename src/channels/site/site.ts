// The site channel: a folder of pages with an index, an Atom feed and a JSON Feed, ready to be served as it is.
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { PkmError, reasonOf } from "../../base/errors.ts";
import { shellWord } from "../../base/shell-word.ts";
import { plainLine } from "../../base/plain.ts";
import { publicContent } from "../../formats/publish-content.ts";
import { entryId, type FeedSite, type ListedPage, pageUrl } from "../../formats/publish-feed.ts";
import { type PageFacts, publishPage, readPage } from "../../formats/publish-page.ts";
import type { ChannelAddress, ChannelSettings } from "../../people/community.ts";
import type {
  Channel,
  ChannelWorld,
  DeliveredPart,
  Letter,
  OutgoingPart,
  SendOutcome,
  SettingSpec,
  WirePart,
} from "../../share/channel.ts";
import { isFree, removeIn, writeIn } from "../folder.ts";
import { checkKnown, requiredText, textSetting } from "../settings.ts";
import { hasLogin, withoutUser } from "../web-address.ts";
import { indexFiles, pagesIn, rebuild, refuseForeign } from "./pages.ts";

const settings: readonly SettingSpec[] = [
  { name: "dir", kind: "text", isRequired: true },
  { name: "base-url", kind: "text", isRequired: false },
  { name: "title", kind: "text", isRequired: false },
  { name: "git", kind: "flag", isRequired: false },
  { name: "author", kind: "text", isRequired: false },
];

/**
 * Publishes into `--dir`. A page keeps its file name from the first version on, and a later version
 * takes its place. Index and feeds are made from the pages that stand in the folder, so a
 * publication that was cut short is completed by doing it again.
 */
export const site: Channel = {
  kind: "site",
  settings,
  capabilities: {
    retry: "idempotent",
    canEdit: true,
    canDelete: true,
    canReadReplies: false,
    exposures: ["closed", "members", "world"],
  },
  check: (given) => {
    checkKnown(given, settings);
    baseUrlOf(given);
  },
  audience: (address) => ({
    people: [],
    unknown: [`who reads the site ${textSetting(address.settings, "base-url") ?? dirOf(address)}`],
  }),
  prepare: (letter, address) => [
    {
      part: 1,
      wireId: `${letter.shareId}-${letter.releaseId}-v${letter.version}`,
      to: dirOf(address),
      mediaType: "text/html; charset=utf-8",
      bytes: Buffer.from(pageFor(letter, address), "utf8"),
    },
  ],
  validate: (parts) =>
    parts
      .filter((part) => factsOf(part) === null)
      .map(({ part }) => ({ code: "not-a-page", message: `part ${part} is not a page`, isFatal: true })),
  deliver: (part, address, world) => attempt(() => publish(part, address, world)),
  retract: (part, address, world) => attempt(() => withdraw(part, address, world)),
};

async function publish(part: OutgoingPart, address: ChannelAddress, world: ChannelWorld): Promise<SendOutcome> {
  const facts = factsOf(part);
  if (facts === null) return { kind: "rejected", message: "the part is not a page" };
  const dir = dirOf(address);
  await refuseForeign(dir);
  const pages = await pagesIn(dir);
  refuseMixed(pages, address);
  const before = pages.find(isOwn(part, facts));
  if (before !== undefined && isLater(before, facts)) {
    return { kind: "rejected", message: `version ${before.version} stands at ${before.file} already` };
  }
  const file = before?.file ?? (await freeFile(dir, facts));
  if (file === null) return { kind: "rejected", message: takenMessage(dir, facts) };
  const page = { ...facts, file, publishedAt: before?.publishedAt ?? facts.createdAt };
  const after: ListedPage[] = [...pages.filter(({ file }) => file !== page.file), page];
  await indexFiles(after, siteOf(address));
  await writeIn(dir, page.file, part.bytes);
  await rebuild(dir, siteOf(address));
  return committed(receipt(page.file, address, world), address, { file: page.file, message: `Publish ${page.title}` });
}

async function withdraw(part: DeliveredPart, address: ChannelAddress, world: ChannelWorld): Promise<SendOutcome> {
  const facts = factsOf(part);
  if (facts === null) return { kind: "rejected", message: "the part is not a page" };
  const dir = dirOf(address);
  await refuseForeign(dir);
  const pages = await pagesIn(dir);
  const standing = pages.find(isOwn(part, facts));
  if (standing !== undefined) await removeIn(dir, standing.file);
  if (pages.length > 0) await rebuild(dir, siteOf(address));
  const file = standing?.file ?? filesFor(facts)[0];
  const gone = receipt(file, address, world);
  if (address.settings["git"] === true)
    gone.receipt.remark = "what was committed of it stays in the repository's history";
  return committed(gone, address, { file, message: `Withdraw ${facts.title}` });
}

function pageFor(letter: Letter, address: ChannelAddress): string {
  const { shareId, releaseId } = letter;
  return publishPage(publicContent(letter), { shareId, releaseId, exposure: address.exposure }, siteOf(address));
}

/**
 * Whether a page is of the part's share. Share ids are short, and two homes that write into one folder may give out the
 * same: one that names a release which is not known here was written by another home.
 */
function isOwn({ kin }: OutgoingPart | DeliveredPart, { shareId, releaseId }: PageFacts): (page: PageFacts) => boolean {
  return (page) => page.shareId === shareId && (kin ?? [releaseId]).includes(page.releaseId);
}

/** The first name for the page that nothing stands under; null when there is none. */
async function freeFile(dir: string, facts: PageFacts): Promise<string | null> {
  for (const name of filesFor(facts)) if (await isFree(dir, name)) return name;
  return null;
}

function takenMessage(dir: string, facts: PageFacts): string {
  const file = join(dir, filesFor(facts)[0]);
  return `${file} was not written from here and is left as it is: mv ${shellWord(file)} ${shellWord(`${file}.old`)}`;
}

/** One folder is for one circle of readers: index and feeds tell of every page in it. */
function refuseMixed(pages: readonly PageFacts[], { exposure, settings: given }: ChannelAddress): void {
  const other = pages.find((page) => page.exposure !== null && page.exposure !== exposure);
  if (other === undefined) return;
  const told = `the folder holds "${other.title}", which is read by ${other.exposure}`;
  throw new PkmError(
    "failed",
    `${told}: what ${exposure} read needs a folder of its own, not ${requiredText(given, "dir")}`,
  );
}

/** With --git, the page with index and feeds is committed; where that fails, the page stands and the receipt says so. */
async function committed(
  outcome: Extract<SendOutcome, { kind: "sent" }>,
  { settings: given }: ChannelAddress,
  { file, message }: { file: string; message: string },
): Promise<SendOutcome> {
  if (given["git"] !== true) return outcome;
  const { commitFiles } = await import("./commit.ts");
  const files = [file, "index.html", "feed.xml", "feed.json"];
  const remark = await commitFiles(requiredText(given, "dir"), files, message);
  if (remark === null) return outcome;
  const { receipt: standing } = outcome;
  return { ...outcome, receipt: { ...standing, remark: [standing.remark, remark].filter(Boolean).join("; ") } };
}

/** A wrong answer from the folder loses nothing: whatever stands there is made whole the next time. */
async function attempt(act: () => Promise<SendOutcome>): Promise<SendOutcome> {
  try {
    return await act();
  } catch (error) {
    const message = plainLine(reasonOf(error));
    if (error instanceof PkmError) return { kind: "rejected", message };
    return { kind: "later", message, retryAt: null };
  }
}

function receipt(file: string, address: ChannelAddress, world: ChannelWorld): Extract<SendOutcome, { kind: "sent" }> {
  const { baseUrl } = siteOf(address);
  const url = baseUrl === null ? pathToFileURL(resolve(dirOf(address), file)).href : pageUrl(file, siteOf(address));
  return {
    kind: "sent",
    receipt: { url, uri: entryId(file), exposure: null, isConfirmed: true, at: world.now().toISOString() },
  };
}

function isLater(standing: PageFacts, coming: PageFacts): boolean {
  if (standing.version !== coming.version) return standing.version > coming.version;
  return standing.createdAt > coming.createdAt;
}

/**
 * Words of the title in plain letters, then the share id, which keeps two of one title apart; and with the release's id
 * too, where another home had the first name already.
 */
function filesFor({ title, shareId, releaseId }: PageFacts): readonly [string, string] {
  const words = title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
  const nameOf = (...parts: readonly string[]): string =>
    `${[words, ...parts.map((part) => part.toLowerCase().replace(/[^a-z0-9]/g, ""))].filter(Boolean).join("-")}.html`;
  return [nameOf(shareId), nameOf(shareId, releaseId)];
}

function factsOf({ bytes }: WirePart): PageFacts | null {
  return readPage(Buffer.from(bytes).toString("utf8"));
}

function dirOf(address: ChannelAddress): string {
  return requiredText(address.settings, "dir");
}

function siteOf(address: ChannelAddress): FeedSite {
  const title = plainLine(textSetting(address.settings, "title") ?? "") || basename(resolve(dirOf(address))) || "pkm";
  const author = plainLine(textSetting(address.settings, "author") ?? "") || title;
  return { title, author, baseUrl: baseUrlOf(address.settings) };
}

function baseUrlOf(given: ChannelSettings): string | null {
  const text = textSetting(given, "base-url");
  if (text === null) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !["http:", "https:"].includes(url.protocol) || url.search + url.hash !== "" || hasLogin(url)) {
    throw new PkmError("usage", `--base-url is not the web address of a folder: ${plainLine(withoutUser(text))}`);
  }
  return url.href.endsWith("/") ? url.href : `${url.href}/`;
}
