import { useState } from "preact/hooks";
import { t } from "../core/i18n";
import { capacityIn, type Mode } from "../joining/door";
import { DoorFields } from "../joining/door-fields";
import { TextField } from "../ui/field";
import { isTooLong } from "../ui/short-text";
import { codesIn, type Settings, takesNewcomers, type Wanted } from "./places";

const NAME_AT_MOST = 80;
const LIES_AT_MOST = 120;

export interface Draft {
	name: string;
	place: string;
	codes: string;
	mode: Mode;
	room: string;
}

const EMPTY: Draft = {
	name: "",
	place: "",
	codes: "",
	mode: "code",
	room: "",
};

export function useDraft(from?: Settings) {
	const [draft, setDraft] = useState<Draft>(from ? draftOf(from) : EMPTY);
	const change = (some: Partial<Draft>) =>
		setDraft((now) => ({ ...now, ...some }));
	return { draft, change };
}

function draftOf(settings: Settings): Draft {
	return {
		name: settings.name,
		place: settings.place,
		codes: settings.postal_codes.join(", "),
		mode: settings.join_mode,
		room: settings.capacity === null ? "" : String(settings.capacity),
	};
}

/** What is sent of it; null while something typed can't be meant or is too long. */
export function wantedOf(draft: Draft, kind: string): Wanted | null {
	const { name, place, codes, mode, room } = draft;
	if (isTooLong(name, NAME_AT_MOST) || isTooLong(place, LIES_AT_MOST))
		return null;
	if (!takesNewcomers(kind)) return { name, place };
	const capacity = capacityIn(room);
	if (capacity === undefined) return null;
	return {
		name,
		place,
		postal_codes: codesIn(codes),
		join_mode: mode,
		capacity,
	};
}

/** Fields that show what is wrong with them by themselves. */
const SHOWN = new Set(["name", "place", "postal_codes", "capacity"]);

export function isShownBeside(field: string | undefined): boolean {
	return SHOWN.has(field ?? "");
}

interface Props {
	kind: string;
	/** How many are in it already. */
	taken?: number;
	draft: Draft;
	onChange: (some: Partial<Draft>) => void;
	error: string | null;
	/** To which field the error belongs. */
	field?: string;
}

export function PlaceFields(props: Props) {
	const { kind, taken, draft, onChange, error, field } = props;
	const errorOf = (name: string) => (field === name ? error : null);
	return (
		<>
			<TextField
				label={t("tree.name")}
				value={draft.name}
				onInput={(name) => onChange({ name })}
				limit={NAME_AT_MOST}
				autoComplete="off"
				error={errorOf("name")}
				isRequired
			/>
			<TextField
				label={t("tree.lies")}
				hint={t("tree.lies_hint")}
				value={draft.place}
				onInput={(place) => onChange({ place })}
				limit={LIES_AT_MOST}
				autoComplete="off"
				error={errorOf("place")}
			/>
			{takesNewcomers(kind) && (
				<>
					<TextField
						label={t("tree.codes")}
						hint={t("tree.codes_hint")}
						value={draft.codes}
						onInput={(codes) => onChange({ codes })}
						autoComplete="off"
						error={errorOf("postal_codes")}
					/>
					<DoorFields
						mode={draft.mode}
						onMode={(mode) => onChange({ mode })}
						room={draft.room}
						onRoom={(room) => onChange({ room })}
						taken={taken}
						error={errorOf("capacity")}
					/>
				</>
			)}
		</>
	);
}
