import { boot } from "../core/session";

/** Why somebody who is signed in is in no room, and which places it is about. */
export function whyNowhere(): {
	why: "suspended" | "closed" | "nowhere";
	places: string[];
} {
	const { suspended_from: out = [], closed = [] } = boot.value ?? {};
	if (out.length > 0) return { why: "suspended", places: out };
	if (closed.length > 0) return { why: "closed", places: closed };
	return { why: "nowhere", places: [] };
}
