/**
 * Whether what was typed is meant to be this name. Marks that nobody sees and that a copied
 * name brings along, capitals and kinds of spaces do not count.
 */
export function isTypedAs(typed: string, name: string): boolean {
	const meant = plain(typed);
	return meant !== "" && meant === plain(name);
}

function plain(text: string): string {
	return text
		.replace(/\p{Cf}/gu, "")
		.normalize("NFKC")
		.replace(/\s+/g, " ")
		.trim()
		.toUpperCase();
}
