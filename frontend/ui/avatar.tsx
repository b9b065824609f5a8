import { useState } from "preact/hooks";
import type { PresenceState } from "../core/protocol";

const COLOURS = 8;

interface Props {
	id: string;
	name: string;
	/** What the server says beside the name, if the person has a photo. */
	photo?: string | null;
	isSelf?: boolean;
	state?: PresenceState;
	isSmall?: boolean;
	/** As on the person's own card. */
	isLarge?: boolean;
}

/**
 * A person's photo, or the first letter on a colour that is always theirs. Decoration: the name
 * stands beside it.
 */
export function Avatar(props: Props) {
	const { id, name, photo, isSelf, state, isSmall, isLarge } = props;
	const classes = ["avatar", isSelf ? "avatar-self" : `avatar-${colourOf(id)}`];
	if (isSmall) classes.push("avatar-small");
	if (isLarge) classes.push("avatar-large");
	const address = photo ? photoAddress(id, photo, isLarge) : "";
	return (
		<span class={classes.join(" ")} aria-hidden="true">
			{initial(name)}
			{address && <Photo key={address} address={address} />}
			{state && <span class={`dot dot-${state}`} />}
		</span>
	);
}

/** Lies over the letter, which shows until it is there, and again if it can't be had. */
function Photo({ address }: { address: string }) {
	const [isMissing, setMissing] = useState(false);
	if (isMissing) return null;
	return (
		<img
			class="avatar-photo"
			loading="lazy"
			decoding="async"
			alt=""
			draggable={false}
			src={address}
			onError={() => setMissing(true)}
		/>
	);
}

/** Another one with each photo: what the browser keeps of one is never shown for another. */
export function photoAddress(
	id: string,
	photo: string,
	isLarge?: boolean,
): string {
	const size = isLarge ? "large" : "small";
	return `/api/v1/people/${id}/photo?size=${size}&v=${encodeURIComponent(photo)}`;
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
