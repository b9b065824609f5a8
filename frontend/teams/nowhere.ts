import { boot } from "../core/session";

/** Why somebody who is signed in is in no room, and which places it is about. */
export function whyNowhere(): {
	why: "suspended" | "closed" | "declined" | "left" | "nowhere";
	places: string[];
} {
	const {
		suspended_from: out = [],
		closed = [],
		declined = [],
		has_left: hasLeft,
	} = boot.value ?? {};
	if (out.length > 0) return { why: "suspended", places: out };
	if (closed.length > 0) return { why: "closed", places: closed };
	if (declined.length > 0) return { why: "declined", places: declined };
	if (hasLeft) return { why: "left", places: [] };
	return { why: "nowhere", places: [] };
}
