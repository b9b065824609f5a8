import { Archive } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { formatDay, t } from "../core/i18n";
import { Button } from "../ui/button";
import { Empty } from "../ui/empty";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { placeWord } from "../ui/role";
import { Screen } from "../ui/screen";
import { Skeleton } from "../ui/skeleton";
import { toast } from "../ui/toast";
import { type Archived, archivedPlaces, bringBack } from "./places";
import "../styles/arranging.css";

/** Places that were archived, and the way back for each. */
export default function ArchivedView() {
	const { items, next, failure, load } = useArchived();
	return (
		<Screen title={t("tree.archived_places")} back="/people">
			<FailureLine>{failure}</FailureLine>
			{!items && !failure && <Skeleton rows={3} />}
			{items?.length === 0 && (
				<Empty
					icon={Archive}
					title={t("tree.nothing_archived")}
					detail={t("tree.nothing_archived_detail")}
				/>
			)}
			{items && items.length > 0 && (
				<>
					<p class="muted">{t("tree.archived_detail")}</p>
					<ul class="rows" aria-label={t("tree.archived_places")}>
						{items.map((place) => (
							<li key={place.id}>
								<Row place={place} onBack={() => load(null)} />
							</li>
						))}
					</ul>
				</>
			)}
			{next && (
				<Button isWide onClick={() => load(next)}>
					{t("core.show_more")}
				</Button>
			)}
		</Screen>
	);
}

interface RowProps {
	place: Archived;
	onBack: () => void;
}

function Row({ place, onBack }: RowProps) {
	const [isBusy, setBusy] = useState(false);
	const reopen = async () => {
		setBusy(true);
		try {
			await bringBack(place.id);
			toast(t("tree.is_back", { name: place.name }), { kind: "good" });
		} catch (failure) {
			toast(sentenceFor(failure), { kind: "urgent" });
		}
		setBusy(false);
		onBack();
	};
	return (
		<div class="row archived-row">
			<span class="row-body">
				<span class="row-title">
					<bdi>{place.name}</bdi>
				</span>
				<span class="row-detail">
					{placeWord(place.kind)}
					{place.parent && (
						<>
							{" · "}
							<bdi>{place.parent.name}</bdi>
						</>
					)}
				</span>
				<span class="row-detail">
					{place.may_reopen
						? t("tree.archived_on", { day: formatDay(place.archived_at) })
						: t("tree.above_first", { parent: place.parent?.name ?? "" })}
				</span>
			</span>
			{place.may_reopen && (
				<Button
					isBusy={isBusy}
					label={t("tree.bring_back_named", { name: place.name })}
					onClick={() => void reopen()}
				>
					{t("tree.bring_back")}
				</Button>
			)}
		</div>
	);
}

function useArchived() {
	const [items, setItems] = useState<Archived[] | null>(null);
	const [next, setNext] = useState<string | null>(null);
	const [failure, setFailure] = useState<string | null>(null);
	const load = async (cursor: string | null) => {
		try {
			const page = await archivedPlaces(cursor);
			setItems((now) => (cursor && now ? [...now, ...page.items] : page.items));
			setNext(page.next);
			setFailure(null);
		} catch (error) {
			setFailure(sentenceFor(error));
		}
	};
	useEffect(() => void load(null), []);
	return {
		items,
		next,
		failure,
		load: (cursor: string | null) => void load(cursor),
	};
}
