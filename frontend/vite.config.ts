import { defineConfig, type Plugin } from "vite";

/** Give the service worker the list of files that make up the shell. */
function shellList(): Plugin {
	return {
		name: "shell-list",
		enforce: "post",
		generateBundle(_options, bundle) {
			const worker = bundle["service-worker.js"];
			if (worker?.type !== "chunk") return;
			const files = Object.keys(bundle)
				.filter((name) => name !== worker.fileName && !name.endsWith(".html"))
				.map((name) => `/static/${name}`)
				.sort();
			const version = checksum(Object.keys(bundle).sort().join("\n"));
			worker.code = worker.code
				.replace("__VERSION__", version)
				.replace(/["'`]__FILES__["'`]/, JSON.stringify(files.join("\n")));
		},
	};
}

/** File names carry hashes of their content, so their checksum names the version. */
function checksum(text: string): string {
	let sum = 2166136261;
	for (const char of text)
		sum = Math.imul(sum ^ (char.codePointAt(0) ?? 0), 16777619) >>> 0;
	return sum.toString(16);
}

export default defineConfig({
	base: "/static/",
	oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
	build: {
		target: ["chrome90", "firefox90", "safari15.4"],
		cssTarget: ["chrome90", "firefox90", "safari15.4"],
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		rolldownOptions: {
			input: { main: "index.html", worker: "service-worker.ts" },
			output: {
				entryFileNames: (chunk) =>
					chunk.name === "worker"
						? "service-worker.js"
						: "assets/[name]-[hash].js",
			},
		},
	},
	plugins: [shellList()],
	server: {
		proxy: {
			"/api": "http://127.0.0.1:8000",
			"/_allauth": "http://127.0.0.1:8000",
			"/ws": { target: "ws://127.0.0.1:8000", ws: true },
		},
	},
});
