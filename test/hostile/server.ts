// One loopback server with every hostile behaviour at an address of its own, and honest feeds beside them.
import { createServer } from "node:net";
import type { Server, Socket } from "node:net";
import { headers, redirects, statuses } from "./answers.ts";
import { document, sound } from "./behaviour.ts";
import type { Behaviour, Exchange, Serve } from "./behaviour.ts";
import { encodings as charsets, entities, sizes, strangers } from "./documents.ts";
import { addresses, identities, jsons, words } from "./items.ts";
import { connections, encodings, lengths } from "./transport.ts";

/** The table of all behaviours, each name once. */
export const behaviours: readonly Behaviour[] = [
  connections,
  lengths,
  encodings,
  statuses,
  headers,
  redirects,
  entities,
  sizes,
  charsets,
  strangers,
  words,
  addresses,
  identities,
  jsons,
].flat();

/** Names of the honest feeds. */
export const honest: readonly string[] = [1, 2, 3, 4, 5].map((nth) => `honest-${nth}`);
/** Items of any other feed before the hostility begins. */
export const plantedItems = 1;
/** Items of an honest feed before and after. */
export const honestItems: Readonly<Record<Mode, number>> = { planting: 20, hostile: 25 };

/** While planting, every address gives a sound feed with one item. */
export type Mode = "planting" | "hostile";

export interface HostileServer {
  origin: string;
  setMode(mode: Mode): void;
  /** Request heads with a Cookie or Authorization header in them. */
  leaks(): readonly string[];
  /** Requests so far, by name. */
  asked(name: string): number;
  close(): Promise<void>;
}

const byName = new Map(behaviours.map((one) => [one.name, one.serve]));

/** Opens the server on two free ports of the loopback. */
export async function openHostileServer(): Promise<HostileServer> {
  const sockets = new Set<Socket>();
  const leaks: string[] = [];
  const counts = new Map<string, number>();
  let mode: Mode = "planting";
  const origins: string[] = [];
  const serveSocket = (socket: Socket): void => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    socket.once("data", (bytes) => {
      const request = bytes.toString("latin1");
      const [name = "", ...rest] = (/^GET \/([^\s?]*)/.exec(request)?.[1] ?? "").split("/");
      counts.set(name, (counts.get(name) ?? 0) + 1);
      if (/\n(?:cookie|authorization):/i.test(request)) leaks.push(request);
      const [origin = "", otherOrigin = ""] = origins;
      serveFor(name, mode)({ socket, origin, otherOrigin, url: `${origin}/${name}`, rest: rest.join("/") });
    });
  };
  const servers = [createServer(serveSocket), createServer(serveSocket)];
  for (const server of servers) origins.push(await listen(server));
  return {
    origin: origins[0] ?? "",
    setMode: (next) => void (mode = next),
    leaks: () => leaks,
    asked: (name) => counts.get(name) ?? 0,
    async close() {
      for (const socket of sockets) socket.destroy();
      for (const server of servers) await new Promise((resolve) => void server.close(resolve));
    },
  };
}

function serveFor(name: string, mode: Mode): Serve {
  if (honest.includes(name)) return document(sound(name, honestItems[mode]));
  const serve = mode === "planting" ? planted(name) : byName.get(name);
  return serve ?? ((exchange: Exchange) => void exchange.socket.end());
}

function planted(name: string): Serve {
  return document(
    `<rss version="2.0"><channel><title>feed ${name}</title><item><title>planted ${name}</title><guid>planted-${name}</guid><link>https://planted.example/${name}</link></item></channel></rss>`,
  );
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return `http://127.0.0.1:${address.port}`;
}
