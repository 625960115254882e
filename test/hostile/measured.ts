// The program from its sources, as bin/pkm.js runs it; tells at the end, on channel 3, how much memory and processor time it took.
import { writeSync } from "node:fs";
import { main } from "../../src/main.ts";

process.exitCode = await main();
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
writeSync(3, `${maxRSS} ${userCPUTime + systemCPUTime}`);
