import { useEffect, useState } from "preact/hooks";
import { t } from "../../core/i18n";
import { Button } from "../../ui/button";
import { sentenceFor } from "../../ui/failure";
import { FailureLine } from "../../ui/failure-line";
import { TextField } from "../../ui/field";
import { Sheet } from "../../ui/sheet";
import { Skeleton } from "../../ui/skeleton";
import { useSubmit } from "../../ui/use-submit";
import { latinDigits } from "../digits";
import { proven } from "../proof-sheet";
import { beginApp, finishApp, type NewApp } from "../second-factor";
import { RecoveryCodes } from "./codes-sheet";
import "../../styles/secret.css";

interface Props {
	isOpen: boolean;
	onClose: () => void;
}

/** An authenticator app: its picture or secret, one code, then the recovery codes. */
export function AppSheet({ isOpen, onClose }: Props) {
	return (
		<Sheet isOpen={isOpen} onClose={onClose} title={t("accounts.add_app")}>
			<NewAppSteps onClose={onClose} />
		</Sheet>
	);
}

function NewAppSteps({ onClose }: { onClose: () => void }) {
	const [app, setApp] = useState<NewApp | null>(null);
	const [isDone, setDone] = useState(false);
	const [error, setError] = useState<string | null>(null);
	useEffect(() => {
		proven(beginApp)
			.then((found) => (found ? setApp(found) : setDone(true)))
			.catch((failure) => setError(sentenceFor(failure)));
	}, []);
	if (error) return <FailureLine>{error}</FailureLine>;
	if (isDone)
		return (
			<>
				<p>{t("accounts.app_added")}</p>
				<RecoveryCodes onClose={onClose} />
			</>
		);
	if (!app) return <Skeleton rows={3} />;
	return <FirstCode app={app} onDone={() => setDone(true)} />;
}

function FirstCode({ app, onDone }: { app: NewApp; onDone: () => void }) {
	const [code, setCode] = useState("");
	const { isBusy, error, submit } = useSubmit(async () => {
		await proven(() => finishApp(latinDigits(code)));
		onDone();
	});
	return (
		<form class="form" onSubmit={submit}>
			<p>{t("accounts.app_detail")}</p>
			<img
				class="app-picture"
				src={`data:image/svg+xml;base64,${btoa(app.picture)}`}
				alt={t("accounts.app_picture")}
			/>
			<a href={app.totp_url}>{t("accounts.app_open")}</a>
			<p class="meta">
				{t("accounts.app_secret")}
				<br />
				<code class="secret" dir="ltr">
					{app.secret}
				</code>
			</p>
			<TextField
				label={t("accounts.app_code")}
				value={code}
				onInput={setCode}
				inputMode="numeric"
				autoComplete="one-time-code"
				maxLength={12}
				error={error}
				isRequired
			/>
			<Button kind="primary" type="submit" isWide isBusy={isBusy}>
				{t("accounts.go_on")}
			</Button>
		</form>
	);
}
