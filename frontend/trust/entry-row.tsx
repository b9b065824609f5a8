import { formatMoment, t } from "../core/i18n";
import { called } from "../ui/called";
import { Ago } from "../ui/time";
import { toldLine } from "./told";

interface Named {
	id: string;
	name: string | null;
}

export interface Entry {
	seq: number;
	at: string;
	act: string;
	what: string;
	by: Named | null;
	place: Named | null;
	whom: Named | null;
	detail: Record<string, unknown>;
}

/** One act: who, what, to whom, where; names as they are now. */
export function EntryRow({ entry }: { entry: Entry }) {
	const told = toldLine(entry.detail);
	return (
		<li class="row trust-entry">
			<span class="row-body">
				<span>
					<bdi>{entry.by ? nameOf(entry.by) : t("trust.installation")}</bdi>{" "}
					<strong>{entry.what}</strong>
					{entry.whom && entry.whom.id !== entry.by?.id && (
						<>
							{": "}
							<bdi>{nameOf(entry.whom)}</bdi>
						</>
					)}
				</span>
				<span class="meta">
					{entry.place && (
						<>
							<bdi>{nameOf(entry.place)}</bdi>
							{" · "}
						</>
					)}
					<Ago at={entry.at} />
					{" · "}
					<bdi>{formatMoment(entry.at)}</bdi>
					{told && (
						<>
							{" · "}
							<bdi>{told}</bdi>
						</>
					)}
				</span>
			</span>
			<span class="row-end">
				<bdi dir="ltr">#{entry.seq}</bdi>
			</span>
		</li>
	);
}

/** Of who is not in the database any more, the number is all that is known. */
function nameOf(one: Named): string {
	if (one.name) return called(one.name);
	return t("trust.number", { id: one.id });
}
