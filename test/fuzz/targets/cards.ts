// Address books: what is read out of one can be written as one again, and read the same.
import { isDeepStrictEqual } from "node:util";
import { readVcards, writeVcards } from "../../../src/formats/vcard.ts";
import type { Card } from "../../../src/people/card.ts";
import { trouble } from "../dictionary.ts";
import { textSeeds } from "../seeds.ts";
import { lineComplaints } from "../sound.ts";
import type { Target } from "../target.ts";

const lines = [
  "BEGIN:VCARD\n",
  "END:VCARD\n",
  "N:",
  "FN:",
  ";",
  "\\n",
  "\\;",
  "\\,",
  "=0A",
  "=\n",
  "\n ",
  "item1.",
  "EMAIL;TYPE=work:",
  "URL:",
  "ORG:",
  "NOTE;ENCODING=QUOTED-PRINTABLE:",
  "CHARSET=ISO-8859-1",
  '"',
];

export const cards: Target = {
  name: "cards",
  dictionary: { tokens: [...lines, ...lines, ...trouble], marks: ["\n", ":", ";", "="] },
  budgetMs: (bytes) => 120 + bytes / 500,
  shortRuns: 400,
  reaches: { outcome: "cards", share: 0.4 },
  open: () =>
    Promise.resolve({
      seeds: textSeeds([
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ann Example\r\nEMAIL:ann@example.org\r\nURL:https://ann.example/\r\nX-SOCIALPROFILE:https://social.example/@ann\r\nEND:VCARD\r\n",
        "BEGIN:VCARD\nVERSION:3.0\nN:Bo;Ben;;;\nFN:Ben\\, Bo\nEMAIL;TYPE=work:ben@example.org\nitem1.URL:http\\://b.example/\nNOTE:one\\ntwo\n lines\nEND:VCARD\nBEGIN:VCARD\nFN:Second\nEND:VCARD\n",
        "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BC=\nller;J\nTEL:1\nEND:VCARD\n",
      ]),
      examine(bytes) {
        const read = readVcards(bytes);
        if (read === null || read.length === 0) return Promise.resolve({ complaints: [], outcome: "none" });
        const complaints = read.flatMap((card) => textsOf(card).flatMap((text) => [...lineComplaints("field", text)]));
        const again = readVcards(Buffer.from(writeVcards(read)));
        const isSame = isDeepStrictEqual(again?.map(inOrder), read.map(inOrder));
        return Promise.resolve({
          complaints: [...complaints, ...(isSame ? [] : ["reads other cards than it writes"])],
          outcome: "cards",
        });
      },
    }),
};

/** Pages and other handles are written apart. */
function inOrder({ handles, ...card }: Card): Card {
  return { ...card, handles: handles.toSorted() };
}

/** Every text in a value, however deep. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
