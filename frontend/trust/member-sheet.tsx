import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { api } from "../core/api";
import { t } from "../core/i18n";
import { isRefusal, type Unit } from "../core/protocol";
import { usePeopleChanges } from "../people/people-changes";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { Sheet } from "../ui/sheet";
import { Skeleton } from "../ui/skeleton";
import { toast } from "../ui/toast";
import { MemberActs } from "./member-acts";

export interface MemberCard {
	id: string;
	user: { id: string; name: string };
	unit: Unit;
	role: string;
	state: "active" | "suspended" | "left";
	is_active: boolean;
	since: string;
	muted_until: string | null;
	may: string[];
	roles: string[];
}

interface Shown {
	member: string;
	onDone?: () => void;
}

const shown = signal<Shown | null>(null);

interface Belonging {
	memberships: { id: string; unit: Unit }[];
}

/** The same from what somebody wrote, where only the person and the place are known. */
export async function openMemberIn(unit: string, user: string): Promise<void> {
	try {
		const card = await api.get<Belonging>(`/api/v1/people/${user}`);
		const found = card.memberships.find((one) => one.unit.id === unit);
		if (found) openMember(found.id);
		else toast(t("trust.not_here"));
	} catch (failure) {
		toast(sentenceFor(failure), { kind: "urgent" });
	}
}

/** What may be decided about one member, by the id of the membership. */
export function openMember(member: string, onDone?: () => void): void {
	shown.value = { member, onDone };
}

export function MemberSheet() {
	const { member, onDone } = shown.value ?? {};
	const [card, setCard] = useState<MemberCard | null>(null);
	const close = () => {
		shown.value = null;
		setCard(null);
	};
	return (
		<Sheet
			isOpen={member !== undefined}
			onClose={close}
			title={<bdi>{card?.user.name ?? "…"}</bdi>}
			aside={card ? <bdi>{card.unit.name}</bdi> : undefined}
		>
			{member && (
				<Inside
					id={member}
					card={card}
					setCard={setCard}
					close={close}
					onDone={onDone}
				/>
			)}
		</Sheet>
	);
}

function Inside(props: {
	id: string;
	card: MemberCard | null;
	setCard: (card: MemberCard) => void;
	close: () => void;
	onDone?: () => void;
}) {
	const [error, setError] = useState<string | null>(null);
	const fail = (failure: unknown) => setError(sentenceFor(failure));
	const load = (failed = fail) =>
		api
			.get<MemberCard>(`/api/v1/members/${props.id}`)
			.then(props.setCard)
			.catch(failed);
	useEffect(() => void load(), [props.id]);
	usePeopleChanges(
		(change) => change.user === props.card?.user.id,
		() => void load((failure) => isRefusal(failure) && fail(failure)),
	);
	if (error) return <FailureLine>{error}</FailureLine>;
	if (!props.card) return <Skeleton rows={3} />;
	if (props.card.may.length === 0)
		return <p class="muted">{t("trust.nothing_to_decide")}</p>;
	return (
		<MemberActs
			card={props.card}
			reload={() => {
				props.onDone?.();
				return load();
			}}
			gone={() => {
				props.close();
				props.onDone?.();
			}}
		/>
	);
}
