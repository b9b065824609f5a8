import { useEffect } from "preact/hooks";
import { client } from "../core/client";
import { type Key, t } from "../core/i18n";
import type { Presence } from "../core/presence";
import type { PresenceState, StreamSummary, Unit } from "../core/protocol";
import { memberActs } from "../core/registry";
import { Avatar } from "../ui/avatar";
import { Menu } from "../ui/menu";
import { roleName } from "../ui/role";
import { Skeleton } from "../ui/skeleton";
import { type Member, useMembers } from "./use-members";

const NOBODY: Presence = { people: [], online: 0, onDesk: 0, known: false };

export function useOnline(room: StreamSummary): Presence {
	const unit = room.unit?.id;
	useEffect(() => (unit ? client.watch(unit) : undefined), [unit]);
	return unit ? client.presence.of(unit).value : NOBODY;
}

/** The people of a room: who is there first, then the others. */
export function Members({ room }: { room: StreamSummary }) {
	const presence = useOnline(room);
	const members = useMembers(room);
	const states = new Map(
		presence.people.map((one) => [one.user.id, one.state] as const),
	);
	if (!members) return <Skeleton rows={5} />;
	const known = new Set(members.map((one) => one.user.id));
	const guests = presence.people
		.filter((one) => !known.has(one.user.id))
		.map((one) => ({ user: one.user, role: "" }));
	const sorted = [...members, ...guests].sort(
		(one, two) => rank(states, one) - rank(states, two),
	);
	return (
		<ul class="members">
			{sorted.map((member) => (
				<MemberRow
					key={member.user.id}
					member={member}
					room={room}
					state={states.get(member.user.id)}
					isKnown={presence.known}
				/>
			))}
		</ul>
	);
}

function MemberRow({
	member,
	room,
	state,
	isKnown,
}: {
	member: Member;
	room: StreamSummary;
	state?: PresenceState;
	/** The slow way nobody is said to be there or not. */
	isKnown: boolean;
}) {
	const isSelf = member.user.id === client.store.user.value?.id;
	const name = client.presence.nameOf(member.user);
	return (
		<li class="row">
			<Avatar id={member.user.id} name={name} isSelf={isSelf} state={state} />
			<span class="row-body">
				<span class="row-title">
					<bdi>{isSelf ? t("chat.name_you", { name }) : name}</bdi>
				</span>
				<span class="row-detail">{roleName(member.role)}</span>
			</span>
			{isKnown && (
				<span class="row-end">
					{t(`presence.${state ?? "offline"}` as Key)}
				</span>
			)}
			{!isSelf && room.unit && (
				<Menu
					label={t("chat.member_menu", { name })}
					items={memberActs.flatMap((acts) =>
						acts({
							member: member.id,
							user: member.user,
							unit: room.unit as Unit,
							may: room.may,
						}),
					)}
				/>
			)}
		</li>
	);
}

function rank(states: Map<string, PresenceState>, member: Member): number {
	const state = states.get(member.user.id);
	if (!state) return 2;
	return state === "away" ? 1 : 0;
}
