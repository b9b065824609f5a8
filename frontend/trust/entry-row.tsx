import { formatMoment, t } from "../core/i18n";
import { Ago } from "../ui/time";
import { type Named, nameOf, type Told, toldOf } from "./told";

export interface Entry extends Told {
	seq: number;
	at: string;
	what: string;
	by: Named | null;
	place: Named | null;
	whom: Named | null;
}

/** One act: who, what, to whom, where; names as they are now. */
export function EntryRow({ entry }: { entry: Entry }) {
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
				<Details of={entry} />
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
				</span>
			</span>
			<span class="row-end">
				<bdi dir="ltr">#{entry.seq}</bdi>
			</span>
		</li>
	);
}

/** For how long, which role, where the message was. */
function Details({ of }: { of: Entry }) {
	const pieces = toldOf(of);
	if (pieces.length === 0) return null;
	return (
		<span class="trust-told">
			{pieces.map(({ text, href }, index) => (
				<span key={text}>
					{index > 0 && " · "}
					{href ? <a href={href}>{text}</a> : <bdi>{text}</bdi>}
				</span>
			))}
		</span>
	);
}
