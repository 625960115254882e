// One piece of text, over and over: what reads the words of others takes a time that grows as they do, and no faster.
import assert from "node:assert/strict";
import { test } from "node:test";
import { plainLine, plainText } from "../../src/base/plain.ts";
import { answerFrom } from "../../src/channels/mail/answer.ts";
import { htmlToText, plainTitle } from "../../src/formats/html-text.ts";
import { recognise } from "../../src/formats/import/recognise.ts";
import { readOpml } from "../../src/formats/opml.ts";
import { outwardMarkdown } from "../../src/sense/outward.ts";
import { readPage } from "../../src/formats/readable.ts";
import { readVcards } from "../../src/formats/vcard.ts";
import { authorParts } from "../../src/people/known-as.ts";
import { saidMarkup, saidWords } from "../../src/seek/said.ts";
import { ownWords } from "../../src/share/own-words.ts";
import { inBothReadings } from "../../src/share/readings.ts";
import { linksIn } from "../../src/share/secret-links.ts";

const length = 60_000;
/** Ten times what the slowest of them takes; what grows with the square takes this and more. */
const budgetMs = 1500;
const letter = "From: a@b.example\nDate: Mon, 23 Nov 2026 07:30:00 +0000\nMessage-ID: <a@b>\n";
const own = { wireId: null, own: "me@b.example" };
const page = { contentType: "text/html", baseUrl: "https://a.example/" };

/** Each is handed the run where the words of others would stand. */
const readers: Readonly<Record<string, (run: string) => unknown>> = {
  "text to print": (run) => [plainText(run), plainLine(run)],
  "who a letter is from": (run) =>
    answerFrom(Buffer.from(`${letter.replace("a@b.example", "")}From: ${run}\n\nx`), own),
  "what a letter is about": (run) => answerFrom(Buffer.from(`${letter}Subject: ${run}\n\nx`), own),
  "the text of a letter": (run) => answerFrom(Buffer.from(`${letter}\n${run}`), own),
  "the HTML of a letter": (run) => answerFrom(Buffer.from(`${letter}Content-Type: text/html\n\n${run}`), own),
  "a reply's own words": (run) => ownWords(run, "What I think of it."),
  "a reply that is its draft": (run) => ownWords(run, run),
  "the HTML of an item": (run) => [htmlToText(run), plainTitle(run), saidMarkup(run), saidWords(run)],
  "an author": (run) => authorParts(plainLine(run)),
  "a page": (run) => readPage(Buffer.from(`<html><body><p>${"Words to read. ".repeat(40)}</p>${run}`), page),
  "a list of sources": (run) => readOpml(Buffer.from(`<opml><body><outline text='${run}`)),
  "an address book": (run) => readVcards(Buffer.from(run)),
  "a card": (run) => readVcards(Buffer.from(`BEGIN:VCARD\nFN:${run}\nEND:VCARD\n`)),
  "an import": (run) => recognise(Buffer.from(`a${run}`), null)?.read(() => undefined),
  "a table of imports": (run) =>
    recognise(Buffer.from(`title,url,time_added,tags,status\n${run}`), null)?.read(() => undefined),
  "a text that leaves": (run) => [outwardMarkdown(run), linksIn(run), inBothReadings(run)],
};

const pieces = [
  " ",
  "\n",
  "\t\n",
  "-",
  "=",
  "a",
  "a ",
  "a@",
  "@",
  ">",
  "<",
  "</",
  "&",
  "[",
  "[[",
  "[^",
  "%%",
  " %%",
  "](",
  "][",
  "(",
  "`",
  "*",
  "\\",
  '"',
  "- ",
  "> ",
  "<p>",
  "http://",
];

for (const [name, read] of Object.entries(readers)) {
  test(`${name} of one piece over and over is read in time`, async () => {
    const slow: string[] = [];
    for (const piece of pieces) {
      // An end that is unlike the rest is what makes a search turn back.
      const run = `${piece.repeat(Math.ceil(length / piece.length))}x`;
      const before = process.threadCpuUsage();
      await read(run);
      const { user, system } = process.threadCpuUsage(before);
      const ms = Math.round((user + system) / 1000);
      if (ms > budgetMs) slow.push(`${JSON.stringify(piece)}: ${ms} ms`);
    }
    assert.deepEqual(slow, []);
    assert.ok(pieces.length > 20);
  });
}
