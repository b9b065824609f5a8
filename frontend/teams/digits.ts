import { parseNumber } from "../core/i18n";

/** A code typed in any digits, as the server knows it; zeros in front stay. */
export function latinDigits(text: string): string {
	return [...text]
		.map((char) => parseNumber(char))
		.filter((digit) => digit !== null)
		.join("");
}
