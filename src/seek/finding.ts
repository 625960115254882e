// Where the feed of a page may stand, told from its address alone: rules for well-known sites, then the usual places.

/** What a site's rule says of an address. */
export interface SiteFeeds {
  /** Addresses of feeds, the best first. */
  urls: readonly string[];
  /** Whether a feed without entries gives way to the next: a project that makes no releases has commits. */
  wantsEntries: boolean;
}

/** A place on a site: its path in parts, without empty ones, each as it stands in the address. */
interface Place {
  url: URL;
  parts: readonly string[];
}

/** Addresses of feeds; null where the rule knows none for the place. */
type Rule = (place: Place) => readonly string[] | null;

/**
 * The feeds of a page on a site whose addresses tell them, so that the page need not be asked; null for all other
 * pages. Nothing is promised: the feed may not be there.
 */
export function siteFeeds(page: string): SiteFeeds | null {
  const url = URL.parse(page);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:") || isFeedShaped(url)) return null;
  const place = { url, parts: url.pathname.split("/").filter((part) => part !== "") };
  const host = url.hostname.toLowerCase().replace(/^(?:www|m|mobile|old|new|np)\./, "");
  for (const [pattern, rule] of sites) {
    const urls = pattern.test(host) ? rule(place) : null;
    if (urls !== null) return { urls, wantsEntries: urls.length > 1 };
  }
  return null;
}

/** The address of a feed already, as far as its form tells. */
function isFeedShaped({ pathname, search }: URL): boolean {
  return (
    /\.(?:atom|rss|xml|rdf|json)$|(?<!^\/r|\/tagged|\/tag)\/(?:feed|rss|\.rss|feeds)\/?$|^\/feeds?\//i.test(pathname) ||
    /[?&](?:format|feed|type)=(?:atom|rss)/i.test(search)
  );
}

const videoFeed = "https://www.youtube.com/feeds/videos.xml";

function youtube({ url, parts: [kind = "", name = ""] }: Place): readonly string[] | null {
  const list = url.searchParams.get("list") ?? "";
  if (kind === "channel" && /^UC[\w-]{22}$/.test(name)) return [`${videoFeed}?channel_id=${name}`];
  if (kind === "playlist" && isList(list)) return [`${videoFeed}?playlist_id=${list}`];
  return kind === "user" && name !== "" ? [`${videoFeed}?user=${name}`] : null;
}

/** Mixes (RD) and what is to be watched later are made for one person and have no feed. */
function isList(list: string): boolean {
  return /^(?:PL|UU|FL|OL|EC)[\w-]{8,64}$/.test(list);
}

const ownPagesOfGithub: ReadonlySet<string> = new Set(
  `about apps blog collections contact customer-stories enterprise events explore features issues join login marketplace
  new notifications orgs organizations pricing pulls readme search security settings site sponsors stars topics trending
  users watching`.split(/\s+/),
);

function github({ url, parts }: Place): readonly string[] | null {
  const [owner = "", repo = "", kind = "", ...rest] = parts;
  if (owner === "" || ownPagesOfGithub.has(owner.toLowerCase())) return null;
  if (repo === "") return [`${url.origin}/${owner}.atom`];
  const base = `${url.origin}/${owner}/${repo.replace(/\.git$/, "")}`;
  if (kind === "releases" || kind === "tags" || kind === "wiki" || kind === "discussions")
    return [`${base}/${kind}.atom`];
  if (kind === "commits" || kind === "tree" || kind === "blob") {
    return [rest.length === 0 ? `${base}/commits.atom` : `${base}/commits/${rest.join("/")}.atom`];
  }
  return [`${base}/releases.atom`, `${base}/tags.atom`, `${base}/commits.atom`];
}

function gitlab({ url, parts }: Place): readonly string[] | null {
  const cut = parts.indexOf("-");
  const project = (cut === -1 ? parts : parts.slice(0, cut)).join("/");
  const [kind = "", ...rest] = cut === -1 ? [] : parts.slice(cut + 1);
  if (project === "" || /^(?:explore|users|help|dashboard)(?:\/|$)/.test(project)) return null;
  const base = `${url.origin}/${project}`;
  if (kind === "releases") return [`${base}/-/releases.atom`];
  if (kind === "tags") return [`${base}/-/tags?format=atom`];
  if (kind === "commits" || kind === "tree" || kind === "blob")
    return [`${base}/-/commits/${rest.join("/")}?format=atom`];
  return [`${base}/-/releases.atom`, `${base}/-/tags?format=atom`, `${base}.atom`];
}

/** Forgejo and Gitea. */
function forge({ url, parts: [owner = "", repo = "", kind = ""] }: Place): readonly string[] | null {
  if (owner === "" || /^(?:explore|user|org)$/.test(owner)) return null;
  if (repo === "") return [`${url.origin}/${owner}.rss`];
  const base = `${url.origin}/${owner}/${repo}`;
  return kind === "releases" || kind === "tags" ? [`${base}/${kind}.rss`] : [`${base}/releases.rss`, `${base}.rss`];
}

function reddit({ parts }: Place): readonly string[] | null {
  const [kind = "", name = ""] = parts;
  if (name === "" || !/^(?:r|u|user)$/i.test(kind)) return null;
  const path = [kind.toLowerCase() === "r" ? "r" : "user", ...parts.slice(1)].join("/");
  return [`https://www.reddit.com/${path}/.rss`];
}

function medium({ url, parts: [name = "", tag = ""] }: Place): readonly string[] | null {
  if (name === "tag") return tag === "" ? null : [`${url.origin}/feed/tag/${tag}`];
  return name === "" || /^(?:p|m|me|search|about)$/.test(name) ? null : [`${url.origin}/feed/${name}`];
}

function stackExchange({ url, parts: [kind = "", name = "", tag = ""] }: Place): readonly string[] | null {
  if (kind === "questions" && name === "tagged" && tag !== "") return [`${url.origin}/feeds/tag/${tag}`];
  if (kind === "questions" && /^\d+$/.test(name)) return [`${url.origin}/feeds/question/${name}`];
  if (kind === "users" && /^\d+$/.test(name)) return [`${url.origin}/feeds/user/${name}`];
  return kind === "" || kind === "questions" ? [`${url.origin}/feeds`] : null;
}

/** A site whose every part has one feed at a fixed place. */
function at(path: string): Rule {
  return ({ url }) => [url.origin + path];
}

/** A person's or publication's page, whose first part names it. */
function named(make: (origin: string, name: string) => string): Rule {
  return ({ url, parts: [name = ""] }) => (name === "" ? null : [make(url.origin, name)]);
}

/** Host without www. and its kin, and the rule for its pages. */
const sites: readonly (readonly [RegExp, Rule])[] = [
  [/^(?:youtube|youtube-nocookie)\.com$/, youtube],
  [/^gist\.github\.com$/, named((origin, name) => `${origin}/${name}.atom`)],
  [/^github\.com$/, github],
  [/^gitlab\.[a-z.]+$|^gitlab\./, gitlab],
  [/^(?:codeberg\.org|gitea\.com)$/, forge],
  [/^reddit\.com$/, reddit],
  [
    /^bsky\.app$/,
    ({ parts: [kind = "", name = ""] }) =>
      kind === "profile" && name !== "" ? [`https://bsky.app/profile/${name}/rss`] : null,
  ],
  [/^medium\.com$/, medium],
  [/^[a-z0-9-]+\.medium\.com$/, at("/feed")],
  [
    /^open\.substack\.com$/,
    ({ parts: [kind = "", name = ""] }) =>
      kind === "pub" && name !== "" ? [`https://${name}.substack.com/feed`] : null,
  ],
  [/^(?!open\.)[a-z0-9-]+\.substack\.com$/, at("/feed")],
  [/^[a-z0-9-]+\.wordpress\.com$/, at("/feed/")],
  [/^[a-z0-9-]+\.blogspot\.[a-z.]+$/, at("/feeds/posts/default")],
  [/^[a-z0-9-]+\.tumblr\.com$/, at("/rss")],
  [/^[a-z0-9-]+\.livejournal\.com$/, at("/data/rss")],
  [/^[a-z0-9-]+\.ghost\.io$/, at("/rss/")],
  [/^[a-z0-9-]+\.bearblog\.dev$/, at("/feed/")],
  [/^buttondown\.(?:com|email)$/, named((_, name) => `https://buttondown.com/${name}/rss`)],
  [/^dev\.to$/, named((origin, name) => `${origin}/feed/${name}`)],
  [/^vimeo\.com$/, named((origin, name) => `${origin}/${name}/videos/rss`)],
  [
    /^(?:stackoverflow|serverfault|superuser|askubuntu|stackapps)\.com$|^(?:[a-z0-9-]+\.)+stackexchange\.com$|^mathoverflow\.net$/,
    stackExchange,
  ],
];

/** Requests that looking for the feed of a page which names none may cost. */
export const guessesMax = 8;

/** Parts of a site that have a feed of their own more often than not. */
const section =
  /^\/(?:blog|news|posts|articles|podcasts?|journal|weblog|notes|stories|writing|updates|changelog|press|magazine|log|[a-z]{2})(?:\/|$)/i;

/**
 * Places on the page's own host where its feed may stand, at most 8, the likeliest first: where programs that make
 * pages of this form put it, then where feeds commonly are. Each is a request, so whoever asks stops at the first feed.
 */
export function usualPlaces(page: string): readonly string[] {
  const url = URL.parse(page);
  if (url === null) return [];
  const part = section.exec(url.pathname)?.[0].replace(/\/$/, "") ?? null;
  const below = part === null ? [] : [`${part}/feed`, `${part}/index.xml`, `${part}/rss.xml`, `${part}/atom.xml`];
  const above = ["/feed", "/rss", "/feed.xml", "/atom.xml", "/index.xml", "/rss.xml", "/feed.json", "/?feed=rss2"];
  const paths = new Set([...byForm(url), ...below, ...above]);
  return [...paths].slice(0, guessesMax).map((path) => url.origin + path);
}

/** Mastodon and its kin, Discourse, Lemmy, WriteFreely: any host may run them. */
function byForm({ pathname }: URL): readonly string[] {
  const path = pathname.replace(/\/$/, "");
  const profile = /^\/(?:@|users\/)[\w.-]+(?:@[\w.-]+)?(?=\/|$)/.exec(path)?.[0];
  if (profile !== undefined) return [`${profile}.rss`, `${profile}.atom`, `${profile}/feed`];
  if (/^\/t\/[^/]+\/\d+/.test(path)) return [`${/^\/t\/[^/]+\/\d+/.exec(path)?.[0]}.rss`];
  if (/^\/(?:c|tag|latest|top|categories)(?:\/|$)/.test(path) && path !== "/c")
    return [`${path}.rss`, `/feeds${path}.xml`];
  return [];
}
