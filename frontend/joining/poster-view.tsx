import { ChevronLeft, Printer } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { api } from "../core/api";
import { LANGUAGES, locale, t } from "../core/i18n";
import type { Locale, Unit } from "../core/protocol";
import { boot } from "../core/session";
import { ChipChoice } from "../teams/chip-choice";
import { Button } from "../ui/button";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { preferredLanguage, showLanguage } from "../ui/preferences";
import { Skeleton } from "../ui/skeleton";
import { Text } from "../ui/text";
import "../styles/poster.css";
import { spaced } from "./made-invitation";

/** Above this the name leaves more of the sheet to the code. */
const LONG_NAME = 24;

interface Poster {
	unit: Unit;
	leader: string;
	qr: string;
	/** None where only the camera or the link leads in. */
	address: string | null;
	code: string | null;
}

/** One sheet of A4 or Letter to hang up; in the language of those who pass by. */
export default function PosterView() {
	const [poster, setPoster] = useState<Poster | null>(null);
	const [error, setError] = useState<string | null>(null);
	useEffect(() => {
		api
			.post<Poster>("/api/v1/invitations/poster", {
				secret: location.hash.slice(1),
			})
			.then(setPoster)
			.catch((failure) => setError(sentenceFor(failure)));
		// Only the sheet is in another language, not what one sees afterwards.
		return () => void showLanguage(preferredLanguage(boot.value?.user?.locale));
	}, []);
	return (
		<main class="poster-page">
			<div class="poster-tools">
				<Button
					icon={ChevronLeft}
					isIconDirectional
					onClick={() => history.back()}
				>
					{t("core.back")}
				</Button>
				<ChipChoice<Locale>
					label={t("teams.language")}
					value={locale.value}
					options={(Object.keys(LANGUAGES) as Locale[]).map((language) => ({
						value: language,
						label: LANGUAGES[language],
					}))}
					onChange={(language) => void showLanguage(language)}
				/>
				<Button kind="primary" icon={Printer} onClick={() => print()}>
					{t("joining.print")}
				</Button>
			</div>
			<FailureLine>{error}</FailureLine>
			{!poster && !error && <Skeleton rows={4} />}
			{poster && <Sheet poster={poster} />}
		</main>
	);
}

function Sheet({ poster }: { poster: Poster }) {
	const { unit, leader, qr, address, code } = poster;
	return (
		<article class="poster">
			<p class="poster-campaign">
				<bdi>{boot.value?.campaign?.name}</bdi>
			</p>
			<h1 class={unit.name.length > LONG_NAME ? "poster-long" : undefined}>
				<Text k="teams.join_title" parts={{ team: <bdi>{unit.name}</bdi> }} />
			</h1>
			{leader && (
				<p class="poster-leader">
					<Text
						k="joining.poster_leader"
						parts={{ name: <bdi>{leader}</bdi> }}
					/>
				</p>
			)}
			<img
				class="poster-qr"
				src={qr}
				alt={t("joining.qr", { team: unit.name })}
			/>
			<ol class="poster-steps">
				<li>{t("joining.poster_1")}</li>
				<li>{t("joining.poster_2")}</li>
				<li>{t("joining.poster_3")}</li>
			</ol>
			{address && (
				<p class="poster-address">
					{t("joining.poster_address")} <bdi dir="ltr">{address}</bdi>
					{code && (
						<bdi class="poster-code" dir="ltr">
							{spaced(code)}
						</bdi>
					)}
				</p>
			)}
		</article>
	);
}
