import { useEffect, useState } from "preact/hooks";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { Field, SelectField, TextField } from "../ui/field";

export interface Filters {
	act: string;
	who: string;
	whom: string;
	place: string;
	since: string;
	until: string;
}

const PAGE = "/people/audit";

interface Props {
	acts: { act: string; what: string }[];
	shown: Filters;
	onShow: (filters: Filters) => void;
}

/** Who, whom, what, where, when: folded away on a phone until it is wanted. */
export function AuditFilters({ acts, shown, onShow }: Props) {
	const [now, setNow] = useState(shown);
	const [isOpen] = useState(isFiltered(shown));
	useEffect(() => setNow(shown), [shown]);
	const set = (name: keyof Filters) => (value: string) =>
		setNow({ ...now, [name]: value });
	return (
		<details class="panel trust-filters" open={isOpen}>
			<summary>{t("trust.filters")}</summary>
			<form
				class="trust-grid"
				onSubmit={(event) => {
					event.preventDefault();
					onShow(now);
				}}
			>
				<SelectField
					label={t("trust.what")}
					value={now.act}
					options={[
						{ value: "", label: t("trust.anything") },
						...acts.map((one) => ({ value: one.act, label: one.what })),
					]}
					onChange={set("act")}
				/>
				<TextField
					label={t("trust.who")}
					hint={t("trust.name_begins")}
					value={now.who}
					maxLength={80}
					onInput={set("who")}
				/>
				<TextField
					label={t("trust.whom")}
					hint={t("trust.name_begins")}
					value={now.whom}
					maxLength={80}
					onInput={set("whom")}
				/>
				<TextField
					label={t("trust.where")}
					hint={t("trust.place_begins")}
					value={now.place}
					maxLength={80}
					onInput={set("place")}
				/>
				<Moment
					label={t("trust.since")}
					value={now.since}
					onChange={set("since")}
				/>
				<Moment
					label={t("trust.until")}
					value={now.until}
					onChange={set("until")}
				/>
				<Button type="submit" kind="primary">
					{t("trust.search")}
				</Button>
			</form>
		</details>
	);
}

function Moment(props: {
	label: string;
	value: string;
	onChange: (value: string) => void;
}) {
	return (
		<Field label={props.label}>
			{(ids) => (
				<input
					{...ids}
					type="datetime-local"
					class="input"
					value={props.value}
					onInput={(event) => props.onChange(event.currentTarget.value)}
				/>
			)}
		</Field>
	);
}

export function isFiltered(filters: Filters): boolean {
	return Object.values(filters).some((value) => value !== "");
}

/** The page with these filters, so that it can be loaded again and gone back to. */
export function addressOf(filters: Filters): string {
	const told = Object.entries(filters).filter(([, value]) => value !== "");
	return told.length > 0 ? `${PAGE}?${new URLSearchParams(told)}` : PAGE;
}

/** What an address says of them; what is no time is left out. */
export function filtersIn(query: URLSearchParams): Filters {
	const told = (name: keyof Filters) => query.get(name) ?? "";
	const time = (name: "since" | "until") =>
		Number.isNaN(Date.parse(told(name))) ? "" : told(name);
	return {
		act: told("act"),
		who: told("who"),
		whom: told("whom"),
		place: told("place"),
		since: time("since"),
		until: time("until"),
	};
}

/** As the server wants them: without what is empty, times with their zone. */
export function fieldsOf(filters: Filters): Record<string, string> {
	const told = Object.entries(filters).filter(([, value]) => value !== "");
	return Object.fromEntries(
		told.map(([name, value]) => [
			name,
			name === "since" || name === "until"
				? new Date(value).toISOString()
				: value,
		]),
	);
}

export function queryOf(filters: Filters, cursor: string | null): string {
	const query = new URLSearchParams(fieldsOf(filters));
	if (cursor) query.set("cursor", cursor);
	return query.toString();
}
