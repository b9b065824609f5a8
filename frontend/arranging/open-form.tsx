import { useEffect, useState } from "preact/hooks";
import { t } from "../core/i18n";
import { placesUnder } from "../people/people-data";
import { ChipChoice } from "../teams/chip-choice";
import { Button } from "../ui/button";
import { FailureLine } from "../ui/failure-line";
import { placeWord } from "../ui/role";
import { navigate } from "../ui/router";
import { toast } from "../ui/toast";
import { useSubmit } from "../ui/use-submit";
import type { ArrangeProps } from "./arrange-sheet";
import { isShownBeside, PlaceFields, useDraft, wantedOf } from "./place-fields";
import {
	type Arrangeable,
	kindsBelow,
	openPlace,
	type Settings,
	usualKind,
} from "./places";

/** A new place under this one, of a kind that may stand there. */
export function OpenForm({ place, onDone }: ArrangeProps) {
	const kinds = kindsBelow(place.kind);
	const usual = useUsualKind(place, kinds);
	const [chosen, setKind] = useState<string | null>(null);
	const kind = chosen ?? usual;
	const { draft, change } = useDraft();
	const { isBusy, error, field, submit } = useSubmit(async () => {
		const wanted = wantedOf(draft, kind);
		if (!wanted) return;
		tell(await openPlace(place.id, { ...wanted, kind }));
		onDone();
	});
	return (
		<form class="form" onSubmit={submit} noValidate>
			{kinds.length > 1 ? (
				<ChipChoice
					label={t("tree.kind")}
					value={kind}
					options={kinds.map((value) => ({ value, label: placeWord(value) }))}
					onChange={setKind}
				/>
			) : (
				<p class="muted">{t("tree.kind_is", { kind: placeWord(kind) })}</p>
			)}
			<PlaceFields
				kind={kind}
				draft={draft}
				onChange={change}
				error={error}
				field={field}
			/>
			<FailureLine>{isShownBeside(field) ? null : error}</FailureLine>
			<Button kind="primary" type="submit" isWide isBusy={isBusy}>
				{t("tree.open_it")}
			</Button>
		</form>
	);
}

/** As the places that are below it already. */
function useUsualKind(place: Arrangeable, kinds: string[]): string {
	const [usual, setUsual] = useState(usualKind(kinds, []));
	const hasChoice = kinds.length > 1;
	useEffect(() => {
		if (!hasChoice) return;
		placesUnder(place.id, null)
			.then(({ items }) => setUsual(usualKind(kinds, items)))
			// What may stand there is known without it.
			.catch(() => {});
	}, [place.id]);
	return usual;
}

function tell(opened: Settings): void {
	const takeAway = toast(t("tree.opened", { name: opened.name }), {
		kind: "good",
		action: {
			label: t("tree.look"),
			run: () => {
				takeAway();
				navigate(`/people/places/${opened.id}`);
			},
		},
	});
}
