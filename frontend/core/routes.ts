/** Paths with `:names`: `/rooms/:room` matches `/rooms/7` and gives `{room: "7"}`. */
export type Params = Record<string, string>;

export function matchPath(pattern: string, path: string): Params | null {
	const wanted = split(pattern);
	const given = split(path);
	if (wanted.length !== given.length) return null;
	const params: Params = {};
	for (const [index, part] of wanted.entries()) {
		const value = given[index] ?? "";
		if (part.startsWith(":")) params[part.slice(1)] = decodeURIComponent(value);
		else if (part !== value) return null;
	}
	return params;
}

function split(path: string): string[] {
	return path.split("/").filter(Boolean);
}
