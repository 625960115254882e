// A way out on which a post is cut in two: before the far end saw it, or after it took it and before it could say so.
import { connect, createServer, type Socket } from "node:net";
import type { TestContext } from "node:test";
import type { ChannelWorld } from "../../src/share/channel.ts";

export type Cut = "before it arrives" | "after it was taken";

/** The world with its posts led through a line that breaks; everything else goes straight. */
export async function cuttingWorld(t: TestContext, world: ChannelWorld, cut: Cut): Promise<ChannelWorld> {
  const target = { host: "", port: 0 };
  const server = createServer((near) => {
    near.on("error", () => near.destroy());
    if (cut === "before it arrives") near.once("data", () => near.destroy());
    else forward(near, connect(target));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => new Promise((done) => server.close(done)));
  const address = server.address();
  const port = address === null || typeof address === "string" ? 0 : address.port;
  return {
    ...world,
    http(call) {
      if (!/\/statuses$|putRecord$|\/send\//.test(call.url)) return world.http(call);
      const url = new URL(call.url);
      Object.assign(target, { host: url.hostname, port: Number(url.port) });
      url.hostname = "127.0.0.1";
      url.port = String(port);
      return world.http({ ...call, url: url.href });
    },
  };
}

/** Lets the request pass, and ends both sides at the first byte of the answer. */
function forward(near: Socket, far: Socket): void {
  near.pipe(far);
  far.on("error", () => near.destroy());
  far.once("data", () => {
    near.destroy();
    far.destroy();
  });
}
