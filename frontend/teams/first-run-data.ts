/** A field office as it is typed: its teams are one to a line. */
export interface Office {
	name: string;
	teams: string;
}

export function emptyOffice(): Office {
	return { name: "", teams: "" };
}

/** What the server gets: offices with a name, and their teams without empty lines. */
export function officesOf(
	offices: Office[],
): { name: string; teams: string[] }[] {
	return offices
		.filter((office) => office.name.trim())
		.map((office) => ({
			name: office.name.trim(),
			teams: office.teams
				.split("\n")
				.map((team) => team.trim())
				.filter(Boolean),
		}));
}
