import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { api } from "../core/api";
import { formatDay, t } from "../core/i18n";
import type { Unit } from "../core/protocol";
import { sentenceFor } from "../ui/failure";
import { Sheet } from "../ui/sheet";
import { Skeleton } from "../ui/skeleton";
import { LinkRow } from "./link-list";

interface Invitation {
	link: string;
	expires_at: string;
}

const inviting = signal<Unit | null>(null);

export function invite(unit: Unit): void {
	inviting.value = unit;
}

/** A link that brings new people into one team. */
export function InviteSheet() {
	const unit = inviting.value;
	const close = () => {
		inviting.value = null;
	};
	return (
		<Sheet isOpen={unit !== null} onClose={close} title={t("teams.invite")}>
			{unit && <Invite unit={unit} />}
		</Sheet>
	);
}

function Invite({ unit }: { unit: Unit }) {
	const [invitation, setInvitation] = useState<Invitation | null>(null);
	const [error, setError] = useState<string | null>(null);
	useEffect(() => {
		api
			.post<Invitation>("/api/v1/invitations", { unit: unit.id })
			.then(setInvitation)
			.catch((failure) => setError(sentenceFor(failure)));
	}, [unit]);
	if (error)
		return (
			<p class="field-error" role="alert">
				{error}
			</p>
		);
	if (!invitation) return <Skeleton rows={1} />;
	return (
		<>
			<LinkRow link={invitation.link} name={unit.name} />
			<p class="meta">
				{t("teams.invite_expires", { day: formatDay(invitation.expires_at) })}
			</p>
		</>
	);
}
