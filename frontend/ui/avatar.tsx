import type { PresenceState } from "../core/protocol";

const COLOURS = 8;

interface Props {
	id: string;
	name: string;
	isSelf?: boolean;
	state?: PresenceState;
	isSmall?: boolean;
}

/** A person's first letter on a colour that is always theirs. Decoration: the name stands beside it. */
export function Avatar({ id, name, isSelf, state, isSmall }: Props) {
	const classes = ["avatar", isSelf ? "avatar-self" : `avatar-${colourOf(id)}`];
	if (isSmall) classes.push("avatar-small");
	return (
		<span class={classes.join(" ")} aria-hidden="true">
			{initial(name)}
			{state && <span class={`dot dot-${state}`} />}
		</span>
	);
}

function initial(name: string): string {
	return [...name.trim()][0]?.toLocaleUpperCase() ?? "?";
}

function colourOf(id: string): number {
	let sum = 0;
	for (const char of id) sum = (Math.imul(sum, 131) + char.charCodeAt(0)) >>> 0;
	// Neighbouring ids get far colours: the golden ratio spreads them.
	return (Math.imul(sum, 2654435761) >>> 16) % COLOURS;
}
