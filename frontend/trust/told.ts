/** What an entry of the audit log says beside who and whom: in words, never a code of ours. */
import { formatNumber, type Key, t } from "../core/i18n";
import { called } from "../ui/called";
import { placeWord, roleWord } from "../ui/role";

export interface Named {
	id: string;
	name: string | null;
}

export interface Told {
	act: string;
	detail: Record<string, unknown>;
	/** The places that a place was moved from and to. */
	between?: Record<string, Named>;
	/** Where a removed message stood, for who may enter its room. */
	message?: { room: string; seq: number } | null;
}

export interface Piece {
	text: string;
	href?: string;
}

const WORDS: Record<string, (value: string, entry: Told) => string> = {
	before: roleWord,
	after: roleWord,
	role: roleWord,
	kind: (kind) =>
		kind === "link" || kind === "spoken"
			? t(`joining.kind_${kind}`)
			: placeWord(kind),
	reason: (reason) => t(`people.reason_${reason}` as Key),
	scope: (scope) => t(`accounts.scope_${scope}` as Key),
	join_mode: (mode) => t(`joining.door_${mode}` as Key),
	format: (format) => format.toUpperCase(),
	what: (what) => t(`trust.told_what_${what.replace(" ", "_")}` as Key),
	fields: (fields) =>
		fields
			.split(" ")
			.map((field) => t(`trust.told_field_${field}` as Key))
			.join(" · "),
	minutes: (minutes) => lengthOf(Number(minutes)),
	bytes: (bytes) => sizeOf(Number(bytes)),
	from: (id, entry) => nameOf(entry.between?.from ?? { id, name: null }),
	to: (id, entry) => nameOf(entry.between?.to ?? { id, name: null }),
};

/** 'role: leader', 'for 1 hour'; what a later version wrote down has no words, and is left out. */
export function toldOf(entry: Told): Piece[] {
	return Object.entries(entry.detail)
		.filter(([, value]) => value !== null && value !== false)
		.map(([name, value]) => pieceOf(entry, name, value))
		.filter((piece) => piece.text !== "");
}

/** Of who is not in the database any more, the number is all that is known. */
export function nameOf(one: Named): string {
	if (one.name) return called(one.name);
	return t("trust.number", { id: one.id });
}

function pieceOf(entry: Told, name: string, value: unknown): Piece {
	if (name === "message" && entry.message) {
		const { room, seq } = entry.message;
		return {
			text: t("trust.told_message_place"),
			href: `/rooms/${room}?at=${seq}`,
		};
	}
	const key = `trust.told_${entry.act}_${name}` as Key;
	const said = String(value);
	const params = {
		count: Number(value),
		value: WORDS[name]?.(said, entry) ?? said,
	};
	const text = t(key, params);
	return { text: text === key ? "" : text };
}

const UNITS = [
	["day", 1_440],
	["hour", 60],
	["minute", 1],
] as const;

/** '1 hour', '90 minutes': the largest unit of which it is a whole number. */
function lengthOf(minutes: number): string {
	const [unit, size] = UNITS.find(([, size]) => minutes % size === 0) ?? [
		"minute" as const,
		1,
	];
	return inUnits(minutes / size, unit);
}

function sizeOf(bytes: number): string {
	if (bytes < 1_000_000) return inUnits(Math.ceil(bytes / 1_000), "kilobyte");
	return inUnits(bytes / 1_000_000, "megabyte");
}

function inUnits(value: number, unit: string): string {
	const isLength = !unit.endsWith("byte");
	return formatNumber(value, {
		style: "unit",
		unit,
		unitDisplay: isLength ? "long" : "short",
		maximumFractionDigits: 1,
	});
}
