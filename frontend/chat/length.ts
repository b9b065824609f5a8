/** How long a message may be; counted as the server does, in characters and not in halves of them. */
export const LIMIT = 4_000;
const SAID_FROM = 3_800;

export function lengthOf(text: string): number {
	// Never more characters than halves: what is short needs no count.
	if (text.length < SAID_FROM) return text.length;
	return [...text.trim()].length;
}

export function isTooLong(text: string): boolean {
	return lengthOf(text) > LIMIT;
}

export function isNearLimit(text: string): boolean {
	return lengthOf(text) >= SAID_FROM;
}

const SHORT_LINES = 12;
const SHORT_CHARACTERS = 400;

/** Whether a text may fill more than a dozen lines on a phone: only then is it measured. */
export function mayBeLong(text: string): boolean {
	return (
		text.length > SHORT_CHARACTERS || text.split("\n").length > SHORT_LINES
	);
}
