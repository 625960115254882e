// A thread that is asked to read and ends instead.
import { parentPort } from "node:worker_threads";

let asked = 0;
parentPort?.on("message", () => {
  asked += 1;
  if (asked === 3) throw new Error("out of memory");
});
