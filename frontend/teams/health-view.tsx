import { CircleAlert, CircleCheck } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { t } from "../core/i18n";
import { boot } from "../core/session";
import { Card } from "../ui/card";
import { EntryPage } from "./entry-page";

interface Ready {
	isReady: boolean;
	details: Record<string, unknown>;
}

/** Is everything in order? For whoever runs this installation. */
export default function HealthView() {
	const ready = useReady();
	return (
		<EntryPage title={t("teams.health")}>
			<div class="stack">
				{ready && (
					<State
						isGood={ready.isReady}
						good={t("teams.health_ready")}
						bad={t("teams.health_not_ready")}
						detail={detailOf(ready)}
					/>
				)}
				<State
					isGood={boot.value?.mail_ready ?? false}
					good={t("teams.mail_ready")}
					bad={t("teams.mail_missing")}
				/>
			</div>
			<a href="/">{t("teams.open")}</a>
		</EntryPage>
	);
}

function State(props: {
	isGood: boolean;
	good: string;
	bad: string;
	detail?: string;
}) {
	return (
		<Card
			icon={props.isGood ? CircleCheck : CircleAlert}
			tone={props.isGood ? "good" : "warn"}
			title={props.isGood ? props.good : props.bad}
			detail={props.detail}
		/>
	);
}

function useReady(): Ready | null {
	const [ready, setReady] = useState<Ready | null>(null);
	useEffect(() => {
		fetch("/readyz")
			.then(async (response) => {
				const details = await response.json().catch(() => ({}));
				setReady({ isReady: response.ok, details });
			})
			.catch(() => setReady({ isReady: false, details: {} }));
	}, []);
	return ready;
}

function detailOf(ready: Ready): string {
	return Object.entries(ready.details)
		.filter(([, value]) => typeof value !== "object")
		.map(([name, value]) => `${name}: ${value}`)
		.join(" · ");
}
