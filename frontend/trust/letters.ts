/** Which letters of a name are not those of the name that it looks like. */
import type { Key } from "../core/i18n";

export interface Letters {
	text: string;
	/** Not the same letters as in the other name, in this order. */
	isOther: boolean;
}

const SCRIPTS = [
	["latin", /\p{Script=Latin}/u],
	["cyrillic", /\p{Script=Cyrillic}/u],
	["greek", /\p{Script=Greek}/u],
	["arabic", /\p{Script=Arabic}/u],
	["figure", /\p{N}/u],
] as const;

/** The name in runs; those that the two do not have in common are marked. */
export function lettersOf(name: string, like: string): Letters[] {
	const own = [...name];
	const isCommon = commonIn(own, [...like]);
	const runs: Letters[] = [];
	own.forEach((letter, index) => {
		const isOther = !isCommon[index];
		const last = runs[runs.length - 1];
		if (last?.isOther === isOther) last.text += letter;
		else runs.push({ text: letter, isOther });
	});
	return runs;
}

/** Each letter that is another one, once, be it a capital or not: that can't be seen, or be heard. */
export function otherLetters(name: string, like: string): string[] {
	const own = [...name];
	const isCommon = commonIn(own.map(lower), [...like].map(lower));
	const other = own.filter((_letter, index) => !isCommon[index]);
	return [...new Set(other)].filter(isSeen);
}

/** The same letters, of which some are capitals in one of the two names alone. */
export function isOtherByCapitals(name: string, like: string): boolean {
	const runs = lettersOf(name, like).filter((run) => run.isOther);
	return (
		otherLetters(name, like).length === 0 &&
		runs.some((run) => isSeen(run.text))
	);
}

/** What kind of letter it is, where the name that it looks like has none of that kind. */
export function foreignScript(letter: string, like: string): Key | null {
	const script = scriptOf(letter);
	if (script === "trust.letter_unusual") return script;
	return [...like].map(scriptOf).includes(script) ? null : script;
}

/** The word for what kind of letter it is. */
export function scriptOf(letter: string): Key {
	const plain = letter.normalize("NFKC");
	if (plain !== letter) return "trust.letter_unusual";
	const found = SCRIPTS.find(([, pattern]) => pattern.test(letter));
	return `trust.letter_${found?.[0] ?? "unusual"}`;
}

function lower(letter: string): string {
	return letter.toLowerCase();
}

function isSeen(text: string): boolean {
	return text.trim() !== "";
}

/** The longest common subsequence: names are short. */
function commonIn(own: string[], like: string[]): boolean[] {
	const length = own.map(() => new Array<number>(like.length + 1).fill(0));
	length.push(new Array<number>(like.length + 1).fill(0));
	const at = (row: number, column: number) => length[row]?.[column] ?? 0;
	for (let row = own.length - 1; row >= 0; row--)
		for (let column = like.length - 1; column >= 0; column--)
			(length[row] as number[])[column] =
				own[row] === like[column]
					? at(row + 1, column + 1) + 1
					: Math.max(at(row + 1, column), at(row, column + 1));
	const isCommon = own.map(() => false);
	let row = 0;
	let column = 0;
	while (row < own.length && column < like.length) {
		if (own[row] === like[column]) {
			isCommon[row] = true;
			row += 1;
			column += 1;
		} else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
		else column += 1;
	}
	return isCommon;
}
