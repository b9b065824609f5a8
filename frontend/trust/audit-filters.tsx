import { useEffect, useState } from "preact/hooks";
import { formatMoment, formatValue, t } from "../core/i18n";
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

export const NO_FILTERS: Filters = {
	act: "",
	who: "",
	whom: "",
	place: "",
	since: "",
	until: "",
};

const PAGE = "/people/audit";

export interface Act {
	act: string;
	what: string;
}

interface Props {
	acts: Act[];
	shown: Filters;
	/** What the server found wrong with one of them. */
	wrong: { field: string; message: string } | null;
	onShow: (filters: Filters) => void;
}

/** Who, whom, what, where, when: folded away on a phone until it is wanted. */
export function AuditFilters({ acts, shown, wrong, onShow }: Props) {
	const errorOf = (field: keyof Filters) =>
		wrong?.field === field ? wrong.message : null;
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
					error={errorOf("who")}
					maxLength={80}
					onInput={set("who")}
				/>
				<TextField
					label={t("trust.whom")}
					hint={t("trust.name_begins")}
					value={now.whom}
					error={errorOf("whom")}
					maxLength={80}
					onInput={set("whom")}
				/>
				<TextField
					label={t("trust.where")}
					hint={t("trust.place_begins")}
					value={now.place}
					error={errorOf("place")}
					maxLength={80}
					onInput={set("place")}
				/>
				<Moment
					label={t("trust.since")}
					value={now.since}
					error={errorOf("since")}
					onChange={set("since")}
				/>
				<Moment
					label={t("trust.until")}
					value={now.until}
					error={errorOf("until")}
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
	error: string | null;
	onChange: (value: string) => void;
}) {
	return (
		<Field label={props.label} error={props.error}>
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

/** 'Who did it: Olive', 'From: 3 Nov 2026, 10:00': each that is set. */
export function toldFilters(filters: Filters, acts: Act[]): string[] {
	const labels = {
		act: t("trust.what"),
		who: t("trust.who"),
		whom: t("trust.whom"),
		place: t("trust.where"),
		since: t("trust.since"),
		until: t("trust.until"),
	};
	const said: Partial<Record<keyof Filters, (value: string) => string>> = {
		act: (act) => acts.find((one) => one.act === act)?.what ?? act,
		since: formatMoment,
		until: formatMoment,
	};
	return (Object.keys(labels) as (keyof Filters)[])
		.filter((name) => filters[name] !== "")
		.map((name) => {
			const value = filters[name];
			return `${labels[name]}: ${formatValue(said[name]?.(value) ?? value)}`;
		});
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
