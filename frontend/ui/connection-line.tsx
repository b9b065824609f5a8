import { computed, signal } from "@preact/signals";
import { RefreshCw, ServerOff, Snail, WifiOff } from "lucide";
import { client } from "../core/client";
import { t } from "../core/i18n";
import { Banner } from "./banner";

/** A connection that is back within this time is not worth a line that comes and goes. */
const PATIENCE_MS = 1_500;

export const isOffline = signal(!navigator.onLine);
const isPatient = signal(true);
let patience: ReturnType<typeof setTimeout> | undefined;

export function watchConnection(): void {
	addEventListener("online", () => {
		isOffline.value = false;
	});
	addEventListener("offline", () => {
		isOffline.value = true;
	});
	const isWell = computed(() => client.isLive.value && !client.isSlow.value);
	isWell.subscribe((isWell) => {
		clearTimeout(patience);
		isPatient.value = true;
		if (!isWell)
			patience = setTimeout(() => {
				isPatient.value = false;
			}, PATIENCE_MS);
	});
}

/** What to say about the connection; null while all is well. */
export function connectionText(): string | null {
	if (!client) return null;
	if (cannotSave())
		return t("core.cannot_save", { count: client.outbox.waiting.value });
	if (client.isSlow.value) return isPatient.value ? null : t("core.slow");
	if (client.isLive.value) return null;
	const count = client.outbox.waiting.value;
	if (isOffline.value)
		return count > 0 ? t("core.offline_waiting", { count }) : t("core.offline");
	if (isPatient.value) return null;
	return count > 0
		? t("core.reconnecting_waiting", { count })
		: t("core.reconnecting");
}

/** The server is there, and says that it can save nothing. */
function cannotSave(): boolean {
	return client.isLive.value && client.outbox.isRefused.value;
}

/** One line under a screen's head while the connection is not live. */
export function ConnectionLine() {
	const text = connectionText();
	if (!text) return null;
	if (cannotSave())
		return (
			<Banner kind="warn" icon={ServerOff}>
				{text}
			</Banner>
		);
	if (client.isSlow.value) return <Banner icon={Snail}>{text}</Banner>;
	return (
		<Banner kind="warn" icon={isOffline.value ? WifiOff : RefreshCw}>
			{text}
		</Banner>
	);
}

/** The same in the rail of a wide screen, where there is always room to say 'Live'. */
export function ConnectionState() {
	const text = connectionText();
	const isHere = !text || (client.isSlow.value && !cannotSave());
	return (
		<p class="connection-live">
			<span class={isHere ? "dot" : "dot dot-offline"} />
			<span>{text ?? t("core.live")}</span>
		</p>
	);
}
