// Markdown made ready to leave: what is drawn, what is taken out, and what never gets through.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DomUtils, parseDocument } from "htmlparser2";
import { markdownToHtml } from "../../src/formats/markdown-html.ts";
import { isOutwardLink, outwardMarkdown } from "../../src/sense/outward.ts";

/** Markdown, and what of it may leave as Markdown. */
const outward: readonly [string, string, string][] = [
  ["a wikilink is its target", "see [[Other note]] there", "see Other note there"],
  ["an alias hides the target", "see [[Secret plan|this]]", "see this"],
  ["an embed is its words", "![[Other note]]", "Other note"],
  ["a heading in a target stands as it is", "[[Note#Part]]", "Note#Part"],
  ["code spans keep brackets", "`[[ -f x ]]` and `` [[a|b]] ``", "`[[ -f x ]]` and `` [[a|b]] ``"],
  ["fenced code keeps all", "```sh\n[[a|b]] <!-- c -->\n```\n[[a|b]]", "```sh\n[[a|b]] <!-- c -->\n```\nb"],
  ["a fence in a list keeps all", "- x\n  ~~~\n  [[a|b]]\n  ~~~\n  [[a|b]]", "- x\n  ~~~\n  [[a|b]]\n  ~~~\n  b"],
  ["comments go", "a <!-- private [[x]] --> b", "a  b"],
  ["a comment with a fence in it goes", "<!--\n```\nprivate\n```\n-->\nafter", "after"],
  ["a comment that never ends goes", "before\n\n<!-- private\nmore", "before"],
  ["an arrow is no comment", "a <!- b", "a <!- b"],
  ["escapes are kept", "\\[[a|b]] \\`[[c|d]]", "\\[[a|b]] \\`d"],
  ["a lone backtick shields nothing past its paragraph", "a ` b\n\n[[c|d]] ` e", "a ` b\n\nd ` e"],
  ["an unclosed wikilink stays", "[[a and more", "[[a and more"],
  [
    "a fence ends with the quote it is in",
    "> ```\n> a\n\n<!-- private -->\n\n```\nb\n```",
    "> ```\n> a\n\n\n\n```\nb\n```",
  ],
  [
    "a fence ends with the list it is in",
    "- ```\n  a\n\nb <!-- private -->\n\n```\nc\n```",
    "- ```\n  a\n\nb \n\n```\nc\n```",
  ],
  ["a fence in a quote keeps all", "> ```\n> <!-- c -->\n> ```", "> ```\n> <!-- c -->\n> ```"],
  ["a fence that never ends shields no comment", "```\na <!-- private -->", "```\na"],
  ["a code span over lines shields no comment", "- a ` b\n- c <!-- private --> ` d", "- a ` b\n- c  ` d"],
  ["a definition for nobody is a comment", "a\n\n[//]: # (private)\n[note]: <> (private)\nb", "a\n\nb"],
  ["comments between percents go", "a %%private [[x]]%% b\n\n%%\nprivate\n\nmore\n%%\nc", "a  b\n\n\nc"],
  ["percents that are none stay", 'from 5%% to 10%% of `%%d` and "%%s" %%', 'from 5%% to 10%% of `%%d` and "%%s" %%'],
  [
    "comments within links, aliases and footnotes go",
    "[a<!-- p -->](https://e.org/ 'b<!-- p -->') [c<!-- p -->](./d) [[e|f<!-- p -->]] ![g %%p%%](h.png)\n\n[^1]: i<!-- p --> [[j|k]]\n[l]: https://e.org/ 'm<!-- p -->'",
    "[a](https://e.org/ 'b') c f g \n\n[^1]: i k\n[l]: https://e.org/ 'm'",
  ],
  ["a footnote stays", "a[^1]\n\n[^1]: ./b is a path", "a[^1]\n\n[^1]: ./b is a path"],
  [
    "a link into this machine is its words",
    "[a](file:///home/me/x.md) ![b](/home/me/b.png) [c](../c.md 'x') [d](<my file.md>) [e](vault://open?x) [f](./f_(1).md)",
    "a b c d e f",
  ],
  [
    "its definition goes",
    "[a][x] [b][y]\n\n[x]: /home/me/x.md\n[y]: https://e.org/",
    "[a][x] [b][y]\n\n[y]: https://e.org/",
  ],
  [
    "other links stay",
    "[a](https://e.org/a_(b) 'c') [d](mailto:m@e.org) [e](#e) f[0](x) `[a](/b)`",
    "[a](https://e.org/a_(b) 'c') [d](mailto:m@e.org) [e](#e) f[0](x) `[a](/b)`",
  ],
  ["controls and bidi overrides go, ZWJ stays", "a\u0000\u001b[1mb\u202ec👩‍🚀", "abc👩‍🚀"],
];

test("what leaves as Markdown", async (t) => {
  for (const [name, markdown, expected] of outward) {
    await t.test(name, () => assert.equal(outwardMarkdown(markdown), expected));
  }
  assert.equal(outward.length, 28);
});

/** Markdown, and its HTML. */
const drawn: readonly [string, string, string][] = [
  ["headings begin at h2", "# A\n\n### B", "<h2>A</h2>\n<h3>B</h3>"],
  [
    "links to web and mail",
    "[a](https://e.org/?x=1&y) <m@e.org>",
    '<p><a href="https://e.org/?x=1&amp;y">a</a> <a href="mailto:m@e.org">m@e.org</a></p>',
  ],
  ["a link without a host is its words", "[a](https:///b) ![c](http:///d)", "<p>a c</p>"],
  ["a relative link is its words", "[b](./b.md) [c](//e.org) [d](#e)", "<p>b c d</p>"],
  [
    "a script link is its words",
    "[a](javascript:alert(1)) [b](JaVaScRiPt&#58;alert(1)) [c](vbscript:x)",
    "<p>a b c</p>",
  ],
  ["an image is a link to it", "![chart](https://e.org/c.png)", '<p><a href="https://e.org/c.png">chart</a></p>'],
  [
    "an image without words is its address",
    "![](https://e.org/c.png)",
    '<p><a href="https://e.org/c.png">https://e.org/c.png</a></p>',
  ],
  [
    "an image in a link is its words",
    "[![chart](https://e.org/c.png)](https://e.org)",
    '<p><a href="https://e.org">chart</a></p>',
  ],
  ["a local image is its words", "![map](map.png) ![d](data:image/png;base64,x)", "<p>map d</p>"],
  ["task lists", "- [x] a\n- [ ] b", "<ul>\n<li>☑ a</li>\n<li>☐ b</li>\n</ul>"],
  ["script and style vanish whole", "a<script>x</script><style>y</style>", "<p>a</p>"],
  ["attributes vanish", '<b onclick="x" style="y" id="z">a</b>', "<p><b>a</b></p>"],
  ["text is escaped", "1 < 2 & 3 `<b>`", "<p>1 &lt; 2 &amp; 3 <code>&lt;b&gt;</code></p>"],
  ["unclosed elements are closed", "<em><b>a", "<p><em><b>a</b></em></p>"],
  [
    "strikethrough and tables",
    "~~a~~\n\n|x|\n|-:|\n|1|",
    '<p><del>a</del></p>\n<table>\n<thead>\n<tr>\n<th align="right">x</th>\n</tr>\n</thead>\n<tbody><tr>\n<td align="right">1</td>\n</tr>\n</tbody></table>',
  ],
];

test("what is drawn as HTML", async (t) => {
  for (const [name, markdown, expected] of drawn) {
    await t.test(name, () => assert.equal(markdownToHtml(markdown), expected));
  }
  assert.equal(drawn.length, 15);
});

const pieces = fc.constantFrom(
  ..."<script> </script> <img src=x onerror=a> <a href=javascript:a> [x](javascript:a) ![i](http://e.org) [[n|a]] <!-- -->".split(
    " ",
  ),
  ..."` ``` ~~~ > # - * _ | \\ & < \" ' [ ] ( ) <b> </b> <p <svg/onload=a> <iframe srcdoc=a> <style> </style> &#106;avascript:".split(
    " ",
  ),
  "\n",
  "\n\n",
  " ",
  "word",
  "\u0000",
);

test("a control that a character reference names does not come in by it", () => {
  const html = markdownToHtml("a&#27;[31mb&#155;2J&#x202e;c&#0;d `e&#7;` &#xfffe;&amp;#27;");
  assert.doesNotMatch(html, /[\p{Cc}\p{Bidi_Control}\ufffe]/u);
  assert.match(html, /^<p>ab/);
  assert.match(html, /&amp;#27;/);
});

test("whatever is put together, only the allowed elements and links come out", () => {
  let elements = 0;
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const document = parseDocument(markdownToHtml(parts.join("")));
      for (const { name, attribs } of DomUtils.getElementsByTagName("*", document)) {
        elements += 1;
        assert.doesNotMatch(name, /^(?:script|style|img|iframe|svg|input|form|object|h1)$/);
        for (const [key, value] of Object.entries(attribs)) {
          assert.match(key, /^(?:href|align|start|title)$/);
          if (key === "href") assert.ok(isOutwardLink(value), value);
        }
      }
    }),
    { seed: 7, numRuns: 500 },
  );
  assert.ok(elements > 500);
});

test("long and deeply nested texts are drawn within seconds, and their words are not lost", () => {
  let checked = 0;
  for (const piece of [">", "- ", "`", "`a", "[[", "<!--", "[", "*", "<b>", "```\n", "![](", "_a "]) {
    const started = performance.now();
    const html = markdownToHtml(`${piece.repeat(20_000)}\n\nlast`);
    assert.ok(performance.now() - started < 20_000, piece);
    if (![">", "```\n", "<!--"].includes(piece)) assert.ok(html.includes("last"), piece);
    checked += 1;
  }
  assert.equal(checked, 12);
});

test("a passage that would cost the square of its length stays plain words, and the rest keeps its shape", () => {
  const costly = ["!", "_a", "a*", "*_", "![", "[a](", "`a", "<a ", "a@", "~a", "http://", "\\"].map((unit) =>
    unit.repeat(80_000 / unit.length),
  );
  for (const passage of costly) {
    const html = markdownToHtml(`*one*\n\n${passage} *two*\n\n*three*`);
    assert.match(html, /^<p><em>one<\/em><\/p>/, passage.slice(0, 9));
    assert.match(html, / \*two\*<\/p>\s*<p><em>three<\/em><\/p>$/, passage.slice(0, 9));
  }
  const page = "Prose with *stress*, [a link](https://far.example/) and `code`; more of it. ".repeat(120);
  assert.equal(markdownToHtml(page).match(/<em>/g)?.length, 120);
  const table = `|a|b|\n|-|-|\n${"|*x*|y|\n".repeat(5000)}`;
  assert.equal(markdownToHtml(table).match(/<em>/g)?.length, 5000);
});

test("marks nested deeper than anybody reads are words", () => {
  for (const mark of ["> ", ">", "- ", "1. ", "> * "]) {
    const html = markdownToHtml(`${mark.repeat(400)}deep`);
    assert.match(html, /^<pre>.*deep<\/pre>$/, mark);
  }
  assert.match(markdownToHtml(`${"-".repeat(500)}\n\n${"*".repeat(500)}`), /^<hr \/>\s*<hr \/>$/);
  assert.match(markdownToHtml(`${"> ".repeat(40)}deep`), /^(?:<blockquote>\s*){40}<p>deep/);
});
