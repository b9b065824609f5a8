/** A place in the history for what lies over the page, so that Back closes just that. */

interface Held {
	isSheet?: true;
}

/** `onBack` is called when the person goes back; returns the way to give the place up. */
export function holdBack(onBack: () => void): () => void {
	if (!isHeld()) history.pushState({ isSheet: true } satisfies Held, "");
	const hear = () => {
		if (!isHeld()) onBack();
	};
	addEventListener("popstate", hear);
	return () => {
		removeEventListener("popstate", hear);
		if (isHeld()) history.back();
	};
}

function isHeld(): boolean {
	return (history.state as Held | null)?.isSheet === true;
}
