import { ChevronRight } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import { PlaceMenu } from "../arranging/place-menu";
import {
	actsOn,
	arranged,
	settingsOf,
	takeArranged,
} from "../arranging/places";
import { client } from "../core/client";
import { directionOf, locale, t } from "../core/i18n";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { Icon } from "../ui/icon";
import { navigate } from "../ui/router";
import { Skeleton } from "../ui/skeleton";
import { usePeopleChanges } from "./people-changes";
import { type Place, placesUnder } from "./people-data";
import { placeDetail } from "./place-detail";
import {
	asLoaded,
	NOTHING,
	rowsOf,
	type Shown,
	stepOf,
	type TreeRow,
	withBranch,
	withOpen,
} from "./tree-data";

/** The places whose people one may see, opened level by level; arrow keys walk it. */
export function Tree() {
	const { shown, error, open, more, awaited } = useTree();
	const rows = rowsOf(shown);
	const [focused, setFocused] = useState<string | null>(null);
	const list = useRef<HTMLUListElement>(null);
	const isThere = rows.some((row) => row.place.id === focused);
	const current = isThere ? focused : rows[0]?.place.id;
	const wasFocused = useRef(false);
	useEffect(() => {
		const id = awaited.current;
		const row = id && list.current?.querySelector(`[data-place="${id}"]`);
		if (row instanceof HTMLElement) {
			awaited.current = null;
			return row.focus();
		}
		// The row that had the focus may be gone: it goes to where keys begin.
		if (wasFocused.current && document.activeElement === document.body)
			list.current?.querySelector<HTMLElement>("li[tabindex='0']")?.focus();
	}, [shown]);
	if (error) return <FailureLine>{error}</FailureLine>;
	if (!shown.branches.has("")) return <Skeleton rows={3} />;
	const press = (event: KeyboardEvent) => {
		const isMirrored = directionOf(locale.value) === "rtl";
		const step = stepOf(rows, current ?? "", event.key, isMirrored);
		if (!step) return;
		event.preventDefault();
		if ("toggle" in step) return open(step.toggle);
		setFocused(step.focus);
		list.current
			?.querySelector<HTMLElement>(`[data-place="${step.focus}"]`)
			?.focus();
	};
	// Where nothing can be opened, no room is kept for what opens it.
	const isFlat = rows.every((row) => !row.place.has_places);
	return (
		<ul
			class={isFlat ? "rows tree tree-flat" : "rows tree"}
			role="tree"
			aria-label={t("people.places")}
			ref={list}
			onKeyDown={press}
			onFocusIn={() => {
				wasFocused.current = true;
			}}
			onFocusOut={(event) => {
				wasFocused.current = event.relatedTarget === null;
			}}
		>
			{rows.map((row) => (
				<Row
					key={row.place.id}
					row={row}
					isReached={row.place.id === current}
					onOpen={() => open(row.place.id)}
					onFocus={() => setFocused(row.place.id)}
					onMore={more}
				/>
			))}
		</ul>
	);
}

interface RowProps {
	row: TreeRow;
	isReached: boolean;
	onOpen: () => void;
	onFocus: () => void;
	onMore: (under: string) => void;
}

function Row({ row, isReached, onOpen, onFocus, onMore }: RowProps) {
	const { place, level, isOpen, moreUnder } = row;
	return (
		<>
			<li
				class="row tree-row"
				role="treeitem"
				aria-level={level}
				aria-expanded={place.has_places ? isOpen : undefined}
				data-place={place.id}
				tabIndex={isReached ? 0 : -1}
				style={{ "--level": level }}
				onFocus={onFocus}
				onClick={() => go(place.id)}
				onKeyDown={(event) => {
					const isOwn = event.target === event.currentTarget;
					if (isOwn && event.key === "Enter") go(place.id);
				}}
			>
				<Opener place={place} isOpen={isOpen} onOpen={onOpen} />
				<span class="row-body">
					<span class="row-title">
						<bdi>{place.name}</bdi>
					</span>
					<span class="row-detail">{placeDetail(place)}</span>
				</span>
				<End place={place} isReached={isReached} />
			</li>
			{moreUnder !== null && (
				<li class="row" role="none">
					<button
						type="button"
						class="button button-quiet"
						onClick={() => onMore(moreUnder)}
					>
						{t("core.show_more")}
					</button>
				</li>
			)}
		</>
	);
}

/** What one may do with the place; for others the sign that the row leads on. */
function End({ place, isReached }: { place: Place; isReached: boolean }) {
	if (actsOn(place).length === 0)
		return <Icon of={ChevronRight} isDirectional />;
	return (
		<span
			class="tree-end"
			role="none"
			onClick={(event) => event.stopPropagation()}
		>
			<PlaceMenu place={place} isSkipped={!isReached} />
		</span>
	);
}

/** For pointers; keys open with the arrow, which the row says by itself. */
function Opener(props: { place: Place; isOpen: boolean; onOpen: () => void }) {
	if (!props.place.has_places)
		return <span class="tree-opener" aria-hidden="true" />;
	return (
		<span
			class={props.isOpen ? "tree-opener tree-open" : "tree-opener"}
			aria-hidden="true"
			onClick={(event) => {
				event.stopPropagation();
				props.onOpen();
			}}
		>
			<Icon of={ChevronRight} isDirectional />
		</span>
	);
}

function useTree() {
	const [shown, setShown] = useState<Shown>(NOTHING);
	const [error, setError] = useState<string | null>(null);
	const awaited = useRef<string | null>(null);
	const fetched = async (under: string, cursor: string | null) => {
		const page = await placesUnder(under || null, cursor);
		return { places: page.items, next: page.next };
	};
	const load = async (under: string, cursor: string | null) => {
		try {
			const branch = await fetched(under, cursor);
			setShown((now) => withBranch(now, under, branch));
			return branch.places;
		} catch (failure) {
			setError(sentenceFor(failure));
			return [];
		}
	};
	const open = async (id: string) => {
		const isOpening = !shown.open.has(id);
		if (isOpening && !shown.branches.has(id)) await load(id, null);
		setShown((now) => withOpen(now, id, isOpening));
	};
	/** With what was just arranged in sight: there goes the focus. */
	const renew = async () => {
		const place = takeArranged();
		const above = place ? await placesAbove(shown, place.parent) : [];
		const under = [...new Set(["", ...shown.open, ...above])];
		// One that is gone meanwhile is in no branch any more.
		const found = await Promise.allSettled(
			under.map((id) => fetched(id, null)),
		);
		const branches = found.flatMap((one, index) =>
			one.status === "fulfilled"
				? [[under[index] ?? "", one.value] as const]
				: [],
		);
		awaited.current = place?.id ?? null;
		setShown((now) =>
			asLoaded(
				above.reduce((open, id) => withOpen(open, id, true), now),
				new Map(branches),
			),
		);
	};
	useEffect(() => {
		// What was arranged on another page has had its focus there.
		takeArranged();
		void load("", null).then((tops) => {
			const only = tops.length === 1 ? tops[0] : undefined;
			if (only?.has_places) void open(only.id);
		});
	}, []);
	useChange(() => void renew());
	// Of one's own role alone: what others do changes no row here.
	usePeopleChanges(
		() => false,
		() => void renew(),
	);
	return {
		shown,
		error,
		awaited,
		open: (id: string) => void open(id),
		more: (under: string) =>
			void load(under, shown.branches.get(under)?.next ?? null),
	};
}

/** A place's parent and all above it that the tree shows, as far as one may ask. */
async function placesAbove(
	shown: Shown,
	parent: string | null,
): Promise<string[]> {
	const known = new Map(
		[...shown.branches.values()]
			.flatMap((branch) => branch.places)
			.map((place) => [place.id, place.parent]),
	);
	const above: string[] = [];
	let at = parent;
	while (at) {
		above.push(at);
		at =
			known.get(at) ?? (await settingsOf(at).catch(() => null))?.parent ?? null;
	}
	return above;
}

/** Something was arranged here, or a place of one's own is another than it was. */
function useChange(run: () => void) {
	const here = arranged.value;
	const titles = client.store.titles.value;
	const before = useRef({ here, titles });
	useEffect(() => {
		const was = before.current;
		before.current = { here, titles };
		const isFirst = was.titles === "" && was.here === here;
		if (!isFirst && (was.here !== here || was.titles !== titles)) run();
	}, [here, titles]);
}

function go(id: string): void {
	navigate(`/people/places/${id}`);
}
