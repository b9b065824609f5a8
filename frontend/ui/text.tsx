import type { ComponentChildren } from "preact";
import { formatValue, type Key, type Params, t, tPieces } from "../core/i18n";

interface Props {
	k: Key;
	/** Plain values: numbers, and the `count` that chooses the form. */
	values?: Params;
	/** Elements in place of `{name}`, for instance `{ name: <bdi>…</bdi> }`. */
	parts?: Record<string, ComponentChildren>;
}

/** A text with elements inside. */
export function Text({ k, values = {}, parts = {} }: Props) {
	if (Object.keys(parts).length === 0) return <>{t(k, values)}</>;
	return (
		<>
			{tPieces(k, values).map((piece) =>
				typeof piece === "string"
					? piece
					: (parts[piece.name] ?? formatValue(values[piece.name] ?? "")),
			)}
		</>
	);
}
