/** Finds the addresses in a person's words. Pure; what is shown is made of text, never of HTML. */
export type Piece = string | { href: string; text: string };

const ADDRESS =
	/\bhttps?:\/\/[^\s<>"'`\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gi;
/** What ends a sentence ends an address, in Latin and Arabic letters. */
const ENDS = /[.,;:!?…*_~»”’،؛؟]$/;
const BRACKETS: Record<string, string> = { ")": "(", "]": "[", "}": "{" };

export function piecesOf(text: string): Piece[] {
	const pieces: Piece[] = [];
	let from = 0;
	for (const match of text.matchAll(ADDRESS)) {
		const found = withoutEnding(match[0]);
		if (!isAddress(found)) continue;
		const at = match.index ?? 0;
		if (at > from) pieces.push(text.slice(from, at));
		pieces.push({ href: found, text: found });
		from = at + found.length;
	}
	if (from < text.length) pieces.push(text.slice(from));
	return pieces;
}

function withoutEnding(found: string): string {
	const last = found.slice(-1);
	const opening = BRACKETS[last];
	const isLoose = opening && count(found, last) > count(found, opening);
	if (!isLoose && !ENDS.test(found)) return found;
	return withoutEnding(found.slice(0, -1));
}

function count(text: string, letter: string): number {
	return text.split(letter).length - 1;
}

function isAddress(found: string): boolean {
	try {
		return new URL(found).hostname !== "";
	} catch {
		return false;
	}
}
