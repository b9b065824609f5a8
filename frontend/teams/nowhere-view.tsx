import { effect } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { client } from "../core/client";
import { t } from "../core/i18n";
import { boot, loadBoot } from "../core/session";
import { turnDocument } from "../ui/back";
import { Button } from "../ui/button";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { signOut } from "./accounts";
import { EntryPage } from "./entry-page";
import { whyNowhere } from "./nowhere";

const ASK_AGAIN_MS = 20_000;

/** For who is signed in and a member of nothing, or shut out for now. */
export default function NowhereView() {
	const [error, setError] = useState<string | null>(null);
	useEffect(goOnOnceLetIn, []);
	const leave = () =>
		signOut().catch((failure) => setError(sentenceFor(failure)));
	const { why, places } = whyNowhere();
	return (
		<EntryPage
			title={t(`accounts.${why}`)}
			lead={<bdi>{boot.value?.user?.name}</bdi>}
		>
			<p>{t(`accounts.${why}_detail`, { places: places.join(", ") })}</p>
			<FailureLine>{error}</FailureLine>
			<a class="button button-plain button-wide" href="/me">
				{t("accounts.own_account")}
			</a>
			<Button isWide onClick={() => void leave()}>
				{t("teams.sign_out")}
			</Button>
		</EntryPage>
	);
}

/** Asks now and then, and whenever one looks: nothing else tells who has no stream. */
function goOnOnceLetIn(): () => void {
	const ask = () => {
		if (document.hidden) return;
		loadBoot().then(
			(fresh) => {
				if (fresh.belongs) turnDocument("/rooms");
			},
			() => {},
		);
	};
	const stop = effect(() => {
		// Streams that are one's own again are told at once, where one has been live.
		client?.store.titles.value;
		ask();
	});
	const timer = setInterval(ask, ASK_AGAIN_MS * (0.75 + Math.random() / 2));
	document.addEventListener("visibilitychange", ask);
	return () => {
		stop();
		clearInterval(timer);
		document.removeEventListener("visibilitychange", ask);
	};
}
