// Loaded before the program: when the process ends, writes the most memory it held, in MB, to PKM_BENCH_PEAK_FILE.
import { readFileSync, writeFileSync } from "node:fs";

/** VmHWM and not maxRSS, which a child inherits from the process that started it. */
function peakMb(): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
}

process.on("exit", () => writeFileSync(process.env["PKM_BENCH_PEAK_FILE"] ?? "peak", String(peakMb())));
