import { Check, HandHeart } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { api } from "../core/api";
import { client } from "../core/client";
import { formatSpan, t } from "../core/i18n";
import type { Unit } from "../core/protocol";
import type { ViewProps } from "../core/registry";
import { countWaiting } from "../joining/arrival";
import { Avatar } from "../ui/avatar";
import { Button } from "../ui/button";
import { Empty } from "../ui/empty";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { Screen } from "../ui/screen";
import { Skeleton } from "../ui/skeleton";
import { now } from "../ui/time";
import { toast } from "../ui/toast";
import "../styles/joining.css";

interface Newcomer {
	id: string;
	user: { id: string; name: string };
	unit: Unit;
	due_at: string;
	late: boolean;
}

interface Props {
	/** All newcomers in and below this place; without it those who have come up to oneself. */
	unit?: string;
}

/** Whom nobody of the campaign has spoken with yet, and how much time is left. */
export function Newcomers({ unit }: Props) {
	const [items, setItems] = useState<Newcomer[] | null>(null);
	const [error, setError] = useState<string | null>(null);
	const load = () =>
		api
			.get<{ items: Newcomer[] }>(
				`/api/v1/newcomers?limit=100${unit ? `&unit=${unit}` : ""}`,
			)
			.then((page) => setItems(page.items))
			.catch((failure) => setError(sentenceFor(failure)));
	useEffect(() => {
		void load();
		return client.onEvent((event) => {
			if (event.kind.startsWith("newcomer.")) void load();
		});
	}, [unit]);
	const contact = async (one: Newcomer) => {
		setItems((all) => all?.filter((other) => other.id !== one.id) ?? null);
		const path = `/api/v1/members/${one.id}/contacted`;
		const fails = (failure: unknown) => {
			toast(sentenceFor(failure), { kind: "urgent" });
			void load();
		};
		await api.post(path).catch(fails);
		void countWaiting().catch(() => {});
		const takeAway = toast(
			t("joining.contacted_by_you", { name: one.user.name }),
			{
				kind: "good",
				action: {
					label: t("core.undo"),
					run: () => {
						takeAway();
						api.remove(path).then(load).catch(fails);
					},
				},
			},
		);
	};
	if (error) return <FailureLine>{error}</FailureLine>;
	if (!items) return <Skeleton rows={3} />;
	if (items.length === 0)
		return (
			<Empty
				icon={HandHeart}
				title={t("joining.no_newcomers")}
				detail={t("joining.no_newcomers_detail")}
			/>
		);
	return (
		<ul class="rows">
			{items.map((one) => (
				<li key={one.id}>
					<NewcomerRow newcomer={one} onContacted={() => void contact(one)} />
				</li>
			))}
		</ul>
	);
}

interface RowProps {
	newcomer: Newcomer;
	onContacted: () => void;
}

function NewcomerRow({ newcomer, onContacted }: RowProps) {
	const left = new Date(newcomer.due_at).getTime() - now.value;
	return (
		<div class="row">
			<Avatar id={newcomer.user.id} name={newcomer.user.name} />
			<span class="row-body">
				<span class="row-title">
					<bdi>{newcomer.user.name}</bdi>
				</span>
				<span class="row-detail">
					<bdi>{newcomer.unit.name}</bdi> ·{" "}
					{left > 0 ? (
						t("joining.time_left", { span: formatSpan(left) })
					) : (
						<strong class="urgent">
							{t("joining.late", { span: formatSpan(-left) })}
						</strong>
					)}
				</span>
			</span>
			<Button icon={Check} onClick={onContacted}>
				{t("joining.contacted")}
			</Button>
		</div>
	);
}

export default function NewcomersView({ params }: ViewProps) {
	const { unit } = params;
	const back = unit ? `/overview/${unit}` : "/rooms";
	return (
		<Screen title={t("joining.newcomers")} back={back}>
			{!unit && <p class="meta">{t("joining.newcomers_lead")}</p>}
			<Newcomers unit={unit} />
		</Screen>
	);
}
