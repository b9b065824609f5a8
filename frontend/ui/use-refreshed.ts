import { useEffect, useState } from "preact/hooks";

const EVERY_MS = 60_000;

export interface Refreshed<Answer> {
	answer: Answer | null;
	/** Why the last attempt failed; the answer from before stays. */
	error: unknown;
	ask: () => void;
}

/** An answer that is asked for again every minute while somebody looks at the page. */
export function useRefreshed<Answer>(
	load: () => Promise<Answer>,
	key: string,
): Refreshed<Answer> {
	const [answer, setAnswer] = useState<Answer | null>(null);
	const [error, setError] = useState<unknown>(null);
	const [again, setAgain] = useState(0);
	useEffect(() => {
		let isOver = false;
		let asked = 0;
		const ask = () => {
			asked = Date.now();
			load().then(
				(fresh) => {
					if (isOver) return;
					setAnswer(fresh);
					setError(null);
				},
				(failure) => {
					if (!isOver) setError(failure);
				},
			);
		};
		const askIfOld = () => {
			if (!document.hidden && Date.now() - asked >= EVERY_MS) ask();
		};
		ask();
		const timer = setInterval(askIfOld, EVERY_MS);
		document.addEventListener("visibilitychange", askIfOld);
		return () => {
			isOver = true;
			clearInterval(timer);
			document.removeEventListener("visibilitychange", askIfOld);
		};
	}, [key, again]);
	return { answer, error, ask: () => setAgain((count) => count + 1) };
}
