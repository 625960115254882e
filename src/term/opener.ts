// Opens a web address in the person's browser.
import { spawn } from "node:child_process";
import { PkmError, reasonOf } from "../base/errors.ts";

/** A browser that has not failed after this long is open. */
const settleMs = 2000;

/**
 * Hands the address to the system's opener and comes back once it ended well or has settled.
 * Throws PkmError("usage") for anything but http and https, PkmError("failed") when there is no opener or it fails.
 */
export async function openInBrowser(url: string, platform: NodeJS.Platform = process.platform): Promise<void> {
  const [program, ...rest] = openerArgv(webAddress(url), platform);
  await new Promise<void>((resolve, reject) => {
    const fail = (reason: string): void => {
      // The address can be taken to a browser by hand.
      reject(new PkmError("failed", `cannot open ${url} with ${program}: ${reason}`, { hint: `pkm show ${url}` }));
    };
    const child = spawn(program, rest, { stdio: "ignore", detached: true });
    const timer = setTimeout(resolve, settleMs);
    child.on("error", (error) => {
      clearTimeout(timer);
      fail(reasonOf(error));
    });
    child.on("exit", (status) => {
      clearTimeout(timer);
      if (status === 0) resolve();
      else fail(`it ended with status ${status}`);
    });
    child.unref();
  });
}

/** The address in its normal form, which begins with http, so it can be no flag. */
function webAddress(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || (parsed.protocol !== "http:" && parsed.protocol !== "https:")) {
    throw new PkmError("usage", `only http and https addresses are opened, not ${url}`);
  }
  return parsed.href;
}

function openerArgv(href: string, platform: NodeJS.Platform): [string, ...string[]] {
  if (platform === "darwin") return ["open", href];
  // `cmd /c start` would read & and ^ in the address as its own.
  if (platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler", href];
  return ["xdg-open", href];
}
