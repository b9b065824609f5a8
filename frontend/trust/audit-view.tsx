import { ScrollText } from "lucide";
import { useEffect, useMemo, useState } from "preact/hooks";
import { api } from "../core/api";
import { t } from "../core/i18n";
import { isRefusal } from "../core/protocol";
import { Button } from "../ui/button";
import { Empty } from "../ui/empty";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { navigate, query } from "../ui/router";
import { Screen } from "../ui/screen";
import { Shut } from "../ui/shut";
import { Skeleton } from "../ui/skeleton";
import {
	AuditFilters,
	addressOf,
	type Filters,
	filtersIn,
	isFiltered,
	queryOf,
} from "./audit-filters";
import { AuditTools } from "./audit-tools";
import { type Entry, EntryRow } from "./entry-row";

interface Page {
	items: Entry[];
	next: string | null;
	acts: { act: string; what: string }[];
	reads_all: boolean;
}

/** Who did what to whom, the newest first. */
export default function AuditView() {
	const asked = query.value.toString();
	const filters = useMemo(() => filtersIn(new URLSearchParams(asked)), [asked]);
	const { page, failure, more } = useEntries(filters);
	if (isRefusal(failure))
		return (
			<Screen title={t("trust.audit")} back="/people">
				<Shut detail={t("trust.shut_detail")} />
			</Screen>
		);
	return (
		<Screen title={t("trust.audit")} back="/people">
			<p class="muted">{t("trust.audit_detail")}</p>
			<AuditFilters acts={page?.acts ?? []} shown={filters} onShow={show} />
			<AuditTools filters={filters} mayCheck={page?.reads_all ?? false} />
			<FailureLine>
				{failure === null ? null : sentenceFor(failure)}
			</FailureLine>
			{!page && failure === null && <Skeleton rows={6} />}
			{page?.items.length === 0 && (
				<Empty
					icon={ScrollText}
					title={t(
						isFiltered(filters) ? "trust.audit_none" : "trust.audit_none_yet",
					)}
				/>
			)}
			{page && page.items.length > 0 && (
				<ol class="rows trust-entries">
					{page.items.map((entry) => (
						<EntryRow key={entry.seq} entry={entry} />
					))}
				</ol>
			)}
			{page?.next && <Button onClick={more}>{t("core.show_more")}</Button>}
		</Screen>
	);
}

function show(filters: Filters): void {
	navigate(addressOf(filters));
}

function useEntries(filters: Filters) {
	const [page, setPage] = useState<Page | null>(null);
	const [failure, setFailure] = useState<unknown>(null);
	const load = (cursor: string | null) =>
		api.get<Page>(`/api/v1/audit?${queryOf(filters, cursor)}`);
	useEffect(() => {
		let isShown = true;
		setFailure(null);
		load(null)
			.then((found) => isShown && setPage(found))
			.catch((error) => isShown && setFailure(error));
		return () => {
			isShown = false;
		};
	}, [filters]);
	const more = () => {
		if (!page?.next) return;
		load(page.next)
			.then((next) =>
				setPage({ ...next, items: [...page.items, ...next.items] }),
			)
			.catch(setFailure);
	};
	return { page, failure, more };
}
