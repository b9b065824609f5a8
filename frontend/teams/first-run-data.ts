/** A field office as it is typed: its teams are one to a line. */
export interface Office {
	name: string;
	teams: string;
}

export function emptyOffice(): Office {
	return { name: "", teams: "" };
}

/** What the server gets: offices that say something, their teams without empty lines. */
export function officesOf(
	offices: Office[],
): { name: string; teams: string[] }[] {
	return offices.filter(saysSomething).map((office) => ({
		name: office.name.trim(),
		teams: office.teams
			.split("\n")
			.map((team) => team.trim())
			.filter(Boolean),
	}));
}

/** Which part of an office the server's `offices.1.teams` means; null: of another one. */
export function wrongPart(
	offices: Office[],
	index: number,
	field: string | undefined,
): keyof Office | null {
	const [list, number, part] = (field ?? "").split(".");
	const sent = offices.filter(saysSomething);
	const office = list === "offices" ? sent[Number(number)] : undefined;
	if (!office || office !== offices[index]) return null;
	return part === "teams" ? "teams" : "name";
}

function saysSomething(office: Office): boolean {
	return Boolean(office.name.trim() || office.teams.trim());
}
