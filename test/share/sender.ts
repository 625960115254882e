// A process that sends the shares it is told to: `sender.ts <folder> <slowMs> <share…>`; says "ready" first, then a line a share.
import { openReleases, send } from "../../src/share/send.ts";
import { openBench } from "./bench.ts";
import { diskChannel } from "./disk-channel.ts";

const [folder = "", slowMs = "0", ...shares] = process.argv.slice(2);
const { desk, close } = await openBench({
  folder,
  now: Date.now,
  channel: (retry) => diskChannel(folder, retry, Number(slowMs)),
});
process.stdout.write("ready\n");
await new Promise((go) => process.stdin.once("data", go));
process.stdin.destroy();
for (const share of shares) {
  const sent = await send(
    desk,
    share,
    openReleases(desk.releases.ofShare(share)).map(({ id }) => id),
  );
  const busy = sent.filter(({ why }) => why?.includes("another pkm") === true).length;
  process.stdout.write(`${share} ${sent.length} ${busy}\n`);
}
close();
