/** Lays a .gz and a .br beside each built text file; the server sends the smallest a browser takes. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const FOLDER = join(import.meta.dirname, "dist");
const TEXT = /\.(js|css|svg|webmanifest)$/;
const WORTH_BYTES = 400;

for (const file of readdirSync(FOLDER, { recursive: true })) {
	if (!TEXT.test(file)) continue;
	const content = readFileSync(join(FOLDER, file));
	if (content.length < WORTH_BYTES) continue;
	writeFileSync(join(FOLDER, `${file}.gz`), gzipSync(content, { level: 9 }));
	writeFileSync(join(FOLDER, `${file}.br`), brotliCompressSync(content));
}
