import { Link2, Megaphone, UserPlus } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { api } from "../core/api";
import { client } from "../core/client";
import { formatExact, t } from "../core/i18n";
import type { Unit } from "../core/protocol";
import type { ViewProps } from "../core/registry";
import { Button } from "../ui/button";
import { Empty } from "../ui/empty";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { Icon } from "../ui/icon";
import { roleName } from "../ui/role";
import { Screen } from "../ui/screen";
import { Skeleton } from "../ui/skeleton";
import { toast, undoable } from "../ui/toast";
import "../styles/joining.css";
import { DoorForm, type DoorState } from "./door-form";
import { invite, lastMade } from "./invite-sheet";

const MORE_HOURS = 30 * 24;

interface Living {
	id: string;
	kind: "link" | "spoken";
	role: string;
	by: { name: string };
	uses: number;
	max_uses: number;
	expires_at: string | null;
}

interface Listed {
	unit: Unit;
	items: Living[];
	door: DoorState;
}

/** How people come into one team: its door, and the invitations that still work. */
export default function InvitationsView({ params }: ViewProps) {
	const id = params.unit ?? "";
	const [listed, setListed] = useState<Listed | null>(null);
	const [error, setError] = useState<string | null>(null);
	const load = () =>
		api
			.get<Listed>(`/api/v1/units/${id}/invitations?limit=100`)
			.then(setListed)
			.catch((failure) => setError(sentenceFor(failure)));
	useEffect(() => void load(), [id, lastMade.value]);
	const unit = listed?.unit ?? unitOf(id);
	const hide = (gone: string) =>
		setListed(
			(now) =>
				now && { ...now, items: now.items.filter((one) => one.id !== gone) },
		);
	return (
		<Screen
			title={t("joining.invitations")}
			back="/rooms"
			end={
				unit && (
					<Button
						kind="quiet"
						icon={UserPlus}
						label={t("teams.invite")}
						onClick={() => invite(unit)}
					/>
				)
			}
		>
			{unit && (
				<h2>
					<bdi>{unit.name}</bdi>
				</h2>
			)}
			<FailureLine>{error}</FailureLine>
			{!listed && !error && <Skeleton rows={3} />}
			{listed && <DoorForm unit={id} door={listed.door} />}
			{listed && <h2 class="section-title">{t("joining.living")}</h2>}
			{listed?.items.length === 0 && (
				<Empty
					icon={Link2}
					title={t("joining.no_invitations")}
					detail={t("joining.no_invitations_detail")}
				/>
			)}
			<ul class="rows">
				{listed?.items.map((one) => (
					<li key={one.id}>
						<LivingRow living={one} onGone={hide} onChanged={load} />
					</li>
				))}
			</ul>
		</Screen>
	);
}

interface RowProps {
	living: Living;
	onGone: (id: string) => void;
	onChanged: () => void;
}

function LivingRow({ living, onGone, onChanged }: RowProps) {
	const path = `/api/v1/invitations/${living.id}`;
	const fails = (failure: unknown) => {
		toast(sentenceFor(failure), { kind: "urgent" });
		onChanged();
	};
	const end = () => {
		onGone(living.id);
		undoable(
			t("joining.ended"),
			() => api.remove(path).catch(fails),
			onChanged,
		);
	};
	const extend = () => {
		const more = { hours: MORE_HOURS, uses: living.max_uses };
		api
			.patch(path, more)
			.then(() => {
				toast(t("joining.extended"), { kind: "good" });
				onChanged();
			})
			.catch(fails);
	};
	return (
		<div class="row">
			<Icon of={living.kind === "spoken" ? Megaphone : Link2} />
			<span class="row-body">
				<span class="row-title">
					{t(`joining.kind_${living.kind}`)}
					{roleName(living.role) && ` · ${roleName(living.role)}`}
				</span>
				<span class="row-detail">
					<bdi>{living.by.name}</bdi> ·{" "}
					{t("joining.used", { uses: living.uses, count: living.max_uses })} ·{" "}
					{living.expires_at
						? t("joining.until", { time: formatExact(living.expires_at) })
						: t("joining.until_ended")}
				</span>
			</span>
			<span class="cluster">
				{living.kind === "link" && living.expires_at && (
					<Button onClick={extend}>{t("joining.extend")}</Button>
				)}
				<Button kind="danger" onClick={end}>
					{t("joining.end")}
				</Button>
			</span>
		</div>
	);
}

function unitOf(id: string): Unit | null {
	const rooms = client.store.own("room:");
	return rooms.find((room) => room.unit?.id === id)?.unit ?? null;
}
