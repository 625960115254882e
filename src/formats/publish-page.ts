// A published page: good to read, script-free, and readable again, so that index and feeds can be rebuilt from it.
import { DomUtils, parseDocument } from "htmlparser2";
import type { Instant } from "../base/clock.ts";
import { plainLine, plainText } from "../base/plain.ts";
import { markdownToHtml, sanitiseForPage } from "./markdown-html.ts";
import { pagePolicy } from "./page-policy.ts";
import { closingOf, type Content, dayOf } from "./publish-content.ts";
import { pageStyle } from "./publish-style.ts";
import { versionNote } from "./publish-text.ts";
import { block, element, type Element, serialized, type Tree, writeHtml } from "./publish-tree.ts";

/** What a page says of itself; all of it stands in the page. */
export interface PageFacts {
  shareId: string;
  releaseId: string;
  version: number;
  title: string;
  /** When this version was released. */
  createdAt: Instant;
  /** Who may read the folder it was made for: closed, members or world; null on a page that does not say. */
  exposure: string | null;
  /** The page's content as sanitised HTML: what is asked, the text, the sources. */
  html: string;
}

export interface Site {
  title: string;
  author: string;
}

/** The page of one release, with links to the folder's index and feeds. */
export function publishPage(
  content: Content,
  ids: { shareId: string; releaseId: string; exposure?: string },
  site: Site,
): string {
  const note = versionNote(content.version);
  const header = block(
    "header",
    {},
    element("h1", { dir: "auto" }, content.title),
    element(
      "p",
      { class: "when" },
      element("time", { datetime: content.createdAt }, dayOf(content.createdAt)),
      ...(note === "" ? [] : [` · ${note}`]),
    ),
  );
  const text = block(
    "div",
    { id: "content" },
    ...askTrees(content),
    { html: markdownToHtml(content.body) },
    ...sourceTrees(content),
  );
  return frame({
    title: content.title,
    site,
    facts: {
      "pkm:share": ids.shareId,
      "pkm:release": ids.releaseId,
      "pkm:version": String(content.version),
      "pkm:created": content.createdAt,
      ...(ids.exposure === undefined ? {} : { "pkm:exposure": ids.exposure }),
      // What is not for everybody is not for search engines, should the folder ever stand open.
      ...(ids.exposure === undefined || ids.exposure === "world" ? {} : { robots: "noindex" }),
    },
    main: block("article", { dir: "auto" }, header, text),
  });
}

interface Frame {
  title: string;
  site: Site;
  facts: Readonly<Record<string, string>>;
  main: Tree;
}

/** A whole document around `main`; `facts` stand as meta elements. Also the index is drawn with it. */
export function frame(page: Frame): string {
  const { title, site, facts, main } = page;
  const head = block(
    "head",
    {},
    element("meta", { charset: "utf-8" }),
    element("meta", { "http-equiv": "Content-Security-Policy", content: pagePolicy(pageStyle) }),
    element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    element("meta", { name: "color-scheme", content: "light dark" }),
    element("meta", { name: "generator", content: "pkm" }),
    ...Object.entries(facts).map(([name, content]) => element("meta", { name, content })),
    element("title", {}, title),
    feedLink("feed.xml", "application/atom+xml", site),
    feedLink("feed.json", "application/feed+json", site),
    element("style", {}, pageStyle),
  );
  const home = "pkm:index" in facts ? [] : [element("nav", {}, element("a", { href: "index.html" }, site.title))];
  const feeds = element(
    "footer",
    {},
    element("a", { href: "feed.xml" }, "Atom feed"),
    " · ",
    element("a", { href: "feed.json" }, "JSON Feed"),
  );
  return writeHtml(block("html", {}, head, block("body", {}, ...home, block("main", {}, main), feeds)));
}

/** What a page of ours says of itself, or null when `html` is not a page that publishPage wrote. */
export function readPage(html: string): PageFacts | null {
  const nodes = parseDocument(html).children;
  const named = (name: string): string | null => {
    const meta = DomUtils.findOne((node) => node.name === "meta" && node.attribs["name"] === name, nodes);
    return meta?.attribs["content"] ?? null;
  };
  const [shareId, releaseId, createdAt] = [named("pkm:share"), named("pkm:release"), named("pkm:created")];
  const version = Number(named("pkm:version"));
  const content = DomUtils.findOne((node) => node.attribs["id"] === "content", nodes);
  const title = DomUtils.findOne((node) => node.name === "title", nodes);
  if (named("generator") !== "pkm" || content === null || title === null) return null;
  if (shareId === null || releaseId === null || createdAt === null) return null;
  if (!Number.isSafeInteger(version) || version < 1 || Number.isNaN(Date.parse(createdAt))) return null;
  return {
    shareId,
    releaseId,
    version,
    title: plainLine(DomUtils.textContent(title)) || "Untitled",
    createdAt: new Date(createdAt).toISOString(),
    exposure: named("pkm:exposure"),
    html: sanitiseForPage(plainText(serialized(content.children))).trim(),
  };
}

/** Whether pkm wrote the page or index, so that it may be replaced. */
export function isOurs(html: string): boolean {
  return DomUtils.findOne(isGenerator, parseDocument(html).children) !== null;
}

function isGenerator({ name, attribs }: { name: string; attribs: Record<string, string> }): boolean {
  return name === "meta" && attribs["name"] === "generator" && attribs["content"] === "pkm";
}

function feedLink(href: string, type: string, site: Site): Element {
  return element("link", { rel: "alternate", type, title: site.title, href });
}

function askTrees({ ask, version, placeName, changes }: Content): Tree[] {
  if (ask === null) return [];
  const draft = element("p", {}, element("small", {}, `Version ${version} of a text in progress, for ${placeName}.`));
  const questions = block("ol", {}, ...ask.questions.map((line) => element("li", {}, line)));
  const until = ask.until === null ? [] : [element("p", {}, `Please answer by ${closingOf(ask.until)}.`)];
  const changed =
    changes === null
      ? []
      : [
          element("p", {}, `Changes since version ${changes.since}:`),
          block("ul", {}, ...changes.lines.map((line) => element("li", {}, line))),
        ];
  const asked = ask.questions.length === 0 ? [] : [element("p", {}, "What I ask you:"), questions];
  return [block("blockquote", {}, draft, ...asked, ...changed, ...until)];
}

function sourceTrees({ citations }: Content): Tree[] {
  if (citations.length === 0) return [];
  const lines = citations.map(({ title, url, author }) =>
    element(
      "li",
      {},
      url === null ? title : element("a", { href: url }, title),
      ...(author === null ? [] : [`, ${author}`]),
    ),
  );
  return [element("hr"), element("h2", {}, "Sources"), block("ul", {}, ...lines)];
}
