// The program from its sources, as bin/pkm.js runs it; tells at the end, on channel 3, how much memory it had.
import { writeSync } from "node:fs";
import { main } from "../../src/main.ts";

process.exitCode = await main();
writeSync(3, String(process.resourceUsage().maxRSS));
