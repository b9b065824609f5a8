import { useEffect, useState } from "preact/hooks";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { Skeleton } from "../ui/skeleton";
import { toast } from "../ui/toast";
import { useSubmit } from "../ui/use-submit";
import type { ArrangeProps } from "./arrange-sheet";
import { isShownBeside, PlaceFields, useDraft, wantedOf } from "./place-fields";
import {
	type Arrangeable,
	changePlace,
	type Settings,
	settingsOf,
} from "./places";

/** The name of a place, where it lies, and how people come in. */
export function ChangeForm({ place, onDone }: ArrangeProps) {
	const { settings, failure } = useSettings(place);
	if (failure) return <FailureLine>{failure}</FailureLine>;
	if (!settings) return <Skeleton rows={4} />;
	return <Loaded settings={settings} onDone={onDone} />;
}

interface LoadedProps {
	settings: Settings;
	onDone: () => void;
}

function Loaded({ settings, onDone }: LoadedProps) {
	const { draft, change } = useDraft(settings);
	const { isBusy, error, field, submit } = useSubmit(async () => {
		const wanted = wantedOf(draft, settings.kind);
		if (!wanted) return;
		const { name } = await changePlace(settings.id, wanted);
		toast(t("tree.changed", { name }), { kind: "good" });
		onDone();
	});
	return (
		<form class="form" onSubmit={submit} noValidate>
			<PlaceFields
				kind={settings.kind}
				taken={settings.taken}
				draft={draft}
				onChange={change}
				error={error}
				field={field}
			/>
			<FailureLine>{isShownBeside(field) ? null : error}</FailureLine>
			<Button kind="primary" type="submit" isWide isBusy={isBusy}>
				{t("core.save")}
			</Button>
		</form>
	);
}

/** As they are now: others may have changed them since the list was drawn. */
export function useSettings(place: Arrangeable) {
	const [settings, setSettings] = useState<Settings | null>(null);
	const [failure, setFailure] = useState<string | null>(null);
	useEffect(() => {
		settingsOf(place.id)
			.then(setSettings)
			.catch((error) => setFailure(sentenceFor(error)));
	}, [place.id]);
	return { settings, failure };
}
