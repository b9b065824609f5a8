import { api } from "../../core/api";
import { LANGUAGES, locale, t } from "../../core/i18n";
import type { Locale } from "../../core/protocol";
import { rememberLanguage, showLanguage } from "../../ui/preferences";
import { ChipChoice } from "../chip-choice";

export function LanguageChoice() {
	return (
		<ChipChoice
			label={t("teams.language")}
			value={locale.value}
			options={(Object.keys(LANGUAGES) as Locale[]).map((language) => ({
				value: language,
				label: LANGUAGES[language],
			}))}
			onChange={chooseLanguage}
		/>
	);
}

/** Shown at once; the server learns it too, for mails and other devices. */
function chooseLanguage(language: Locale): void {
	rememberLanguage(language);
	void showLanguage(language);
	api.patch("/api/v1/me", { locale: language }).catch(() => {});
}
