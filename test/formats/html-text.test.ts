// HTML to text: lines at blocks, nothing of scripts, titles on one line, any depth.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { htmlToText, plainTitle } from "../../src/formats/html-text.ts";

const flattened: readonly (readonly [string, string])[] = [
  ["one  <b>two</b>\n three", "one two three"],
  ["<p>a</p><p>b</p>", "a\n\nb"],
  ["a<br>b<br/>c<br><br><br>d", "a\nb\nc\n\nd"],
  ["<div>a<div>b</div></div>c", "a\nb\nc"],
  ["<ul><li>a</li><li><p>b</p></li></ul>", "- a\n- b"],
  ["<h2>t</h2>x", "t\n\nx"],
  ["<pre>a\n  b</pre>", "a\n  b"],
  ["<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"],
  ["a<script>if (1 < 2) alert('<p>')</script>b<style>p { }</style>c", "abc"],
  ["a<noscript><p>x</p></noscript>b<iframe>y</iframe>c", "abc"],
  ["a<noscript><img src=x />x</noscript>b<template><br/>y</template>c", "abc"],
  ["a<object/>b<svg/>c", "abc"],
  ["AT&T &amp; R&amp;D &lt;b&gt; &eacute;&nbsp;&#8217;&#x1F332;&copy", "AT&T & R&D <b> é ’🌲©"],
  ["1 < 2 and 3 > 2", "1 < 2 and 3 > 2"],
  ["a<!-- b -->c<![CDATA[d]]>e", "acde"],
  ["un<b>closed <i>tags", "unclosed tags"],
  ["</p>stray</div>", "stray"],
  ["<img alt='x'>", ""],
  ["", ""],
  ["  plain\n text ", "plain text"],
];

test("HTML is flattened to lines", () => {
  for (const [html, text] of flattened) assert.equal(htmlToText(html), text, html);
  assert.equal(flattened.length, 20);
});

test("a title is one line, and keeps what HTML does not know", () => {
  assert.equal(plainTitle("A <em>small</em><br>step"), "A small step");
  assert.equal(plainTitle("Vec<T> and Map<K, V>"), "Vec<T> and Map<K, V>");
  assert.equal(plainTitle("<b>Bold</B> &amp; &lt;i&gt;plain&lt;/i&gt;"), "Bold & <i>plain</i>");
  assert.equal(plainTitle("if a <b then"), "if a <b then");
  assert.equal(plainTitle(" \n "), "");
});

test("depth and floods cost no more than their length", () => {
  const deep = `${"<div>".repeat(100_000)}x${"</div>".repeat(100_000)}`;
  assert.equal(htmlToText(deep), "x");
  assert.equal(htmlToText(`${"<b>".repeat(200_000)}y`), "y");
  assert.equal(htmlToText("&".repeat(300_000)).length, 300_000);
  assert.equal(htmlToText("<script>".repeat(50_000)), "");
  assert.equal(htmlToText("<".repeat(200_000)).length, 200_000);
});

test("any text is flattened without a throw, to lines without outer space", () => {
  const piece = fc.constantFrom(
    "<p>",
    "</p>",
    "<br>",
    "a",
    " ",
    "\n",
    "<li>",
    "<pre>",
    "</pre>",
    "&amp;",
    "<script>",
    "</script>",
    "<",
    ">",
    '"',
    "<!--",
    "-->",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = htmlToText(pieces.join(""));
      assert.equal(text, text.trimEnd());
      assert.ok(!text.includes("\n\n\n") || pieces.includes("<pre>"));
    }),
  );
});
