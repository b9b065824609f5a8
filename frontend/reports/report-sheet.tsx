import { useEffect, useState } from "preact/hooks";
import { client } from "../core/client";
import { formatNumber, t } from "../core/i18n";
import type { Reply } from "../core/protocol";
import "../styles/report-sheet.css";
import { Button } from "../ui/button";
import { Chip } from "../ui/chip";
import { announce } from "../ui/live-region";
import { path } from "../ui/router";
import { Sheet } from "../ui/sheet";
import { Stepper } from "../ui/stepper";
import { Text } from "../ui/text";
import { toast } from "../ui/toast";
import { DayPicker } from "./day-picker";
import { figuresOf } from "./figures";
import { KindTiles } from "./kind-tiles";
import { countOf, kindOf, kindsInOrder, nounFor } from "./kinds";
import { MoodFaces } from "./mood-faces";
import { MoreAboutIt } from "./more-about-it";
import {
	type Draft,
	emptyDraft,
	fileReport,
	reportFor,
	type Team,
} from "./sheet-state";
import { TopicChips } from "./topic-chips";

const STEPS = [5, 10];
const QUANTITY_MAX = 9_999_999;

/** Always mounted; open while a team is being reported for. */
export function ReportSheet() {
	const team = reportFor.value;
	return team ? <OpenReportSheet key={team.id} team={team} /> : null;
}

function OpenReportSheet({ team }: { team: Team }) {
	const kinds = kindsInOrder();
	const [order] = useState(() => kinds.map((kind) => kind.id));
	const [draft, setDraft] = useState(() => emptyDraft(order[0] ?? ""));
	const [isAsking, setAsking] = useState(false);
	const close = () => {
		reportFor.value = null;
	};
	const change = (part: Partial<Draft>) => {
		setDraft((now) => ({ ...now, ...part }));
		setAsking(false);
	};
	useEffect(() => {
		if (!draft.kind && kinds[0]) change({ kind: kinds[0].id });
	}, [kinds]);
	const submit = () => {
		if (draft.quantity === null || !draft.kind) return;
		if (isUnlikely(draft) && !isAsking) {
			setAsking(true);
			announce(t("reports.unlikely", { what: whatOf(draft) }));
			return;
		}
		close();
		void send(team, draft);
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
			<Quantity draft={draft} change={change} onEnter={submit} />
			<MoodFaces mood={draft.mood} onChange={(mood) => change({ mood })} />
			<TopicChips
				chosen={draft.topics}
				onChange={(topics) => change({ topics })}
			/>
			<MoreAboutIt team={team} draft={draft} change={change} />
		</Sheet>
	);
}

interface PartProps {
	draft: Draft;
	change: (part: Partial<Draft>) => void;
}

function Quantity({
	draft,
	change,
	onEnter,
}: PartProps & { onEnter: () => void }) {
	const quantity = draft.quantity ?? 0;
	return (
		<div class="report-quantity">
			<Stepper
				label={t("reports.how_many", { what: nounFor(draft.kind, 5) })}
				value={quantity}
				max={QUANTITY_MAX}
				onChange={(next) => change({ quantity: next })}
				onEnter={onEnter}
			/>
			<div class="cluster report-steps">
				{STEPS.map((step) => (
					<Chip
						key={step}
						label={t("reports.add", { count: step })}
						onClick={() =>
							change({ quantity: Math.min(QUANTITY_MAX, quantity + step) })
						}
					>
						+{formatNumber(step)}
					</Chip>
				))}
				<Chip
					isSelected={draft.quantity === 0}
					onClick={() => change({ quantity: 0 })}
				>
					{t("reports.nothing", { count: 0 })}
				</Chip>
			</div>
		</div>
	);
}

interface SubmitProps {
	draft: Draft;
	isAsking: boolean;
	onSubmit: () => void;
	onBack: () => void;
}

function SubmitPart({ draft, isAsking, onSubmit, onBack }: SubmitProps) {
	const what = whatOf(draft);
	if (isAsking)
		return (
			<div class="report-unlikely">
				<p>{t("reports.unlikely", { what })}</p>
				<div class="cluster">
					<Button kind="primary" onClick={onSubmit}>
						{t("reports.unlikely_yes", { what })}
					</Button>
					<Button onClick={onBack}>{t("reports.unlikely_no")}</Button>
				</div>
			</div>
		);
	return (
		<Button
			kind="primary"
			isWide
			isDisabled={draft.quantity === null || !draft.kind}
			onClick={onSubmit}
		>
			{draft.quantity === null
				? t("reports.report")
				: t("reports.submit", { what })}
		</Button>
	);
}

function whatOf(draft: Draft): string {
	return countOf(draft.kind, draft.quantity ?? 0);
}

function isUnlikely(draft: Draft): boolean {
	const maximum = kindOf(draft.kind)?.daily_maximum ?? QUANTITY_MAX;
	return (draft.quantity ?? 0) > maximum;
}

async function send(team: Team, draft: Draft): Promise<void> {
	const { reply } = await fileReport(team, draft);
	if (!client.isLive.peek()) sayItWaits(team);
	await reply.then((answer) => celebrate(team, draft, answer)).catch(() => {});
}

/** In the team's room the waiting card says it already. */
function sayItWaits(team: Team): void {
	const words = t("reports.saved_here");
	if (isHere(team)) announce(words);
	else toast(words);
}

interface Totals {
	totals?: { unit: { id: string }; quantity: number }[];
}

function celebrate(team: Team, draft: Draft, reply: Reply): void {
	const of = (reply as Totals).totals?.find((one) => one.unit.id === team.id);
	const words =
		of && draft.daysAgo === 0
			? t("reports.filed_now", {
					team: team.name,
					what: countOf(draft.kind, of.quantity),
				})
			: t("reports.filed");
	if (draft.quantity === 0) toast(t("reports.filed_zero"), { kind: "good" });
	else if (isSeenMoving(team, draft)) announce(words);
	else toast(words, { kind: "good" });
}

/** In the team's room the card comes in and the goal bar moves: no toast over them. */
function isSeenMoving(team: Team, draft: Draft): boolean {
	const { goals } = figuresOf(team.id).peek();
	return isHere(team) && goals.some((goal) => goal.kind === draft.kind);
}

function isHere(team: Team): boolean {
	return path.peek() === `/rooms/${team.stream?.split(":")[1]}`;
}
