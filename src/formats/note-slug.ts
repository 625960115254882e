// A note's file name from its title: safe on every file system, readable in every script.

const charsMax = 60;
const fallback = "note";
/** Names Windows keeps for devices, with any extension. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;
/** Latin letters that Unicode does not decompose. */
const folded: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ł: "l",
  þ: "th",
  ħ: "h",
  ı: "i",
};

/**
 * The slug of a title: lower case, Latin letters folded to ASCII, letters and digits of other scripts
 * kept, all else a single dash; at most 60 code points. Never empty ("note"), never a device name of
 * Windows, never beginning with a dot or dash.
 */
export function slugOf(title: string): string {
  const latin = title
    .toWellFormed()
    .normalize("NFKD")
    .replace(/(\p{Script=Latin})\p{M}+/gu, "$1")
    .normalize("NFC")
    .toLowerCase()
    .replace(/[\u00df\u00e6\u0153\u00f8\u0111\u00f0\u0142\u00fe\u0127\u0131]/g, (letter) => folded[letter] ?? letter)
    .replace(/['\u2019\u02bc]/g, "");
  const words = latin.replace(/[^\p{L}\p{M}\p{N}]+/gu, "-").replace(/^[-\p{M}]+|-+$/gu, "");
  const slug = shortened(words);
  if (slug === "") return fallback;
  return reserved.test(slug) ? `${slug}-${fallback}` : slug;
}

function shortened(words: string): string {
  const points = Array.from(words);
  if (points.length <= charsMax) return words;
  const cut = points.slice(0, charsMax).join("");
  const dash = points[charsMax] === "-" ? cut.length : cut.lastIndexOf("-");
  return (dash > cut.length / 2 ? cut.slice(0, dash) : cut).replace(/-+$/, "");
}
