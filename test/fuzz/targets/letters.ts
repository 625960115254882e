// Mail that answers a round: whatever its bytes, it is filed once or passed over, in words that can be shown.
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { SMTPServer } from "smtp-server";
import { answerFrom } from "../../../src/channels/mail/answer.ts";
import { fieldOf, headOf, idOf } from "../../../src/channels/mail/head.ts";
import { ownWords } from "../../../src/share/own-words.ts";
import { trouble } from "../dictionary.ts";
import { told } from "../said.ts";
import { textSeeds } from "../seeds.ts";
import { dateComplaints } from "../sound.ts";
import { openStockedHome } from "../stocked-home.ts";
import type { Examined, Target } from "../target.ts";

/** Stands in the seeds for the Message-ID that is answered, which chance gives. */
const wire = "<wire.of.the.round@pkm.test.example>";
const draft = "What I think of it.\n\nSmall groups learn aloud where the work is seen.\n";
const date = "Date: Sun, 01 Nov 2026 07:30:00 +0000";
const head = `From: Ines Aalto <ines@bench.example>\nTo: me@test.example\n${date}\nMessage-ID: <a1@bench.example>\nIn-Reply-To: ${wire}\nSubject: Re: Seen work\n`;
const pieces = [
  "\n\n",
  "\r\n\r\n",
  "\n ",
  "--b1\n",
  "--b1--\n",
  "=\n",
  "=E2=80=AE",
  "=1B[31m",
  "=?utf-8?B?4oCu?=",
  "=?utf-8?Q?=1B[2J?=",
  "=?x?y?z?=",
  "> ",
  ">> > ",
  "On Mon, 23 Nov 2026 at 07:00, Me wrote:\n",
  "-- \n",
  "-----Original Message-----\n",
  "From: x\nSent: y\nTo: z\n",
  "\nFrom ",
  ">From ",
  "Content-Type: multipart/mixed; boundary=b1\n",
  "Content-Type: text/html; charset=utf-7\n",
  "Content-Type: message/rfc822\n\n",
  'Content-Type: text/plain; charset="',
  "Content-Transfer-Encoding: base64\n",
  "Content-Transfer-Encoding: uuencode\n",
  "Auto-Submitted: auto-replied\n",
  "From: <>\n",
  'From: "\u001b" <a@b>, c@d\n',
  "Date: \n",
  `In-Reply-To: ${wire}\n`,
  `References: ${wire} ${wire}\n`,
  "Message-ID: <>\n",
  "<script>",
  "<blockquote>",
  "&#27;",
  "Small groups learn aloud",
];

export const letters: Target = {
  name: "letters",
  dictionary: { tokens: [...pieces, ...pieces, ...trouble], marks: ["\n", "=", ":", "<", "-"] },
  budgetMs: (bytes) => 600 + bytes / 50,
  shortRuns: 200,
  reaches: { outcome: "read", share: 0.5 },
  async open() {
    const stocked = await openStockedHome();
    const box = join(dirname(stocked.home), "box");
    for (const part of ["cur", "new", "tmp"]) mkdirSync(join(box, part), { recursive: true });
    const { id, share } = await sentRound(stocked, box);
    const copy = `${stocked.home}-copy`;
    return {
      seeds: textSeeds(seeds),
      close: () => stocked.close(),
      async examine(bytes, { chance }) {
        const read = await examined(bytes);
        if (chance.below(12) !== 0) return read;
        rmSync(copy, { recursive: true, force: true });
        cpSync(stocked.home, copy, { recursive: true });
        const answered = Buffer.from(bytes.toString("latin1").replaceAll(wire, id), "latin1");
        const isMbox = chance.below(3) === 0;
        writeFileSync(join(box, "new", "1"), isMbox ? "" : answered);
        writeFileSync(
          join(box, "mbox"),
          isMbox ? Buffer.concat([Buffer.from("From me Sun Nov  1 07:30:00 2026\n"), answered]) : "",
        );
        const fetched = await told(copy, ["share", "feedback", share, "--fetch", "--json"]);
        const shown = await told(copy, ["share", "feedback", share]);
        const again = await told(copy, ["share", "feedback", share, "--fetch", "--json"]);
        const complaints = [...read.complaints, ...fetched.complaints, ...shown.complaints, ...again.complaints];
        if (shown.stdout !== (await told(copy, ["share", "feedback", share])).stdout) complaints.push("is filed twice");
        return { complaints, outcome: read.outcome };
      },
    };
  },
};

const seeds = [
  `${head}Content-Type: text/plain; charset=utf-8\n\nI doubt it, and why not?\n\nOn Sun, 1 Nov 2026 at 07:00, Me wrote:\n> What I think of it.\n> Small groups learn aloud where the work is seen.\n\nYes, here.\n-- \nInes\n`,
  `${head}MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b1\n\n--b1\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nGr=FC=DFe, ja=\n doch.\n--b1\nContent-Type: text/html\n\n<p>Gr&uuml;&szlig;e <blockquote>What I think</blockquote><script>x</script>\n--b1--\n`,
  `${head.replace("Ines Aalto", "=?utf-8?B?SW5lcyDigK4=?=")}Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\nPHA+SWNoIHp3ZWlmbGUuPC9wPg==\n`,
  `From: MAILER-DAEMON@bench.example\n${date}\nMessage-ID: <b@bench.example>\nContent-Type: multipart/report; report-type=delivery-status; boundary=r1\n\n--r1\nContent-Type: text/plain\n\nsorry\n--r1\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; ines@bench.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no\n--r1\nContent-Type: message/rfc822\n\nMessage-ID: ${wire}\nSubject: x\n\nhi\n--r1--\n`,
];

async function examined(bytes: Buffer): Promise<Examined> {
  const complaints: string[] = [];
  const found = headOf(bytes);
  for (const text of [idOf(found), fieldOf(found, "from"), fieldOf(found, "__proto__")])
    if (text !== null && text.includes("\n")) complaints.push("a field has two lines");
  const answer = await answerFrom(bytes, { wireId: wire, own: "me@test.example" });
  complaints.push(...dateComplaints(answer.at));
  if (answer.from.address === "") complaints.push("a letter is from no address");
  const own = ownWords(answer.text, draft);
  if (own.text.length > answer.text.length) complaints.push("has more words of its own than words");
  return { complaints, outcome: own.text === "" ? "nothing said" : "read" };
}

/** Sends a round by a real SMTP server that takes everything; the Message-ID it went under, and the share. */
async function sentRound(
  { well, ids }: Awaited<ReturnType<typeof openStockedHome>>,
  box: string,
): Promise<{ id: string; share: string }> {
  const chunks: Buffer[] = [];
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    onData(stream, _session, done) {
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => done(null));
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const note = ids.find((each) => each.startsWith("n")) ?? "";
  await well(["community", "add", "Letter Circle"]);
  await well(["community", "member", "Letter Circle", "Ines Aalto"]);
  const flags = ["--exposure", "closed", "--to", "ines@bench.example", "--from", "me@test.example"];
  const reading = ["--replies", `maildir:${box}`, "--replies", `mbox:${box}/mbox`];
  writeFileSync(join(box, "mbox"), "");
  await well([
    "community",
    "channel",
    "Letter Circle",
    "mail",
    ...flags,
    "--smtp",
    `smtp://127.0.0.1:${address.port}`,
    ...reading,
  ]);
  const share = await well(["share", "stage", note, "--with", "Letter Circle", "--ask", "Does it hold?", "--ids"]);
  await well(["share", "send", share]);
  await new Promise<void>((done) => server.close(() => done()));
  const id = idOf(headOf(Buffer.concat(chunks)));
  if (id === null) throw new Error("the round went without a Message-ID");
  return { id, share };
}
