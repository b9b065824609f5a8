import {
	CircleAlert,
	CircleCheck,
	CircleDashed,
	CircleX,
	type IconNode,
	Play,
	RotateCw,
} from "lucide";
import { useEffect, useState } from "preact/hooks";
import { type Key, t } from "../core/i18n";
import { isRefusal } from "../core/protocol";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Empty } from "../ui/empty";
import { sentenceFor } from "../ui/failure";
import { announce } from "../ui/live-region";
import { Screen } from "../ui/screen";
import { Shut } from "../ui/shut";
import { Skeleton } from "../ui/skeleton";
import {
	allChecks,
	type Check,
	countsOf,
	type State,
	sentenceOf,
	testAgain,
} from "./checks";
import "../styles/ready.css";

const ICONS: Record<State, IconNode> = {
	good: CircleCheck,
	warn: CircleAlert,
	bad: CircleX,
	off: CircleDashed,
};
const TONES = {
	good: "good",
	warn: "warn",
	bad: "urgent",
	off: "plain",
} as const;

/** Tests that do more than look again say so on their button. */
const IN_WORDS: Record<string, Key> = {
	mail: "keeping.test_mail",
	load: "keeping.test_run",
};
const UNTESTED = ["push", "versions"];

/** Is everything in order before the day begins? For owner and director. */
export default function ReadyView() {
	const [checks, setChecks] = useState<Check[] | null>(null);
	const [failure, setFailure] = useState<unknown>(null);
	const load = () => {
		setFailure(null);
		allChecks().then(setChecks, setFailure);
	};
	useEffect(load, []);
	const replace = (changed: Check) =>
		setChecks(
			(all) =>
				all?.map((one) => (one.name === changed.name ? changed : one)) ?? null,
		);
	return (
		<Screen title={t("keeping.ready")} back="/me">
			{failure ? <Failed error={failure} onAgain={load} /> : null}
			{!failure && !checks && <Skeleton kind="card" rows={6} />}
			{checks && (
				<>
					<p class="muted">{summaryOf(checks)}</p>
					<ul class="stack ready">
						{checks.map((check) => (
							<li key={check.name}>
								<Row check={check} onChecked={replace} />
							</li>
						))}
					</ul>
				</>
			)}
		</Screen>
	);
}

function Failed(props: { error: unknown; onAgain: () => void }) {
	if (isRefusal(props.error)) return <Shut detail={t("keeping.ready_shut")} />;
	return (
		<Empty
			icon={CircleAlert}
			title={sentenceFor(props.error)}
			action={
				<Button icon={RotateCw} onClick={props.onAgain}>
					{t("keeping.test_again")}
				</Button>
			}
		/>
	);
}

function Row(props: { check: Check; onChecked: (check: Check) => void }) {
	const { check } = props;
	const [isBusy, setBusy] = useState(false);
	const [failure, setFailure] = useState<string | null>(null);
	const name = t(`keeping.${check.name}` as Key);
	const inWords = IN_WORDS[check.name];
	const test = async () => {
		setBusy(true);
		setFailure(null);
		try {
			const found = await testAgain(check.name);
			props.onChecked(found);
			announce(`${name}: ${wordOf(found)}. ${sentenceOf(found)}`);
		} catch (error) {
			setFailure(sentenceFor(error));
			announce(sentenceFor(error));
		}
		setBusy(false);
	};
	return (
		<Card
			icon={ICONS[check.state]}
			tone={TONES[check.state]}
			title={name}
			end={<End check={check} name={name} isBusy={isBusy} onTest={test} />}
			detail={failure ?? sentenceOf(check)}
			isOurs
		>
			{inWords && (
				<div class="cluster">
					<Button icon={Play} isBusy={isBusy} onClick={test}>
						{t(inWords)}
					</Button>
				</div>
			)}
		</Card>
	);
}

function End(props: {
	check: Check;
	name: string;
	isBusy: boolean;
	onTest: () => void;
}) {
	const { check } = props;
	const hasTest = !(check.name in IN_WORDS || UNTESTED.includes(check.name));
	return (
		<span class="ready-end">
			<span class={`ready-state ready-${check.state}`}>{wordOf(check)}</span>
			{hasTest && (
				<Button
					kind="quiet"
					icon={RotateCw}
					label={`${t("keeping.test_again")}: ${props.name}`}
					isBusy={props.isBusy}
					onClick={props.onTest}
				/>
			)}
		</span>
	);
}

function wordOf(check: Check): string {
	if (check.state === "off") return t(`keeping.off_${check.name}` as Key);
	return t(`keeping.state_${check.state}`);
}

function summaryOf(checks: Check[]): string {
	const { bad, warn } = countsOf(checks);
	if (bad + warn === 0) return t("keeping.all_good");
	return t("keeping.some_not", { bad, warn });
}
