import { useEffect, useState } from "preact/hooks";
import { client } from "../core/client";
import { formatDay, type Key, t } from "../core/i18n";
import { RequestError } from "../core/protocol";
import type { ViewProps } from "../core/registry";
import { Avatar } from "../ui/avatar";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { roleWord } from "../ui/role";
import { Screen } from "../ui/screen";
import { Skeleton } from "../ui/skeleton";
import { ContactDetails } from "./contact-details";
import { HeldNameLink } from "./held-name-link";
import { MemberMenu } from "./member-menu";
import { usePeopleChanges } from "./people-changes";
import { type Member, type PersonCard, personCard } from "./people-data";

/** Somebody's card: who, where, as what, since when, and how to reach them. */
export default function PersonView({ params }: ViewProps) {
	const { card, error, reload } = useCard(params.person ?? "");
	return (
		<Screen title={t("people.person")} back="/people">
			<FailureLine>{error}</FailureLine>
			{!card && !error && <Skeleton rows={3} />}
			{card && <Card card={card} reload={reload} />}
		</Screen>
	);
}

function Card({ card, reload }: { card: PersonCard; reload: () => void }) {
	const { user, memberships, contacts } = card;
	const state = memberships[0]?.presence;
	const held = memberships.find((one) => one.held)?.held;
	const isSelf = user.id === client.store.user.value?.id;
	return (
		<>
			<section class="panel row person-head">
				<Avatar {...user} isSelf={isSelf} state={state} isLarge />
				<span class="row-body">
					<span class="row-title">
						<bdi>{user.name}</bdi>
					</span>
					<span class="row-detail">
						{t(`presence.${state ?? "offline"}` as Key)}
					</span>
				</span>
				{held && <HeldNameLink held={held} />}
			</section>
			<section class="stack">
				<h2 class="section-title">{t("people.belongs_to")}</h2>
				<ul class="rows">
					{memberships.map((member) => (
						<li key={member.id}>
							<Belonging
								member={member}
								may={powersIn(card, member.unit.id)}
								reload={reload}
							/>
						</li>
					))}
				</ul>
			</section>
			{contacts && !isSelf && (
				<ContactDetails person={user.id} masked={contacts} />
			)}
		</>
	);
}

interface BelongingProps {
	member: Member;
	may: string[];
	reload: () => void;
}

function Belonging({ member, may, reload }: BelongingProps) {
	return (
		<div class="row member-row">
			<a class="member-link" href={`/people/places/${member.unit.id}`}>
				<span class="row-body">
					<span class="row-title">
						<bdi>{member.unit.name}</bdi>
					</span>
					<span class="row-detail">
						{roleWord(member.role)}
						{" · "}
						{member.out
							? t(`people.out_${member.out}`)
							: t("people.since", { day: formatDay(member.since) })}
					</span>
				</span>
			</a>
			<MemberMenu member={member} may={may} onDone={reload} />
		</div>
	);
}

function powersIn(card: PersonCard, unit: string): string[] {
	return card.places.find((place) => place.id === unit)?.may ?? [];
}

function useCard(id: string) {
	const [card, setCard] = useState<PersonCard | null>(null);
	const [error, setError] = useState<string | null>(null);
	const load = () =>
		personCard(id)
			.then((fresh) => {
				setCard(fresh);
				setError(null);
			})
			.catch((failure) => {
				if (failure instanceof RequestError) setCard(null);
				setError(sentenceFor(failure));
			});
	useEffect(() => void load(), [id]);
	usePeopleChanges(
		(change) => change.user === id,
		() => void load(),
	);
	return { card, error, reload: () => void load() };
}
