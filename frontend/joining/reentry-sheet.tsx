import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { api } from "../core/api";
import { formatSpan, t } from "../core/i18n";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { Sheet } from "../ui/sheet";
import { Skeleton } from "../ui/skeleton";
import { now } from "../ui/time";
import "../styles/joining.css";

interface Locked {
	unit: string;
	user: { id: string; name: string };
}

interface Reentry {
	qr: string;
	expires_at: string;
}

const locked = signal<Locked | null>(null);

/** Show this member of one's own team a way back in; only leaders may. */
export function letBackIn(unit: string, user: Locked["user"]): void {
	locked.value = { unit, user };
}

export function ReentrySheet() {
	const shown = locked.value;
	const close = () => {
		locked.value = null;
	};
	return (
		<Sheet
			isOpen={shown !== null}
			onClose={close}
			title={t("joining.reentry", { name: shown?.user.name ?? "" })}
		>
			{shown && <WayBack locked={shown} />}
		</Sheet>
	);
}

function WayBack({ locked }: { locked: Locked }) {
	const { unit, user } = locked;
	const [reentry, setReentry] = useState<Reentry | null>(null);
	const [error, setError] = useState<string | null>(null);
	useEffect(() => {
		api
			.post<Reentry>(`/api/v1/units/${unit}/reentries`, { user: user.id })
			.then(setReentry)
			.catch((failure) => setError(sentenceFor(failure)));
	}, [unit, user.id]);
	if (error) return <FailureLine>{error}</FailureLine>;
	if (!reentry) return <Skeleton rows={3} />;
	const left = new Date(reentry.expires_at).getTime() - now.value;
	if (left <= 0) return <p>{t("joining.reentry_over")}</p>;
	return (
		<div class="form">
			<p>{t("joining.reentry_how", { name: user.name })}</p>
			<img class="qr" src={reentry.qr} alt={t("joining.reentry_qr")} />
			<p class="meta">
				{t("joining.reentry_left", { span: formatSpan(left) })}{" "}
				{t("joining.reentry_logged")}
			</p>
		</div>
	);
}
