// Sends one letter to a mail server on this machine by its name, and says what came of it; run where there is no other network.
import { SMTPServer } from "smtp-server";
import { dispatch } from "../../../src/channels/mail/send.ts";

const server = new SMTPServer({
  disabledCommands: ["AUTH", "STARTTLS"],
  disableReverseLookup: true,
  onData: (stream, _session, done) => {
    stream.resume();
    stream.on("end", () => done(null));
  },
});
await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
const address = server.server.address();
const port = address !== null && typeof address === "object" ? address.port : 0;
const trouble = await dispatch({
  server: { host: "localhost", port, isTls: false, user: null, secret: null },
  password: null,
  from: "me@example.org",
  to: ["ines@example.org"],
  bytes: Buffer.from("Subject: x\r\n\r\nx\r\n"),
  patience: { connectMs: 10_000, wholeMs: 20_000, answerMs: 10_000 },
});
process.stdout.write(trouble === null ? "sent\n" : `${trouble.stage}: ${trouble.message}\n`);
server.close();
