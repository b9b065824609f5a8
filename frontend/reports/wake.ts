/** Keeps the screen on while a wall is shown, where the browser can. */
export function stayAwake(): () => void {
	let lock: WakeLockSentinel | undefined;
	const ask = async () => {
		if (document.hidden) return;
		try {
			lock = await navigator.wakeLock?.request("screen");
		} catch {
			// Refused, for instance on low battery: the screen follows its own settings.
		}
	};
	void ask();
	document.addEventListener("visibilitychange", ask);
	return () => {
		document.removeEventListener("visibilitychange", ask);
		void lock?.release();
	};
}
