// Letters for the contract suite: a plain one, and those that try to break out of their form.
import { plainForm, type Letter } from "../../src/share/channel.ts";

/** An ordinary letter of a round, with `changes` over it. */
export function letterWith(changes: Partial<Letter> = {}): Letter {
  return {
    shareId: "d4k2",
    releaseId: "r7x1",
    version: 1,
    title: "Small teams learn aloud",
    body: "Three teams keep a *public* log.\n\nSee [the essay](https://example.org/pull).",
    citations: [{ title: "The pull of the possible", url: "https://example.org/pull", author: "Ada Marsh" }],
    ask: { questions: ["Is the claim too strong?"], until: "2026-11-27T22:59:00.000Z" },
    placeName: "Design Circle",
    createdAt: "2026-11-23T07:00:00.000Z",
    recipients: [{ person: "p3n1", name: "Canary Recipient", address: "canary@private.example" }],
    form: { ...plainForm, isThread: true },
    ...changes,
  };
}

const crlf = "Title\r\nBcc: victim@example.net\r\n\r\n<script>alert(1)</script>";
const scripts = [
  "<script>document.title='run'</script>",
  "<img src=x onerror=\"document.title='run'\">",
  "[click](javascript:alert(1)) <a href=' javascript:alert(1)'>x</a> [d](data:text/html,<script>alert(1)</script>)",
  "<svg onload=alert(1)><iframe srcdoc='<script>alert(1)</script>'></iframe><style>*{display:none}</style>",
  "<base href='https://evil.example/'><form action='https://evil.example/'><input name=q></form>",
].join("\n\n");
const endings = [
  "]]> </content></entry></feed> <!-- x --> </article></main></body></html>",
  ".",
  "..",
  "",
  ".\r\nMAIL FROM:<evil@example.net>",
  "From the start",
  "--boundary--",
].join("\r\n");

/** Name and letter; the title and body of each come from a hand that means harm, or from a far script. */
export const hostileLetters: Readonly<Record<string, Letter>> = {
  "CRLF in the title": letterWith({ title: crlf }),
  "scripts in the title": letterWith({ title: `"><script>document.title='run'</script><img src=x onerror=alert(1)>` }),
  "scripts in the body": letterWith({ body: scripts }),
  "ends of every container": letterWith({ title: "]]></title></head>&amp;", body: endings }),
  "bidi overrides and controls": letterWith({
    title: "gpj\u202etxt.exe\u0007\u001b[31m",
    body: "a\u202eb\u0000c\u001b]0;x\u0007d",
  }),
  "emoji and unpaired surrogates": letterWith({ title: "👩‍👩‍👧‍👦 🇪🇺 \ud800", body: "👩🏽‍🚀 \udc00 tail" }),
  "a body of 100 kB": letterWith({ body: "All work and no play makes one long line. ".repeat(2_440) }),
  "a single line of 100 kB": letterWith({ body: "x".repeat(100_000) }),
  "Chinese, Japanese, Korean": letterWith({
    title: "小さなチームは声に出して学ぶ",
    body: "学びは声に出すと早く直る。\n\n배움\n\n学而时习之".repeat(50),
  }),
  "Arabic and Hebrew": letterWith({ title: "المعرفة تُشارَك", body: "ידע הולך וגדל כשמשתפים אותו." }),
  "hostile citations": letterWith({
    citations: [
      { title: "x\r\ny<script>", url: "javascript:alert(1)", author: "</li><script>" },
      { title: "", url: 'https://example.org/"onmouseover="alert(1)', author: null },
      { title: "file", url: "file:///etc/passwd", author: "" },
    ],
  }),
  "hostile questions and place": letterWith({
    ask: { questions: ["</ol><script>alert(1)</script>", "", "a\r\n\r\nb"], until: null },
    placeName: "Circle\r\nX-Evil: 1 <b>",
  }),
  "an empty title and body": letterWith({ title: " \r\n ", body: "" }),
  "a title of 5000 letters": letterWith({ title: "long ".repeat(1_000) }),
};
