// Loads the program with the code that V8 made of it before, and keeps what code it makes: it need not be made again.
//
// Node's own cache, which the libraries have, holds no function that is compiled at its first call, and those are most.
const { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } = process.getBuiltinModule("node:fs");
const { createRequire, enableCompileCache } = process.getBuiltinModule("node:module");
const { dirname, isAbsolute } = process.getBuiltinModule("node:path");
const { fileURLToPath } = process.getBuiltinModule("node:url");
const { Script } = process.getBuiltinModule("node:vm");
const { crc32 } = process.getBuiltinModule("node:zlib");

/** Commands whose code is kept, at most; there are not so many, but for aliases. */
const wordsMax = 64;
/** In a longer run V8 has thrown away code that was not used for a while, of other commands too. */
const runMsMax = 2000;
/** What Node puts around a CommonJS file. */
const opening = Buffer.from("(function (exports, require, module, __filename, __dirname) { ");
const closing = Buffer.from("\n})");
/** The status of a command that was typed wrong. */
const usageStatus = 2;

/**
 * The exports of the CommonJS file at `url`, which calls require and not import(), and `keepCode`, to be called when the
 * command has ended. Nothing is kept where there is no folder for it; NODE_COMPILE_CACHE and NODE_DISABLE_COMPILE_CACHE=1
 * leave it to Node, or to nobody.
 */
export function loadProgram(url) {
  const require = createRequire(url);
  const file = fileURLToPath(url);
  const folder = codeFolder(process.env);
  if (folder === null) return { ...require(file), keepCode() {} };
  enableCompileCache(folder);
  const source = Buffer.concat([opening, readFileSync(file), closing]);
  // Only the sum is held on to: the bytes are no small part of what pkm takes.
  const sum = crc32(source);
  // Two installations beside each other would else take turns in replacing each other's.
  const place = `${folder}/pkm-${process.version}-${process.arch}-${crc32(file).toString(36)}.code`;
  const kept = readKept(place, sum);
  const script = new Script(source.toString(), { filename: file, cachedData: kept?.code });
  const words = kept === null || script.cachedDataRejected === true ? [] : kept.words;
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, file, dirname(file));
  return { ...module.exports, keepCode: () => keepCode({ place, sum, script, words }) };
}

/** Keeps the code of the command that ran, unless it is kept. What cannot be written is made again next time. */
function keepCode({ place, sum, script, words }) {
  const word = /^[a-z]+$/.test(process.argv[2] ?? "") ? process.argv[2] : "";
  const isKept = words.includes(word) || words.length >= wordsMax;
  if (isKept || process.exitCode === usageStatus || performance.now() > runMsMax) return;
  const draft = `${place}.${process.pid}`;
  try {
    writeFileSync(draft, packed(script.createCachedData(), sum, [...words, word]), { mode: 0o600 });
    renameSync(draft, place);
  } catch {
    rmSync(draft, { force: true });
  }
}

/** What is kept: CRC-32 of the source and of the code, the commands it is of in one line, then the code. */
function packed(code, sum, words) {
  const sums = Buffer.alloc(8);
  sums.writeUInt32LE(sum, 0);
  sums.writeUInt32LE(crc32(code), 4);
  return Buffer.concat([sums, Buffer.from(`${words.join(" ")}\n`), code]);
}

/** Null where nothing is kept, or what is kept is of another program or damaged: V8 itself compares no more than lengths. */
function readKept(place, sum) {
  try {
    const bytes = readFileSync(place);
    const end = bytes.indexOf("\n", 8);
    const code = bytes.subarray(end + 1);
    if (end < 8 || bytes.readUInt32LE(0) !== sum || bytes.readUInt32LE(4) !== crc32(code)) return null;
    return { code, words: bytes.toString("latin1", 8, end).split(" ") };
  } catch {
    return null;
  }
}

/** The folder; null where none can be made, and where it is not the person's alone: what lies in it is run. */
function codeFolder({ HOME, XDG_CACHE_HOME, LOCALAPPDATA, NODE_COMPILE_CACHE, NODE_DISABLE_COMPILE_CACHE }) {
  if (NODE_COMPILE_CACHE !== undefined || NODE_DISABLE_COMPILE_CACHE === "1") return null;
  const place = XDG_CACHE_HOME ?? LOCALAPPDATA ?? (HOME === undefined ? undefined : `${HOME}/.cache`);
  if (place === undefined || !isAbsolute(place)) return null;
  const folder = `${place}/pkm/code`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(folder);
    const isOwn = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    return isOwn ? folder : null;
  } catch {
    return null;
  }
}
