import { useEffect, useState } from "preact/hooks";
import { formatChoice, t } from "../core/i18n";
import { Button } from "../ui/button";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { TextField } from "../ui/field";
import { placeWord } from "../ui/role";
import { Skeleton } from "../ui/skeleton";
import { toast } from "../ui/toast";
import { useSubmit } from "../ui/use-submit";
import type { ArrangeProps } from "./arrange-sheet";
import {
	type Arrangeable,
	kindsAbove,
	movePlace,
	parentsFor,
	UNDO_MS,
	type Under,
} from "./places";
import "../styles/arranging.css";

const REST_MS = 300;

/** Another place to be under, of those that this person arranges. */
export function MoveForm({ place, onDone }: ArrangeProps) {
	const [search, setSearch] = useState("");
	const [to, setTo] = useState<Under | null>(null);
	const { isBusy, error, submit } = useSubmit(async () => {
		if (!to) return;
		await movePlace(place.id, to.id);
		tell(place, to);
		onDone();
	});
	return (
		<form class="form" onSubmit={submit}>
			<p>{t("tree.move_detail", { name: place.name })}</p>
			<TextField
				type="search"
				label={t("tree.find")}
				value={search}
				onInput={setSearch}
				maxLength={80}
				autoComplete="off"
			/>
			<Choices place={place} search={search.trim()} to={to} onChoose={setTo} />
			<FailureLine>{error}</FailureLine>
			<Button
				kind="primary"
				type="submit"
				isWide
				isBusy={isBusy}
				isDisabled={!to}
			>
				{to ? t("tree.move_under", { name: to.name }) : t("tree.act_move")}
			</Button>
		</form>
	);
}

function tell(place: Arrangeable, to: Under): void {
	const said = t("tree.moved", { name: place.name, parent: to.name });
	const before = place.parent;
	if (!before) return void toast(said, { kind: "good" });
	const takeAway = toast(said, {
		kind: "good",
		durationMs: UNDO_MS,
		action: {
			label: t("core.undo"),
			run: () => {
				takeAway();
				movePlace(place.id, before).catch((failure) =>
					toast(sentenceFor(failure), { kind: "urgent" }),
				);
			},
		},
	});
}

interface ChoicesProps {
	place: Arrangeable;
	search: string;
	to: Under | null;
	onChoose: (to: Under) => void;
}

function Choices({ place, search, to, onChoose }: ChoicesProps) {
	const { items, isCut, failure } = useParents(place.id, search);
	if (failure) return <FailureLine>{failure}</FailureLine>;
	if (!items) return <Skeleton rows={3} />;
	if (items.length === 0)
		return (
			<p class="muted" role="status">
				{search
					? t("tree.no_such_place")
					: t("tree.nowhere_to_move", {
							name: place.name,
							kinds: formatChoice(kindsAbove(place.kind).map(placeWord)),
						})}
			</p>
		);
	return (
		<>
			<fieldset class="choice rows move-choices">
				<legend class="visually-hidden">{t("tree.where_to")}</legend>
				{items.map((one) => (
					<label
						class={to?.id === one.id ? "row move-chosen" : "row"}
						key={one.id}
					>
						<input
							type="radio"
							name="parent"
							checked={to?.id === one.id}
							onChange={() => onChoose(one)}
						/>
						<span class="row-body">
							<span class="row-title">
								<bdi>{one.name}</bdi>
							</span>
							<span class="row-detail">
								{placeWord(one.kind)}
								{one.parent && (
									<>
										{" · "}
										<bdi>{one.parent.name}</bdi>
									</>
								)}
							</span>
						</span>
					</label>
				))}
			</fieldset>
			{isCut && <p class="meta">{t("people.more_found")}</p>}
		</>
	);
}

/** Asked once the typing rests; what was found before stays meanwhile. */
function useParents(id: string, search: string) {
	const [items, setItems] = useState<Under[] | null>(null);
	const [isCut, setCut] = useState(false);
	const [failure, setFailure] = useState<string | null>(null);
	useEffect(() => {
		let isOver = false;
		const ask = async () => {
			try {
				const page = await parentsFor(id, search);
				if (isOver) return;
				setItems(page.items);
				setCut(page.next !== null);
				setFailure(null);
			} catch (error) {
				if (!isOver) setFailure(sentenceFor(error));
			}
		};
		const timer = setTimeout(() => void ask(), search ? REST_MS : 0);
		return () => {
			isOver = true;
			clearTimeout(timer);
		};
	}, [id, search]);
	return { items, isCut, failure };
}
