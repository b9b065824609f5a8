import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { t } from "../core/i18n";
import "../styles/report-sheet.css";
import { announce } from "../ui/live-region";
import { Sheet } from "../ui/sheet";
import { swallowTaps } from "../ui/taps";
import { Text } from "../ui/text";
import { begunFor, dropBegun, keepBegun } from "./begun";
import { DayPicker } from "./day-picker";
import { KindTiles } from "./kind-tiles";
import { kindsInOrder } from "./kinds";
import { MoodFaces } from "./mood-faces";
import { MoreAboutIt } from "./more-about-it";
import { Quantity } from "./report-quantity";
import { SubmitPart } from "./report-submit";
import { sendReport } from "./sending";
import {
	type Draft,
	emptyDraft,
	isUnlikely,
	reportFor,
	type Team,
	whatOf,
} from "./sheet-state";
import { TopicChips } from "./topic-chips";

/** Always mounted; open while a team is being reported for. */
export function ReportSheet() {
	const team = reportFor.value;
	return team ? <OpenReportSheet key={team.id} team={team} /> : null;
}

function OpenReportSheet({ team }: { team: Team }) {
	const kinds = kindsInOrder();
	const [order] = useState(() => kinds.map((kind) => kind.id));
	const [draft, setDraft] = useState(
		() => begunFor(team) ?? emptyDraft(order[0] ?? ""),
	);
	const [isAsking, setAsking] = useState(false);
	const close = () => {
		reportFor.value = null;
	};
	const change = (part: Partial<Draft>) => {
		setDraft((now) => ({ ...now, ...part }));
		setAsking(false);
	};
	// At once: Back may close the sheet before the next frame is drawn.
	useLayoutEffect(() => keepBegun(team, draft), [draft]);
	useEffect(() => {
		if (!draft.kind && kinds[0]) change({ kind: kinds[0].id });
	}, [kinds]);
	const submit = (tap?: MouseEvent) => {
		if (draft.quantity === null || !draft.kind) return;
		if (isUnlikely(draft) && !isAsking) {
			setAsking(true);
			announce(t("reports.unlikely", { what: whatOf(draft) }));
			return;
		}
		if (reportFor.peek() !== team) return;
		if (tap) swallowTaps(tap);
		close();
		dropBegun(team);
		void sendReport(team, draft);
	};
	return (
		<Sheet
			isOpen
			onClose={close}
			title={
				<Text k="reports.report_for" parts={{ team: <bdi>{team.name}</bdi> }} />
			}
			aside={
				<DayPicker
					daysAgo={draft.daysAgo}
					onChange={(daysAgo) => change({ daysAgo })}
				/>
			}
			actions={
				<SubmitPart
					draft={draft}
					isAsking={isAsking}
					onSubmit={submit}
					onBack={() => setAsking(false)}
				/>
			}
		>
			<KindTiles
				order={order}
				current={draft.kind}
				onSelect={(kind) => change({ kind })}
			/>
			<Quantity draft={draft} change={change} onEnter={() => submit()} />
			<MoodFaces mood={draft.mood} onChange={(mood) => change({ mood })} />
			<TopicChips
				chosen={draft.topics}
				onChange={(topics) => change({ topics })}
			/>
			<MoreAboutIt team={team} draft={draft} change={change} />
		</Sheet>
	);
}
