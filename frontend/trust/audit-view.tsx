import { ScrollText } from "lucide";
import { useEffect, useMemo, useState } from "preact/hooks";
import { api } from "../core/api";
import { t } from "../core/i18n";
import { isRefusal, RequestError } from "../core/protocol";
import { Button } from "../ui/button";
import { Empty } from "../ui/empty";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { navigate, query } from "../ui/router";
import { Screen } from "../ui/screen";
import { Shut } from "../ui/shut";
import { Skeleton } from "../ui/skeleton";
import {
	type Act,
	AuditFilters,
	addressOf,
	type Filters,
	filtersIn,
	isFiltered,
	NO_FILTERS,
	queryOf,
} from "./audit-filters";
import { AuditTools } from "./audit-tools";
import { type Entry, EntryRow } from "./entry-row";

interface Page {
	items: Entry[];
	next: string | null;
	count: number;
	acts: Act[];
	reads_all: boolean;
}

/** Who did what to whom, the newest first. */
export default function AuditView() {
	const asked = query.value.toString();
	const filters = useMemo(() => filtersIn(new URLSearchParams(asked)), [asked]);
	const { page, known, failure, more, renew } = useEntries(filters);
	const wrong = wrongFilter(failure);
	if (isRefusal(failure))
		return (
			<Screen title={t("trust.audit")} back="/people">
				<Shut detail={t("trust.shut_detail")} />
			</Screen>
		);
	return (
		<Screen title={t("trust.audit")} back="/people">
			<p class="muted">{t("trust.audit_detail")}</p>
			<AuditFilters
				acts={known?.acts ?? []}
				shown={filters}
				wrong={wrong}
				onShow={show}
			/>
			<AuditTools
				filters={filters}
				count={page?.count ?? null}
				acts={known?.acts ?? []}
				mayCheck={known?.reads_all ?? false}
				onExported={renew}
			/>
			<FailureLine>
				{failure === null || wrong ? null : sentenceFor(failure)}
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

/** What is wrong with a filter is said beside it. */
function wrongFilter(
	failure: unknown,
): { field: string; message: string } | null {
	if (!(failure instanceof RequestError) || failure.field === undefined)
		return null;
	if (!(failure.field in NO_FILTERS)) return null;
	return { field: failure.field, message: failure.message };
}

function useEntries(filters: Filters) {
	const [page, setPage] = useState<Page | null>(null);
	// What every answer says, also while a filter is wrong.
	const [known, setKnown] = useState<Page | null>(null);
	const [failure, setFailure] = useState<unknown>(null);
	const load = (cursor: string | null) =>
		api.get<Page>(`/api/v1/audit?${queryOf(filters, cursor)}`);
	useEffect(() => {
		let isShown = true;
		setFailure(null);
		const fail = (error: unknown) => {
			if (!isShown) return;
			setPage(null);
			setFailure(error);
			if (!known && wrongFilter(error))
				api
					.get<Page>("/api/v1/audit?limit=1")
					.then(setKnown)
					.catch(() => {});
		};
		load(null).then((found) => {
			if (!isShown) return;
			setPage(found);
			setKnown(found);
		}, fail);
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
	/** What one did here is in the log itself. */
	const renew = () => {
		load(null)
			.then((fresh) => setPage((now) => withNewer(now, fresh)))
			.catch(() => {});
	};
	return { page, known, failure, more, renew };
}

/** As far down as one has come, where no entry in between is missing. */
function withNewer(now: Page | null, fresh: Page): Page {
	const first = now?.items[0]?.seq;
	const at = fresh.items.findIndex((entry) => entry.seq === first);
	if (!now || at < 0) return fresh;
	const items = [...fresh.items.slice(0, at), ...now.items];
	return { ...fresh, items, next: now.next };
}
