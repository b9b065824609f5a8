import { useEffect, useState } from "preact/hooks";
import { formatNumber, t } from "../core/i18n";
import { Button } from "../ui/button";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { ListRow } from "../ui/list-row";
import { placeWord, roleName } from "../ui/role";
import { Skeleton } from "../ui/skeleton";
import { Tabs } from "../ui/tabs";
import { type Row, rowsOf } from "./import-data";

interface Props {
	id: string;
	/** Before the import all rows are there, after it those that could not be used. */
	hasAll: boolean;
	refused: number;
}

/** What becomes of each row, a hundred at a time. */
export function RowList({ id, hasAll, refused }: Props) {
	const [which, setWhich] = useState(hasAll ? "all" : "refused");
	return (
		<section class="stack">
			{hasAll && refused > 0 && (
				<Tabs
					label={t("tree.rows")}
					options={[
						{ id: "all", label: t("tree.rows_all") },
						{
							id: "refused",
							label: `${t("tree.rows_refused")} ${formatNumber(refused)}`,
						},
					]}
					current={which}
					onSelect={setWhich}
				/>
			)}
			<Page key={which} id={id} isRefused={which === "refused"} />
		</section>
	);
}

function Page({ id, isRefused }: { id: string; isRefused: boolean }) {
	const [rows, setRows] = useState<Row[] | null>(null);
	const [next, setNext] = useState<string | null>(null);
	const [error, setError] = useState<string | null>(null);
	const load = async (cursor: string | null) => {
		try {
			const page = await rowsOf(id, isRefused, cursor);
			setRows((held) => [...(held ?? []), ...page.items]);
			setNext(page.next);
			setError(null);
		} catch (failure) {
			setError(sentenceFor(failure));
		}
	};
	useEffect(() => void load(null), []);
	return (
		<>
			{rows ? (
				<ul class="rows" aria-label={t("tree.rows")}>
					{rows.map((row) => (
						<li key={row.line}>
							<OneRow row={row} />
						</li>
					))}
				</ul>
			) : (
				!error && <Skeleton rows={6} />
			)}
			<FailureLine>{error}</FailureLine>
			{next && (
				<Button isWide onClick={() => void load(next)}>
					{t("tree.more")}
				</Button>
			)}
		</>
	);
}

function OneRow({ row }: { row: Row }) {
	const place = row.place.join(" › ");
	const line = t("tree.line", { line: row.line });
	return (
		<ListRow
			title={<bdi>{row.name || place || line}</bdi>}
			detail={
				<>
					{line}
					{row.name ? (
						<>
							{" · "}
							<bdi>{place}</bdi>
							{row.fate === "joins" && roleName(row.role) && (
								<> · {roleName(row.role)}</>
							)}
						</>
					) : (
						row.kind && ` · ${placeWord(row.kind)}`
					)}
					{row.reason && <span class="import-reason">{row.reason}</span>}
				</>
			}
			end={t(`tree.fate_${row.fate}`)}
		/>
	);
}
