import type { ComponentChildren } from "preact";
import { LANGUAGES, locale, t } from "../core/i18n";
import type { Locale } from "../core/protocol";
import { boot } from "../core/session";
import { Banner } from "../ui/banner";
import { rememberLanguage, showLanguage } from "../ui/preferences";
import "../styles/entry.css";

interface Props {
	title: ComponentChildren;
	lead?: ComponentChildren;
	children?: ComponentChildren;
}

/** The pages before one is in: sign in, join, first run. */
export function EntryPage({ title, lead, children }: Props) {
	return (
		<div class="entry">
			{boot.value?.demo && <Banner>{t("core.demo")}</Banner>}
			<main class="entry-main">
				<div class="entry-head">
					<img class="entry-mark" src="/static/icon.svg" alt="" />
					<h1>{title}</h1>
					{lead && <p class="muted">{lead}</p>}
				</div>
				{children}
				<LanguageChoice />
			</main>
		</div>
	);
}

function LanguageChoice() {
	return (
		<nav class="cluster entry-languages" aria-label={t("teams.language")}>
			{(Object.keys(LANGUAGES) as Locale[]).map((language) => (
				<button
					key={language}
					type="button"
					class="chip"
					lang={language}
					aria-pressed={language === locale.value}
					onClick={() => {
						rememberLanguage(language);
						void showLanguage(language);
					}}
				>
					{LANGUAGES[language]}
				</button>
			))}
		</nav>
	);
}
