import { DoorOpen, ShieldAlert, UserCheck } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { api } from "../core/api";
import { client } from "../core/client";
import { t } from "../core/i18n";
import type { Unit } from "../core/protocol";
import { type Like, LookAlike, MarkedName } from "../trust/look-alike";
import { Avatar } from "../ui/avatar";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Empty } from "../ui/empty";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { Screen } from "../ui/screen";
import { Skeleton } from "../ui/skeleton";
import { Ago } from "../ui/time";
import { toast, undoable } from "../ui/toast";
import "../styles/joining.css";
import { countWaiting } from "./arrival";

interface Request {
	id: string;
	user: { id: string; name: string };
	unit: Unit;
	since: string;
	/** Who leads there and is called nearly the same. */
	like: Like | null;
}

interface Queue {
	items: Request[];
	codes_guarded: boolean;
}

/** What makes the list longer or shorter. */
const CHANGING = new Set(["member.asked", "request.ended", "newcomer.joined"]);

/** Who waits to be let in where one leads. */
export default function RequestsView() {
	const [queue, setQueue] = useState<Queue | null>(null);
	const [error, setError] = useState<string | null>(null);
	const load = () =>
		api
			.get<Queue>("/api/v1/requests?limit=100")
			.then(setQueue)
			.catch((failure) => setError(sentenceFor(failure)));
	useEffect(() => {
		void load();
		return client.onEvent((event) => {
			if (CHANGING.has(event.kind)) void load();
		});
	}, []);
	const without = (id: string) =>
		setQueue(
			(now) =>
				now && { ...now, items: now.items.filter((one) => one.id !== id) },
		);
	return (
		<Screen title={t("joining.requests")} back="/people">
			<FailureLine>{error}</FailureLine>
			{queue?.codes_guarded && (
				<Banner kind="warn" icon={ShieldAlert}>
					{t("joining.codes_guarded")}
				</Banner>
			)}
			{!queue && !error && <Skeleton rows={3} />}
			{queue?.items.length === 0 && (
				<Empty
					icon={DoorOpen}
					title={t("joining.no_requests")}
					detail={t("joining.no_requests_detail")}
				/>
			)}
			<ul class="rows">
				{queue?.items.map((one) => (
					<li key={one.id}>
						<RequestRow request={one} onGone={without} onBack={load} />
					</li>
				))}
			</ul>
		</Screen>
	);
}

interface RowProps {
	request: Request;
	onGone: (id: string) => void;
	onBack: () => void;
}

function RequestRow({ request, onGone, onBack }: RowProps) {
	const { id, user, unit, like } = request;
	const decide = (answer: "approve" | "decline") =>
		api
			.post(`/api/v1/requests/${id}/${answer}`)
			.then(() => void countWaiting())
			.catch((failure) => {
				toast(sentenceFor(failure), { kind: "urgent" });
				onBack();
			});
	const approve = () => {
		onGone(id);
		void decide("approve");
	};
	const decline = () => {
		onGone(id);
		const text = t("joining.declined", { name: user.name });
		undoable(text, () => decide("decline"), onBack);
	};
	return (
		<div class="row">
			<Avatar id={user.id} name={user.name} />
			<span class="row-body">
				<span class="row-title">
					{like ? (
						<MarkedName name={user.name} like={like.name} />
					) : (
						<bdi>{user.name}</bdi>
					)}
				</span>
				<span class="row-detail">
					<bdi>{unit.name}</bdi> · <Ago at={request.since} />
				</span>
				{like && <LookAlike name={user.name} like={like} />}
			</span>
			<span class="cluster">
				<Button kind="primary" icon={UserCheck} onClick={approve}>
					{t("joining.approve")}
				</Button>
				<Button onClick={decline}>{t("joining.decline")}</Button>
			</span>
		</div>
	);
}
