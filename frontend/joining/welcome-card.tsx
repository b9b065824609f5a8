import { ClipboardPlus, Hand, LifeBuoy, X } from "lucide";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../core/api";
import { client } from "../core/client";
import { t } from "../core/i18n";
import type { StreamSummary } from "../core/protocol";
import { composerActions, type RoomProps } from "../core/registry";
import { boot } from "../core/session";
import { HeldName, ownName } from "../teams/held-name";
import { useCutEdges } from "../ui/cut-edges";
import { Icon } from "../ui/icon";
import { navigate } from "../ui/router";
import "../styles/welcome.css";
import { arrival } from "./arrival";

type Step = "hello" | "report" | "ask";

/** Three first things to do, for who has just come; put away for good on every device. */
export function WelcomeCard({ room }: RoomProps) {
	const unit = room.unit?.id;
	const isNew = arrival.value?.welcome.some((one) => one.unit.id === unit);
	const done = useDone(room);
	const name = ownName();
	if (!unit || !isNew) return null;
	return (
		<section class="welcome" aria-label={t("joining.welcome_card")}>
			<div class="welcome-head">
				<h2>
					{name
						? t("joining.welcome", { name })
						: t("joining.welcome_nameless")}
				</h2>
				<button
					type="button"
					class="sheet-close"
					aria-label={t("joining.put_away")}
					onClick={() => putAway(unit)}
				>
					<Icon of={X} />
				</button>
			</div>
			<HeldName />
			<Steps>
				<WelcomeStep icon={Hand} isDone={done.has("hello")} run={sayHello}>
					{t("joining.say_hello")}
				</WelcomeStep>
				<WelcomeStep
					icon={ClipboardPlus}
					isDone={done.has("report")}
					run={() => report(room)}
				>
					{t(`joining.first_report_${boot.value?.campaign?.kind ?? "civic"}`)}
				</WelcomeStep>
				<WelcomeStep
					icon={LifeBuoy}
					isDone={done.has("ask")}
					run={() => navigate("/ask")}
				>
					{t("joining.first_question")}
				</WelcomeStep>
			</Steps>
		</section>
	);
}

/** On a phone they are one row that scrolls; where it is cut it fades out. */
function Steps({ children }: { children: ComponentChildren }) {
	const row = useRef<HTMLUListElement>(null);
	useCutEdges(row);
	return (
		<ul class="welcome-steps" ref={row}>
			{children}
		</ul>
	);
}

interface StepProps {
	icon: typeof Hand;
	isDone: boolean;
	run: () => void;
	children: string;
}

function WelcomeStep({ icon, isDone, run, children }: StepProps) {
	return (
		<li class={isDone ? "welcome-done" : undefined}>
			<button
				type="button"
				class={isDone ? "welcome-step welcome-step-done" : "welcome-step"}
				onClick={run}
			>
				<Icon of={icon} />
				<span>{children}</span>
				{isDone && <span class="visually-hidden">{t("joining.done")}</span>}
			</button>
		</li>
	);
}

/** What of it stands in the room already, or has been asked since. */
function useDone(room: StreamSummary): Set<Step> {
	const [hasAsked, setAsked] = useState(false);
	useEffect(
		() =>
			client.onEvent((event) => {
				if (event.kind === "question.moved") setAsked(true);
			}),
		[],
	);
	const me = client.store.user.value?.id;
	const own = client.store
		.content(room.stream)
		.value.items.filter((item) => item.by?.id === me);
	const done = new Set<Step>();
	if (own.some((item) => item.kind === "message.posted")) done.add("hello");
	if (own.some((item) => item.kind === "report.filed")) done.add("report");
	if (hasAsked) done.add("ask");
	return done;
}

function sayHello(): void {
	document.querySelector<HTMLElement>("form.composer textarea")?.focus();
}

function report(room: StreamSummary): void {
	composerActions.find((action) => action.id === "report")?.run(room);
}

function putAway(unit: string): void {
	const now = arrival.value;
	if (!now) return;
	const welcome = now.welcome.filter((one) => one.unit.id !== unit);
	arrival.value = { ...now, welcome };
	// Offline it shows once more at the next visit: no harm.
	api.remove(`/api/v1/units/${unit}/welcome`).catch(() => {});
}
