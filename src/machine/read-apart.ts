// Documents read in a thread of their own; the main one goes on asking servers and writing meanwhile.
import { Worker } from "node:worker_threads";
import { unpackCame } from "../formats/packed-feed.ts";
import type { ToRead, WasRead } from "./reading-thread.ts";
import type { FreshAnswer } from "../seek/fetch.ts";
import type { ReadApart } from "../seek/refresh.ts";
import { readAnswer, type Came, type Reading } from "../seek/reading.ts";

/** Beside the bundle its own file, beside the source its own source. */
const usualProgram = new URL(
  import.meta.url.endsWith(".ts") ? "./reading-thread.ts" : "./reading-thread.cjs",
  import.meta.url,
);

/** Documents leave much behind that is soon garbage, and V8 would let the thread's heap grow for it. */
const resourceLimits = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 32 };

/** Opens the thread, which runs `program`. Should it end before its time, what it had to read is read here. */
export function openReadApart(program: URL = usualProgram): ReadApart {
  const thread = new Worker(program, { resourceLimits });
  const waiting = new Map<
    number,
    { reading: Reading; answer: FreshAnswer; done: (came: Came | Promise<Came>) => void }
  >();
  let isThere = true;
  let count = 0;
  thread.on("message", ({ no, came }: WasRead) => {
    waiting.get(no)?.done(unpackCame(came));
    waiting.delete(no);
  });
  const goOnHere = (): void => {
    isThere = false;
    for (const { reading, answer, done } of waiting.values()) done(readHere(reading, answer));
    waiting.clear();
  };
  thread.on("error", goOnHere);
  thread.on("exit", goOnHere);
  return {
    read(reading, answer) {
      if (!isThere) return readHere(reading, answer);
      const no = (count += 1);
      const { promise, resolve } = Promise.withResolvers<Came>();
      waiting.set(no, { reading, answer, done: resolve });
      const { source, bodyHash } = reading;
      const { id, url, foundAt = null } = source;
      const toRead: ToRead = { no, source: { id, url, foundAt }, bodyHash, answer };
      thread.postMessage(toRead);
      return promise;
    },
    close() {
      waiting.clear();
      void thread.terminate();
    },
  };
}

async function readHere(reading: Reading, answer: FreshAnswer): Promise<Came> {
  const { readFeed } = await import("../formats/read-feed.ts");
  return readAnswer(reading, answer, readFeed);
}
