import { defineConfig } from "vitest/config";

export default defineConfig({
	// On a busy machine all takes as long as it takes.
	test: {
		include: ["tests/**/*.test.ts"],
		testTimeout: 60_000,
		hookTimeout: 60_000,
	},
});
