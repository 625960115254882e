// The program as it is built, as bin/pkm.js runs it; tells at the end, on channel 3, how much memory and processor time it took.
import { writeSync } from "node:fs";

await import(new URL("../../bin/pkm.js", import.meta.url).href);
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
writeSync(3, `${maxRSS} ${userCPUTime + systemCPUTime}`);
