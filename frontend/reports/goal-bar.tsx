import { useEffect, useRef, useState } from "preact/hooks";
import { client } from "../core/client";
import { formatSpan, t } from "../core/i18n";
import type { RoomProps } from "../core/registry";
import "../styles/goal-bar.css";
import { Num } from "../ui/number";
import { Text } from "../ui/text";
import { now } from "../ui/time";
import { figuresOf, keepFigures } from "./figures";
import { countOf, kindsInOrder } from "./kinds";
import { type Goal, paceOf } from "./pace";
import { paceWords } from "./pace-words";

const GAIN_SHOWN_MS = 4_000;

/** Today's goal under a room's title: how far, at what pace, how long still. */
export function GoalBar({ room }: RoomProps) {
	const unit = room.unit?.id;
	const isTeam = room.unit?.kind === "team";
	useEffect(() => (unit ? keepFigures(unit) : undefined), [unit]);
	// A team's reports come through its room; an office hears of its teams in its feed.
	useEffect(
		() => (unit && !isTeam ? client.follow(`feed:${unit}`) : undefined),
		[unit, isTeam],
	);
	const goal = unit ? goalToShow(figuresOf(unit).value.goals) : undefined;
	return goal ? <Bar key={goal.kind} goal={goal} /> : null;
}

/** The goal of what this person does most lately. */
export function goalToShow(goals: Goal[]): Goal | undefined {
	const order = kindsInOrder().map((kind) => kind.id);
	const place = (goal: Goal) => order.indexOf(goal.kind);
	return [...goals].sort((one, two) => place(one) - place(two))[0];
}

function Bar({ goal }: { goal: Goal }) {
	const pace = paceOf(goal, now.value);
	const gain = useGain(goal.quantity);
	return (
		<div class="goal">
			<div class="goal-track" aria-hidden="true">
				<div
					class="goal-done"
					style={{ inlineSize: percent(goal.quantity, goal.target) }}
				/>
				<div
					class="goal-pace"
					style={{
						insetInlineStart: `max(0px, calc(${percent(pace.expected, goal.target)} - 2px))`,
					}}
				/>
			</div>
			<p class="goal-line">
				<span>
					<Progress goal={goal} />
					{gain > 0 && (
						<strong class="goal-gain">
							{" "}
							{t("reports.gain", { count: gain })}
						</strong>
					)}
					{pace.standing !== "early" && (
						<>
							{t("reports.separator")}
							<span class={`pace-${pace.standing}`}>{paceWords(pace)}</span>
						</>
					)}
				</span>
				{pace.leftMs > 0 && (
					<span>{t("reports.left", { span: formatSpan(pace.leftMs) })}</span>
				)}
			</p>
		</div>
	);
}

function Progress({ goal }: { goal: Goal }) {
	return (
		<Text
			k="reports.goal_of"
			parts={{
				done: (
					<strong>
						<Num value={goal.quantity} isTicking />
					</strong>
				),
				target: <bdi>{countOf(goal.kind, goal.target)}</bdi>,
			}}
		/>
	);
}

/** What was just added, for a moment: everyone in the room sees it move. */
function useGain(quantity: number): number {
	const before = useRef(quantity);
	const [gain, setGain] = useState(0);
	useEffect(() => {
		const grown = quantity - before.current;
		before.current = quantity;
		if (grown <= 0) return;
		setGain(grown);
		const timer = setTimeout(() => setGain(0), GAIN_SHOWN_MS);
		return () => clearTimeout(timer);
	}, [quantity]);
	return gain;
}

function percent(part: number, whole: number): string {
	return `${Math.min(100, (100 * part) / whole)}%`;
}
