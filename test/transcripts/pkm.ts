// The program from its sources, for sessions that play it: what bin/pkm.js does with dist.
import { main } from "../../src/main.ts";

process.exitCode = await main();
