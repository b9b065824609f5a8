/** How long a short text may be; counted as the server does, which tidies it first. */
const SAID_FROM = 0.9;

export function lengthOf(text: string): number {
	return [...text.normalize("NFKC").trim().replace(/\s+/g, " ")].length;
}

export function isTooLong(text: string, limit: number): boolean {
	return lengthOf(text) > limit;
}

export function isNearLimit(text: string, limit: number): boolean {
	return lengthOf(text) >= limit * SAID_FROM;
}
