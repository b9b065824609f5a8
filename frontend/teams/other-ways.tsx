import { KeyRound, LogIn } from "lucide";
import { useState } from "preact/hooks";
import { t } from "../core/i18n";
import { RequestError } from "../core/protocol";
import { boot } from "../core/session";
import { Button } from "../ui/button";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { goToProvider } from "./accounts";
import { canUsePasskeys, usePasskey } from "./passkeys";

/** In without a mailed code: by passkey, or with the campaign's own provider. */
export function OtherWays({ onDone }: { onDone: () => void }) {
	const [error, setError] = useState<string | null>(null);
	const provider = boot.value?.openid;
	const byPasskey = () =>
		usePasskey("login")
			.then(onDone)
			.catch((failure) =>
				// The browser says no in English, and for many reasons.
				setError(
					failure instanceof RequestError
						? sentenceFor(failure)
						: t("accounts.passkey_failed"),
				),
			);
	const byProvider = () =>
		goToProvider().catch((failure) => setError(sentenceFor(failure)));
	if (!canUsePasskeys() && !provider) return null;
	return (
		<div class="form">
			{canUsePasskeys() && (
				<Button icon={KeyRound} isWide onClick={() => void byPasskey()}>
					{t("accounts.sign_in_passkey")}
				</Button>
			)}
			{provider && (
				<Button icon={LogIn} isWide onClick={() => void byProvider()}>
					{t("accounts.sign_in_with", { name: provider })}
				</Button>
			)}
			<FailureLine>{error}</FailureLine>
		</div>
	);
}
