import { useEffect } from "preact/hooks";
import { formatSpan, t } from "../core/i18n";
import type { RoomProps } from "../core/registry";
import "../styles/goal-bar.css";
import { Num } from "../ui/number";
import { Text } from "../ui/text";
import { now } from "../ui/time";
import { figuresOf, keepFigures } from "./figures";
import { countOf } from "./kinds";
import { type Goal, type Pace, paceOf } from "./pace";
import { paceWords } from "./pace-words";

/** Today's goal under a room's title: how far, at what pace, how long still. */
export function GoalBar({ room }: RoomProps) {
	const unit = room.unit?.id;
	useEffect(() => (unit ? keepFigures(unit) : undefined), [unit]);
	const goal = unit ? figuresOf(unit).value.goals[0] : undefined;
	return goal ? <Bar goal={goal} pace={paceOf(goal, now.value)} /> : null;
}

function Bar({ goal, pace }: { goal: Goal; pace: Pace }) {
	const target = countOf(goal.kind, goal.target);
	return (
		<div class="goal">
			<div class="goal-track" aria-hidden="true">
				<div
					class="goal-done"
					style={{ inlineSize: percent(goal.quantity, goal.target) }}
				/>
				<div
					class="goal-pace"
					style={{ insetInlineStart: percent(pace.expected, goal.target) }}
				/>
			</div>
			<p class="goal-line">
				<span>
					<Text
						k="reports.goal_of"
						parts={{
							done: (
								<strong>
									<Num value={goal.quantity} isTicking />
								</strong>
							),
							target: <bdi>{target}</bdi>,
						}}
					/>
					{" · "}
					<span class={`pace pace-${pace.standing}`}>{paceWords(pace)}</span>
				</span>
				{pace.leftMs > 0 && (
					<span class="muted">
						{t("reports.left", { span: formatSpan(pace.leftMs) })}
					</span>
				)}
			</p>
		</div>
	);
}

function percent(part: number, whole: number): string {
	return `${Math.min(100, (100 * part) / whole)}%`;
}
