import { Flag } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { api } from "../core/api";
import { type Key, t } from "../core/i18n";
import { Button } from "../ui/button";
import { called } from "../ui/called";
import { Empty } from "../ui/empty";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { ListRow } from "../ui/list-row";
import { Screen } from "../ui/screen";
import { Skeleton } from "../ui/skeleton";
import { Ago } from "../ui/time";
import type { Case } from "./cases";
import { HeldNames } from "./held-names";
import { queueChanges } from "./inbox";

interface Page {
	items: Case[];
	next: string | null;
}

/** What waits for one's decision: flags of the places that one leads. */
export default function FlagsView() {
	const { page, error, more } = useQueue();
	const [names, setNames] = useState<number | null>(null);
	return (
		<Screen title={t("trust.flags")} back="/people">
			<FailureLine>{error}</FailureLine>
			<HeldNames onCount={setNames} />
			{!page && !error && <Skeleton rows={4} />}
			{page?.items.length === 0 && names === 0 && (
				<Empty
					icon={Flag}
					title={t("trust.flags_none")}
					detail={t("trust.flags_none_detail")}
				/>
			)}
			{page && page.items.length > 0 && (
				<ul class="rows trust-rows">
					{page.items.map((one) => (
						<li key={one.id}>
							<CaseRow of={one} />
						</li>
					))}
				</ul>
			)}
			{page?.next && <Button onClick={more}>{t("core.show_more")}</Button>}
		</Screen>
	);
}

function CaseRow({ of }: { of: Case }) {
	const reasons = [...new Set(of.flags.map((flag) => flag.reason))];
	return (
		<ListRow
			href={`/people/flags/${of.id}`}
			title={
				of.message
					? t("trust.by_person", { name: called(of.person.name) })
					: called(of.person.name)
			}
			detail={
				<>
					<bdi>{of.unit.name}</bdi>
					{" · "}
					{reasons.map((one) => t(`trust.reason_${one}` as Key)).join(" · ")}
				</>
			}
			end={
				<span class="trust-end">
					<Ago at={of.opened_at} />
					<span>{t("trust.times", { count: of.flags.length })}</span>
				</span>
			}
		/>
	);
}

function useQueue() {
	const [page, setPage] = useState<Page | null>(null);
	const [error, setError] = useState<string | null>(null);
	const changes = queueChanges.value;
	useEffect(() => {
		load("")
			.then(setPage)
			.catch((failure) => setError(sentenceFor(failure)));
	}, [changes]);
	const more = () => {
		if (!page?.next) return;
		load(page.next)
			.then((next) =>
				setPage({ ...next, items: [...page.items, ...next.items] }),
			)
			.catch((failure) => setError(sentenceFor(failure)));
	};
	return { page, error, more };
}

function load(cursor: string): Promise<Page> {
	const query = cursor ? `?cursor=${encodeURIComponent(cursor)}` : "";
	return api.get<Page>(`/api/v1/flags${query}`);
}
