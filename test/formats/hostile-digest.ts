// A digest whose every word comes from an enemy.
import type { Digest, DigestEntry } from "../../src/seek/digest.ts";

/** What a title may try; each sets the document's title to "owned" where it is run. */
export const attacks: readonly string[] = [
  `<script>document.title="owned"</script>`,
  `<img src=x onerror='document.title="owned"'>`,
  `"><svg onload=document.title='owned'>`,
  `</title></style></head><script>document.title="owned"</script>`,
  `<a href="javascript:document.title='owned'">click</a>`,
  `]]><script>document.title="owned"</script>`,
  `<!--<script>document.title="owned"</script>`,
  `\u202Eevil\u202C \u001b]0;owned\u0007\u001b[31m \u0000\u0085`,
  `&lt;script&gt;document.title="owned"&lt;/script&gt;`,
  `<meta http-equiv=refresh content="0;url=data:text/html,<title>owned</title>">`,
  `[link](javascript:alert(1)) \`code\` **bold** <http://a.example> | # h`,
  `\ud800 lone surrogate`,
];
const addresses = [
  "javascript:document.title='owned'",
  "data:text/html,<script>document.title='owned'</script>",
  "file:///etc/passwd",
  `https://a.example/"onmouseover="document.title='owned'`,
  "https://a.example/><script>document.title='owned'</script>",
  "http://a.example/ok",
];

/** Every attack as a title, a source, a reason, an excerpt, a command, and every address. */
export function hostileDigest(): Digest {
  const items = attacks.map((attack, at): DigestEntry => ({
    id: `k${at}z9`,
    kind: "item",
    title: attack,
    url: addresses[at % addresses.length] ?? null,
    from: attack,
    minutes: 3,
    why: [attack, "first time from this source"],
    excerpt: attack,
    next: attack,
  }));
  return {
    id: "g2k9",
    date: "2026-11-25T07:00:00.000Z",
    since: null,
    query: attacks[0] ?? null,
    minutes: 36,
    shown: items.length,
    held: 200,
    dropped: 3,
    letGo: 1,
    sections: [
      { name: "worth your attention", items, more: 0 },
      { name: "care", items: items.slice(0, 2), more: 7 },
    ],
  };
}
