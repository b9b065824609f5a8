import { t } from "../core/i18n";
import { TypedName } from "../people/typed-name";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { Skeleton } from "../ui/skeleton";
import { toast } from "../ui/toast";
import type { ArrangeProps } from "./arrange-sheet";
import { useSettings } from "./change-form";
import { archivePlace, bringBack, type Settings, UNDO_MS } from "./places";

/** Ends a place with all below it, after its name was typed. */
export function ArchiveForm({ place, onDone }: ArrangeProps) {
	const { settings, failure } = useSettings(place);
	if (failure) return <FailureLine>{failure}</FailureLine>;
	if (!settings) return <Skeleton rows={3} />;
	const back = settings.may_bring_back ? "back_by_you" : "back_from_above";
	return (
		<TypedName
			detail={`${t("tree.archive_detail", { name: settings.name })} ${t(`tree.${back}`)}`}
			name={settings.name}
			act={t("tree.archive_it")}
			run={async () => {
				await archivePlace(settings.id);
				tell(settings);
				onDone();
			}}
		/>
	);
}

function tell({ id, name, may_bring_back }: Settings): void {
	const said = t("tree.archived", { name });
	if (!may_bring_back) return void toast(said);
	const takeAway = toast(said, {
		durationMs: UNDO_MS,
		action: {
			label: t("core.undo"),
			run: () => {
				takeAway();
				bringBack(id)
					.then(() => toast(t("tree.is_back", { name }), { kind: "good" }))
					.catch((failure) => toast(sentenceFor(failure), { kind: "urgent" }));
			},
		},
	});
}
