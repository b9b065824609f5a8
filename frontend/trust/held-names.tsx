import { useEffect, useState } from "preact/hooks";
import { api } from "../core/api";
import { t } from "../core/i18n";
import type { Unit } from "../core/protocol";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { FailureLine } from "../ui/failure-line";
import { useSubmit } from "../ui/use-submit";
import { queueChanges } from "./inbox";

interface HeldName {
	id: string;
	name: string;
	user: { id: string; name: string };
	like: { id: string; name: string };
	unit: Unit;
}

/** Names that look like a leader's: are there two people of that name, or one too many? */
export function HeldNames() {
	const [names, setNames] = useState<HeldName[]>([]);
	const changes = queueChanges.value;
	const load = () => {
		api
			.get<{ items: HeldName[] }>("/api/v1/held-names")
			.then((page) => setNames(page.items))
			.catch(() => {});
	};
	useEffect(load, [changes]);
	const decided = () => {
		queueChanges.value += 1;
	};
	if (names.length === 0) return null;
	return (
		<section class="stack">
			<h2 class="section-title">{t("trust.names")}</h2>
			{names.map((held) => (
				<NameCard key={held.id} held={held} decided={decided} />
			))}
		</section>
	);
}

function NameCard({ held, decided }: { held: HeldName; decided: () => void }) {
	const path = `/api/v1/held-names/${held.id}`;
	const allowing = useSubmit(async () => {
		await api.post(`${path}/allow`);
		decided();
	});
	const declining = useSubmit(async () => {
		await api.post(`${path}/decline`);
		decided();
	});
	const error = allowing.error ?? declining.error;
	return (
		<Card
			isOurs
			title={t("trust.wants_name", {
				person: held.user.name,
				name: held.name,
			})}
			detail={t("trust.looks_like", {
				name: held.like.name,
				place: held.unit.name,
			})}
		>
			<FailureLine>{error}</FailureLine>
			<div class="cluster">
				<Button isBusy={allowing.isBusy} onClick={allowing.submit}>
					{t("trust.allow")}
				</Button>
				<Button isBusy={declining.isBusy} onClick={declining.submit}>
					{t("trust.decline")}
				</Button>
			</div>
		</Card>
	);
}
