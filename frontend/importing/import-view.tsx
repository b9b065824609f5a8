import { CircleAlert, CircleCheck, FileSpreadsheet } from "lucide";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../core/i18n";
import { isRefusal } from "../core/protocol";
import "../styles/import.css";
import { proven } from "../teams/proof-sheet";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { Screen } from "../ui/screen";
import { Skeleton } from "../ui/skeleton";
import { FilePicker } from "./file-picker";
import {
	begin,
	bringIn,
	goOn,
	type Import,
	isBusy,
	isUnusable,
	look,
	sendFile,
	whereToBegin,
} from "./import-data";
import { RowList } from "./row-list";

const LOOK_AGAIN_MS = 1_000;

/** Places and people from a table: choose, see what will happen, bring them in. */
export default function ImportView() {
	const work = useImport();
	return (
		<Screen title={t("tree.import")} back="/people">
			<div class="stack import" aria-live="polite">
				<FailureLine>{work.error}</FailureLine>
				<Step {...work} />
			</div>
		</Screen>
	);
}

interface Work {
	/** undefined: not known yet; null: none. */
	current: Import | null | undefined;
	/** The names of a place as a row would have them. */
	example: string[];
	/** How much of the file has been sent, 0 to 1. */
	sent: number | null;
	error: string | null;
	/** Not for this person: nothing could be sent. */
	isShut: boolean;
	choose: (file: File) => void;
	act: (what: (id: string) => Promise<Import>) => void;
	startOver: () => void;
}

function Step(work: Work) {
	const { current, sent } = work;
	if (current === undefined) return <Skeleton kind="card" rows={2} />;
	if (sent !== null) return <Progress label={t("tree.sending")} part={sent} />;
	if (current === null)
		return work.isShut ? null : (
			<FilePicker example={work.example} onChoose={work.choose} />
		);
	if (current.stalled) return <Stalled onGoOn={() => work.act(goOn)} />;
	if (current.state === "checking")
		return (
			<Progress label={t("tree.checking", { count: current.rows })} part={0} />
		);
	if (current.state === "importing") return <Importing of={current} />;
	if (current.state === "failed") return <Failed of={current} {...work} />;
	if (current.state === "checked" && isUnusable(current))
		return <Unusable of={current} {...work} />;
	return <Checked of={current} {...work} />;
}

function Progress(props: {
	label: string;
	part: number;
	children?: ComponentChildren;
}) {
	return (
		<section class="panel stack">
			<p>{props.label}</p>
			<progress
				class="import-progress"
				aria-label={props.label}
				value={props.part || undefined}
			/>
			{props.children}
		</section>
	);
}

function Importing({ of }: { of: Import }) {
	const label = t("tree.importing", { done: of.done, rows: of.rows });
	return (
		<Progress label={label} part={of.done / Math.max(1, of.rows)}>
			<p class="muted">{t("tree.importing_lead")}</p>
		</Progress>
	);
}

function Stalled({ onGoOn }: { onGoOn: () => void }) {
	return (
		<Card icon={CircleAlert} tone="warn" title={t("tree.stalled")} isOurs>
			<Button kind="primary" onClick={onGoOn}>
				{t("tree.go_on")}
			</Button>
		</Card>
	);
}

function Failed({ of, startOver }: Work & { of: Import }) {
	return (
		<Card
			icon={CircleAlert}
			tone="warn"
			title={t("tree.failed")}
			detail={of.reason}
			isOurs
		>
			<Button kind="primary" onClick={startOver}>
				{t("tree.another")}
			</Button>
		</Card>
	);
}

function Unusable({ of, startOver }: Work & { of: Import }) {
	return (
		<>
			<Card
				icon={CircleAlert}
				tone="warn"
				title={t("tree.unusable")}
				detail={t("tree.import_again")}
				isOurs
			>
				<Reasons of={of} />
				<div class="import-actions">
					<Button kind="primary" onClick={startOver}>
						{t("tree.another")}
					</Button>
				</div>
			</Card>
			<RowList id={of.id} hasAll={false} refused={of.rows} />
		</>
	);
}

function Reasons({ of }: { of: Import }) {
	if (of.reasons.length === 0) return null;
	return (
		<ul class="import-columns">
			{of.reasons.map(({ reason, count }) => (
				<li key={reason}>{t("tree.unusable_why", { count, reason })}</li>
			))}
		</ul>
	);
}

function Checked({ of, act, startOver }: Work & { of: Import }) {
	const isDone = of.state === "done";
	const refused = of.counts.refused ?? 0;
	return (
		<>
			<Card
				icon={isDone ? CircleCheck : FileSpreadsheet}
				tone={isDone ? "good" : "plain"}
				title={t(isDone ? "tree.done" : "tree.checked")}
				detail={<Counts of={of} />}
				isOurs
			>
				<Reasons of={of} />
				<div class="import-actions">
					{!isDone && <Confirm of={of} onConfirm={() => act(bringIn)} />}
					<Button onClick={startOver}>{t("tree.another")}</Button>
				</div>
			</Card>
			{(!isDone || refused > 0) && (
				<RowList key={of.state} id={of.id} hasAll={!isDone} refused={refused} />
			)}
		</>
	);
}

function Confirm({ of, onConfirm }: { of: Import; onConfirm: () => void }) {
	const people = of.counts.joins ?? 0;
	if (people === 0 && of.places === 0)
		return <p class="muted">{t("tree.nobody_new")}</p>;
	return (
		<Button kind="primary" onClick={onConfirm}>
			{people > 0
				? t("tree.confirm", { count: people })
				: t("tree.confirm_places", { count: of.places })}
		</Button>
	);
}

function Counts({ of }: { of: Import }) {
	const { joins = 0, there = 0, refused = 0 } = of.counts;
	const joining = of.state === "done" ? "tree.joined" : "tree.joins";
	return (
		<>
			{[
				t(joining, { count: joins }),
				of.places > 0 && t("tree.places", { count: of.places }),
				there > 0 && t("tree.there", { count: there }),
				refused > 0 && t("tree.refused", { count: refused }),
			]
				.filter(Boolean)
				.join(" · ")}
		</>
	);
}

function useImport(): Work {
	const [current, setCurrent] = useState<Import | null>();
	const [sent, setSent] = useState<number | null>(null);
	const [example, setExample] = useState<string[]>([]);
	const [error, setError] = useState<string | null>(null);
	const [isShut, setShut] = useState(false);
	const attempt = async (what: () => Promise<Import | null>) => {
		try {
			setCurrent(await what());
			setError(null);
		} catch (failure) {
			setError(sentenceFor(failure));
			setShut(isRefusal(failure));
			setCurrent((held) => held ?? null);
		}
	};
	useEffect(() => {
		void attempt(async () => {
			const begin = await whereToBegin();
			setExample(begin.example);
			return begin.latest;
		});
	}, []);
	useEffect(() => {
		if (!current || !isBusy(current.state)) return;
		const again = () => void attempt(() => look(current.id));
		const timer = setTimeout(again, LOOK_AGAIN_MS);
		return () => clearTimeout(timer);
	}, [current, error]);
	return {
		current,
		example,
		sent,
		error,
		isShut,
		choose: (file) => {
			setSent(0);
			void attempt(async () => {
				const begun = await proven(() => begin(file));
				return sendFile(begun, file, setSent);
			}).then(() => setSent(null));
		},
		act: (what) => {
			if (current) void attempt(() => proven(() => what(current.id)));
		},
		startOver: () => setCurrent(null),
	};
}
