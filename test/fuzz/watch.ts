// A thread beside the fuzzer that ends the process when one input holds it for minutes: what never ends is a find too.
import { Worker } from "node:worker_threads";

const hungMs = 120_000;

/** Begins to watch; call `begin` before each input and `end` at the end. */
export function watch(what: string): { begin(nth: number): void; end(): void } {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  const source = `
    const { workerData, parentPort } = require("node:worker_threads");
    const { writeSync } = require("node:fs");
    let [seen, since] = [-1, Date.now()];
    setInterval(() => {
      const nth = Atomics.load(workerData.cell, 0);
      if (nth !== seen) [seen, since] = [nth, Date.now()];
      if (Date.now() - since < ${hungMs}) return;
      writeSync(2, workerData.what + ": number " + nth + " does not end\\n");
      process.kill(process.pid, "SIGKILL");
    }, 1000);`;
  const worker = new Worker(source, { eval: true, workerData: { cell, what } });
  worker.unref();
  return {
    begin: (nth) => void Atomics.store(cell, 0, nth),
    end: () => void worker.terminate(),
  };
}
