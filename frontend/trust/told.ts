/** What an entry of the audit log says beside who and whom: never a code of the program. */
import { formatNumber, type Key, t } from "../core/i18n";
import { placeWord, roleWord } from "../ui/role";

/** The names of details that have a word; what another version wrote down is left out. */
export const TOLD = new Set([
	"after",
	"again",
	"before",
	"bytes",
	"capacity",
	"case",
	"count",
	"encrypted",
	"extended",
	"fields",
	"format",
	"from",
	"invitation",
	"join_mode",
	"joined",
	"kind",
	"message",
	"minutes",
	"people",
	"places",
	"reason",
	"role",
	"rows",
	"scope",
	"to",
	"token",
	"uses",
	"what",
]);

const WORDS: Record<string, (value: string) => string> = {
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
};

/** 'minutes 60, role leader' of a detail as the server keeps it. */
export function toldLine(detail: Record<string, unknown>): string {
	return Object.entries(detail)
		.filter(([name, value]) => TOLD.has(name) && value !== null)
		.map(([name, value]) => toldOne(name, value))
		.filter(Boolean)
		.join(", ");
}

function toldOne(name: string, value: unknown): string {
	const label = t(`trust.told_${name}` as Key);
	if (typeof value === "boolean") return value ? label : "";
	if (typeof value === "number") return `${label} ${formatNumber(value)}`;
	const said = String(value);
	return `${label} ${WORDS[name]?.(said) ?? said}`;
}
