// The thread beside the main one that reads documents, so that both processors work on a large refresh.
import { parentPort } from "node:worker_threads";
import { packCame, type PackedCame } from "../formats/packed-feed.ts";
import { readFeed } from "../formats/read-feed.ts";
import type { FreshAnswer } from "../seek/fetch.ts";
import { readAnswer, type Reading } from "../seek/reading.ts";

/** A document to be read. */
export interface ToRead extends Reading {
  /** Told again with what came of it. */
  no: number;
  answer: FreshAnswer;
}

export interface WasRead {
  no: number;
  came: PackedCame;
}

const port = parentPort;
port?.on("message", ({ no, answer, ...reading }: ToRead) => {
  const read: WasRead = { no, came: packCame(readAnswer(reading, answer, readFeed)) };
  port.postMessage(read);
});
