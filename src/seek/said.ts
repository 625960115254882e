// The words of a text that count: what is left when counters, relative times, share buttons and the like are taken off.

/**
 * White space, and what stands between words without saying anything; the single spaces, which nearly all are, are
 * passed by. Texts in ASCII have a pattern of their own, which takes half the time.
 */
const betweenWords = / [^\p{L}\p{N}\p{M}\p{S}%&@#+]+|[^ \p{L}\p{N}\p{M}\p{S}%&@#+][^\p{L}\p{N}\p{M}\p{S}%&@#+]*/gu;
const betweenPlainWords = / [^a-z\d%&@#+$<=>^`|~]+|[^ a-z\d%&@#+$<=>^`|~][^a-z\d%&@#+$<=>^`|~]*/g;
// oxlint-disable-next-line no-control-regex -- what is not ASCII is what this looks for
const beyondAscii = /[^\u0000-\u007f]/;
const unitNames = "seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?";
const relativeTime = new RegExp(String.raw`\b(?:\d+|an?|one|few) (?:${unitNames}) ago\b|\bjust now\b`, "g");
const counted = "comments?|likes?|shares?|views?|reads?|claps?|retweets?|reposts?|replies|reactions?|votes?|upvotes?";
const counter = new RegExp(String.raw`\b(?:no|\d+[km]?) (?:${counted})\b`, "g");
/** A line with one of the first, and nothing beside them but the second and numbers, is a row of buttons. */
const buttonNames: ReadonlySet<string> = new Set(
  `share tweet pin print email mail like follow subscribe bookmark reply facebook twitter linkedin reddit pinterest
  whatsapp telegram mastodon bluesky tumblr pocket instapaper flipboard`.split(/\s+/),
);
const buttonFillers: ReadonlySet<string> = new Set(
  `this on to via us it in by and now post save copy link comment comments x e hacker news rss newsletter click opens new
  window here page article`.split(/\s+/),
);
const notice =
  /^(?:advertis(?:e|ement|ing)|sponsored|promoted|ad|read more|continue reading.*|keep reading|more|the post .{1,300} (?:first )?appeared (?:first )?on .{1,200}|originally published (?:at|on|in) .{1,200}|leave a comment|(?:filed|posted) (?:under|in) .{1,200}|reading time .{1,30}|\d+ min(?:ute)? read)$/;
/** A heading over links to other stories, which change from day to day: the list below it does not count. */
const elsewhere =
  /^(?:related(?: (?:posts?|articles?|stories|content|reading))?|you (?:may|might) also (?:like|enjoy)|more (?:from|on|like this).{0,60}|read next|recommended(?: for you)?|trending(?: now)?|most (?:read|popular)|popular posts|recent posts)$/;
const noticeLengthMax = 400;

/**
 * The words of `text` that count, lower case, one space between them; "" when none does. `text` has a line for each
 * block, as html-text.ts writes it. A number inside a sentence counts; in "12 comments" it does not.
 */
export function saidWords(text: string): string {
  const said: string[] = [];
  let isElsewhere = false;
  for (const line of text.split("\n")) {
    const words = wordsOf(line);
    if (words === "") continue;
    if (isElsewhere && /^\s*(?:-|\u2022|\*|\d+\.) ?/.test(line)) continue;
    isElsewhere = words.length <= noticeLengthMax && elsewhere.test(words);
    if (!isElsewhere && !isNotice(words)) said.push(words);
  }
  return said.join(" ");
}

function wordsOf(line: string): string {
  const plain = beyondAscii.test(line)
    ? line.normalize("NFKC").toLowerCase().replace(betweenWords, " ").trim()
    : line.toLowerCase().replace(betweenPlainWords, " ").trim();
  if (!/\d|\bago\b|now\b|\bno\b/.test(plain)) return plain;
  return plain.replace(relativeTime, " ").replace(counter, " ").replace(/ {2,}/g, " ").trim();
}

function isNotice(words: string): boolean {
  return words.length <= noticeLengthMax && (notice.test(words) || isButtons(words));
}

function isButtons(line: string): boolean {
  const words = line.split(" ");
  const isButton = (word: string): boolean => buttonNames.has(word);
  return (
    words.some(isButton) && words.every((word) => isButton(word) || buttonFillers.has(word) || /^\d+[km]?$/.test(word))
  );
}

/**
 * HTML for comparing where there are no words in it: addresses without what rotates behind the question mark,
 * without pictures of a point's size, white space in one space each.
 */
export function saidMarkup(html: string): string {
  return html
    .replace(/<img\b[^<>]{0,2000}\b(?:width|height)\s*=\s*["']?[01]["'\s/>][^<>]{0,2000}>/gi, "")
    .replace(/(\b(?:src|srcset|href|poster)\s*=\s*(?:"[^"?#<>]{0,2000}|'[^'?#<>]{0,2000}))[?#][^"'<>]*/gi, "$1")
    .replace(/\s+/g, " ")
    .trim();
}

/** An address without what rotates behind the question mark. */
export function steadyAddress(url: string): string {
  return url.replace(/[?#].*$/s, "");
}
