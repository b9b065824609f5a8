/** One tab sends an entry at a time. Without Web Locks two may: the same `client_id` makes that harmless. */
export async function alone(
	name: string,
	run: () => Promise<void>,
): Promise<void> {
	const locks = globalThis.navigator?.locks;
	if (!locks) return run();
	await locks.request(name, { ifAvailable: true }, async (lock) => {
		if (lock) await run();
	});
}
