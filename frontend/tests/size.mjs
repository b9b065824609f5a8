/** What a phone loads to show its team's room: at most 150 KB compressed. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";

const BYTES_AT_MOST = 150_000;
const DIST = join(new URL(".", import.meta.url).pathname, "..", "dist");
const ASSETS = join(DIST, "assets");
const LOCALE = /^(?:en|ar|es)-.*\.js$/;

/** The page, what it names, and what that imports before anything is shown. */
function loaded() {
	const page = join(DIST, "index.html");
	const found = new Set([page]);
	const waiting = [page];
	while (waiting.length > 0) {
		for (const name of named(readFileSync(waiting.pop(), "utf8"))) {
			const path = join(ASSETS, name);
			if (found.has(path) || !existsSync(path)) continue;
			found.add(path);
			waiting.push(path);
		}
	}
	return [...found, largestLocale()];
}

function named(text) {
	const links = text.matchAll(/(?:src|href)="\/static\/assets\/([^"]+)"/g);
	const imports = text.matchAll(/(?:from|import)\s*["']\.\/([^"']+)["']/g);
	return [...links, ...imports].map((match) => basename(match[1]));
}

function largestLocale() {
	return readdirSync(ASSETS)
		.filter((name) => LOCALE.test(name))
		.map((name) => join(ASSETS, name))
		.reduce((one, other) => (size(one) > size(other) ? one : other));
}

function size(path) {
	return gzipSync(readFileSync(path)).length;
}

const files = loaded();
const total = files.map(size).reduce((sum, bytes) => sum + bytes, 0);
for (const path of files) console.log(`${size(path)}\t${basename(path)}`);
console.log(`${total}\tof at most ${BYTES_AT_MOST} bytes, compressed`);
process.exit(total > BYTES_AT_MOST ? 1 : 0);
