import { useEffect, useState } from "preact/hooks";
import { client } from "../core/client";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { Sheet } from "../ui/sheet";
import { signOut } from "./accounts";

interface Props {
	isOpen: boolean;
	onClose: () => void;
}

/** Asks first; with unsent items it offers to send them before. */
export function SignOutSheet({ isOpen, onClose }: Props) {
	return (
		<Sheet isOpen={isOpen} onClose={onClose} title={t("teams.sign_out")}>
			<SignOut onClose={onClose} />
		</Sheet>
	);
}

function SignOut({ onClose }: { onClose: () => void }) {
	const count = client.outbox.waiting.value;
	const [isSending, setSending] = useState(false);
	const [error, setError] = useState<string | null>(null);
	const [isLeaving, setLeaving] = useState(false);
	const leave = () => {
		setLeaving(true);
		return signOut().catch((failure) => {
			setLeaving(false);
			setError(sentenceFor(failure));
		});
	};
	useEffect(() => {
		if (isSending && count === 0) void leave();
	}, [isSending, count]);
	const sendFirst = () => {
		setSending(true);
		client.wake();
		client.outbox.flush();
	};
	return (
		<>
			<p>
				{count > 0
					? t("teams.sign_out_waiting", { count })
					: t("teams.sign_out_detail")}
			</p>
			<FailureLine>{error}</FailureLine>
			{count > 0 && (
				<Button kind="primary" isWide isBusy={isSending} onClick={sendFirst}>
					{t("teams.send_first")}
				</Button>
			)}
			{isSending && count > 0 && !client.isLive.value && (
				<p class="meta" role="status">
					{t("teams.send_first_offline")}
				</p>
			)}
			<Button
				kind={count > 0 ? "danger" : "primary"}
				isWide
				isBusy={isLeaving}
				onClick={() => void leave()}
			>
				{count > 0 ? t("teams.sign_out_anyway") : t("teams.sign_out")}
			</Button>
			<Button isWide onClick={onClose}>
				{t("core.cancel")}
			</Button>
		</>
	);
}
