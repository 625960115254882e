// Starts the feed server in a process of its own and speaks with it.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { ServerSettings } from "./feed-server.ts";

export interface FeedServer {
  /** Address of a feed, from 0. */
  urlOf(feed: number): string;
  /** Makes the documents of `settings`; resolves to their size in bytes and to how often any was asked so far. */
  set(settings: ServerSettings): Promise<{ bytes: number; asked: number }>;
  close(): Promise<void>;
}

const program = fileURLToPath(new URL("feed-server.ts", import.meta.url));

/** Serves no feeds until it is told to. */
export async function startServer(): Promise<FeedServer> {
  const child = fork(program, [], { execArgv: ["--max-old-space-size=4096"] });
  const ended = once(child, "exit");
  const heard = async (): Promise<Record<string, unknown>> => {
    const message = await new Promise<unknown>((resolve, reject) => {
      child.once("message", resolve);
      void ended.then(() => reject(new Error("the feed server ended")));
    });
    return typeof message === "object" && message !== null ? { ...message } : {};
  };
  const { port } = await heard();
  return {
    urlOf: (feed) => `http://127.0.0.1:${Number(port)}/${feed}.xml`,
    async set(settings) {
      child.send(settings);
      const { bytes, asked } = await heard();
      return { bytes: Number(bytes), asked: Number(asked) };
    },
    async close() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
