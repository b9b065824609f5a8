import { UserPlus, Users } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { ArrangeSheet } from "../arranging/arrange-sheet";
import { PlaceMenu } from "../arranging/place-menu";
import { arranged, kindsBelow } from "../arranging/places";
import { client } from "../core/client";
import { t } from "../core/i18n";
import { isRefusal } from "../core/protocol";
import type { ViewProps } from "../core/registry";
import type { Mode } from "../joining/door";
import { invite } from "../joining/invite-sheet";
import { Button } from "../ui/button";
import { Empty } from "../ui/empty";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { navigate } from "../ui/router";
import { Screen } from "../ui/screen";
import { Skeleton } from "../ui/skeleton";
import { MemberMenu } from "./member-menu";
import { MemberRow } from "./member-row";
import { usePeopleChanges } from "./people-changes";
import { type MemberPage, membersOf } from "./people-data";
import { PlacesBelow } from "./places-below";
import { Suspended } from "./suspended";

/** Who is in one place, as what, and what one may do about it. */
export default function PlaceView({ params }: ViewProps) {
	const unit = params.unit ?? "";
	const { page, version, error, more, reload } = useMembers(unit);
	const title = page ? <bdi>{page.unit.name}</bdi> : t("people.title");
	return (
		<Screen
			title={title}
			back="/people"
			end={page && <PlaceMenu place={page.unit} />}
		>
			<FailureLine>{error}</FailureLine>
			{!page && !error && <Skeleton rows={5} />}
			{page && <Members page={page} more={more} reload={reload} />}
			{page && kindsBelow(page.unit.kind).length > 0 && (
				<PlacesBelow key={page.unit.id} unit={page.unit} version={version} />
			)}
			{page?.unit.may.includes("manage_people") && (
				<Suspended unit={unit} version={version} onDone={reload} />
			)}
			<ArrangeSheet onArchived={() => navigate("/people", { replace: true })} />
		</Screen>
	);
}

interface Props {
	page: MemberPage;
	more: () => void;
	reload: () => void;
}

function Members({ page, more, reload }: Props) {
	const states = useStates(page.unit.id);
	const mayInvite = page.unit.may.includes("invite");
	const action = mayInvite && (
		<Button icon={UserPlus} onClick={() => invite(page.unit)}>
			{t("teams.invite")}
		</Button>
	);
	if (page.count === 0)
		return (
			<Empty
				icon={Users}
				title={t("people.empty")}
				detail={comingIn(page.unit.join_mode)}
				action={action}
			/>
		);
	return (
		<>
			<div class="place-head">
				<span class="muted">{t("people.count", { count: page.count })}</span>
				{action}
			</div>
			<ul class="rows" aria-label={t("people.title")}>
				{page.items.map((member) => (
					<li key={member.id}>
						<MemberRow
							member={member}
							state={states ? states.get(member.user.id) : member.presence}
							end={
								<MemberMenu
									member={member}
									may={page.unit.may}
									onDone={reload}
								/>
							}
						/>
					</li>
				))}
			</ul>
			{page.next && (
				<Button isWide onClick={more}>
					{t("core.show_more")}
				</Button>
			)}
		</>
	);
}

/** What becomes of who opens an invitation. */
function comingIn(mode: Mode): string | undefined {
	if (mode === "closed") return undefined;
	return t(mode === "approval" ? "people.empty_waits" : "people.empty_detail");
}

/** What the socket says of this place; null until it has said something. */
function useStates(unit: string) {
	useEffect(() => client.watch(unit), [unit]);
	const { people, known, online } = client.presence.of(unit).value;
	// A crowd's names are not told, only how many they are.
	if (!known || (people.length === 0 && online > 0)) return null;
	return new Map(people.map((one) => [one.user.id, one.state] as const));
}

function useMembers(unit: string) {
	const [page, setPage] = useState<MemberPage | null>(null);
	const [version, setVersion] = useState(0);
	const [error, setError] = useState<string | null>(null);
	const load = async (cursor: string | null) => {
		try {
			const fresh = await membersOf(unit, cursor);
			setError(null);
			if (!cursor) setVersion((last) => last + 1);
			setPage((now) =>
				cursor && now
					? { ...fresh, items: [...now.items, ...fresh.items] }
					: fresh,
			);
		} catch (failure) {
			setError(sentenceFor(failure));
		}
	};
	/** As far down as one has come: what is looked at stays where it is. */
	const renew = async () => {
		const held = page?.items.length ?? 0;
		try {
			let fresh = await membersOf(unit, null);
			while (fresh.next && fresh.items.length < held) {
				const more = await membersOf(unit, fresh.next);
				fresh = { ...more, items: [...fresh.items, ...more.items] };
			}
			setPage(fresh);
			setError(null);
			setVersion((last) => last + 1);
		} catch (failure) {
			// Else what is shown was right a moment ago.
			if (!isRefusal(failure)) return;
			setPage(null);
			setError(sentenceFor(failure));
		}
	};
	useEffect(() => void load(null), [unit, arranged.value]);
	usePeopleChanges(
		(change) => change.unit === unit,
		() => void renew(),
	);
	return {
		page,
		version,
		error,
		more: () => void load(page?.next ?? null),
		reload: () => void load(null),
	};
}
