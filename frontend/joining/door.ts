import { parseNumber } from "../core/i18n";

export const MODES = ["open", "code", "approval", "closed"] as const;
export type Mode = (typeof MODES)[number];

export const CAPACITY_AT_MOST = 100_000;

/** For how many there is room; null: any number; undefined: what is typed is no number. */
export function capacityIn(text: string): number | null | undefined {
	if (text.trim() === "") return null;
	const number = parseNumber(text);
	const isOne = number !== null && number >= 1 && number <= CAPACITY_AT_MOST;
	return isOne ? number : undefined;
}

/** Whether nobody else can come in: fewer may be meant to be in it than are. */
export function isFull(
	capacity: number | null | undefined,
	taken: number,
): boolean {
	return typeof capacity === "number" && capacity <= taken;
}
