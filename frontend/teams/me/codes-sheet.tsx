import { Copy } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../core/i18n";
import { Button } from "../../ui/button";
import { sentenceFor } from "../../ui/failure";
import { FailureLine } from "../../ui/failure-line";
import { Sheet } from "../../ui/sheet";
import { Skeleton } from "../../ui/skeleton";
import { toast } from "../../ui/toast";
import { proven } from "../proof-sheet";
import { newRecoveryCodes, recoveryCodes } from "../second-factor";
import "../../styles/secret.css";

interface Props {
	isOpen: boolean;
	onClose: () => void;
}

export function CodesSheet({ isOpen, onClose }: Props) {
	return (
		<Sheet isOpen={isOpen} onClose={onClose} title={t("accounts.codes")}>
			<RecoveryCodes onClose={onClose} />
		</Sheet>
	);
}

/** Those that are left, to write down; each opens once. */
export function RecoveryCodes({ onClose }: { onClose: () => void }) {
	const [codes, setCodes] = useState<string[] | null>(null);
	const [error, setError] = useState<string | null>(null);
	const [isRenewing, setRenewing] = useState(false);
	const show = (ask: () => Promise<string[]>) =>
		void proven(ask)
			.then(setCodes)
			.catch((failure) => setError(sentenceFor(failure)));
	useEffect(() => show(recoveryCodes), []);
	const copy = async () => {
		await navigator.clipboard?.writeText((codes ?? []).join("\n"));
		toast(t("accounts.copied"));
	};
	if (error) return <FailureLine>{error}</FailureLine>;
	if (!codes) return <Skeleton rows={3} />;
	return (
		<>
			<p>{t("accounts.codes_detail")}</p>
			<ul class="secret-list" dir="ltr">
				{codes.map((code) => (
					<li key={code}>
						<code>{code}</code>
					</li>
				))}
			</ul>
			{isRenewing ? (
				<Renew
					onCancel={() => setRenewing(false)}
					onRenew={() => {
						setRenewing(false);
						show(newRecoveryCodes);
					}}
				/>
			) : (
				<div class="cluster">
					<Button icon={Copy} onClick={() => void copy()}>
						{t("teams.copy")}
					</Button>
					<Button onClick={() => setRenewing(true)}>
						{t("accounts.new_codes")}
					</Button>
				</div>
			)}
			<Button kind="primary" isWide onClick={onClose}>
				{t("accounts.written_down")}
			</Button>
		</>
	);
}

/** Those that are written down somewhere end with it. */
function Renew(props: { onCancel: () => void; onRenew: () => void }) {
	const question = useRef<HTMLDivElement>(null);
	useEffect(() => question.current?.querySelector("button")?.focus(), []);
	return (
		<div class="panel stack" ref={question}>
			<p>{t("accounts.new_codes_detail")}</p>
			<div class="cluster">
				<Button kind="danger" onClick={props.onRenew}>
					{t("accounts.new_codes")}
				</Button>
				<Button onClick={props.onCancel}>{t("core.cancel")}</Button>
			</div>
		</div>
	);
}
