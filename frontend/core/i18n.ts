/**
 * The words. `t("chat.send")`, `t("core.waiting", { count: 2 })`. Texts are in
 * locales/<language>/<area>.json; a text with forms `{one, other, …}` is chosen by `count`.
 */
import { signal } from "@preact/signals";
import type { Key } from "../locales/keys";
import type { Locale } from "./protocol";

export type { Key } from "../locales/keys";
export type Text = string | Partial<Record<Intl.LDMLPluralRule, string>>;
export type Texts = Record<string, Record<string, Text>>;
export type Params = Record<string, string | number>;

export const LANGUAGES: Record<Locale, string> = {
	en: "English",
	ar: "العربية",
	es: "Español",
};

export const locale = signal<Locale>("en");
const texts = signal<Texts>({});

export function setTexts(language: Locale, words: Texts): void {
	texts.value = words;
	locale.value = language;
}

export function directionOf(language: Locale): "rtl" | "ltr" {
	return language === "ar" ? "rtl" : "ltr";
}

/** What a language is called here; its code where the browser can't say. */
export function languageName(code: string): string {
	try {
		const names = new Intl.DisplayNames(locale.value, { type: "language" });
		return names.of(code) ?? code;
	} catch {
		return code;
	}
}

/** 'Arabic, English': with the comma of the language one reads. */
export function formatList(names: string[]): string {
	return listed(names, "unit");
}

/** 'region or office' */
export function formatChoice(names: string[]): string {
	return listed(names, "disjunction");
}

function listed(names: string[], type: Intl.ListFormatType): string {
	if (typeof Intl.ListFormat === "undefined")
		return names.join(locale.value === "ar" ? "، " : ", ");
	return new Intl.ListFormat(locale.value, { type, style: "short" }).format(
		names,
	);
}

/** Number forms of a locale; Arabic is shown with Arabic-Indic digits. */
function intlTag(): string {
	return locale.value === "ar" ? "ar-u-nu-arab" : locale.value;
}

export function t(key: Key, params: Params = {}): string {
	const template = pattern(key, params);
	return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
		const value = params[name];
		if (value === undefined) return whole;
		return formatValue(value);
	});
}

export function formatValue(value: string | number): string {
	return typeof value === "number" ? formatNumber(value) : isolate(value);
}

/** The same text in pieces, for names that need their own element. */
export function tPieces(
	key: Key,
	params: Params = {},
): (string | { name: string })[] {
	return pattern(key, params)
		.split(/(\{\w+\})/)
		.filter(Boolean)
		.map((piece) =>
			piece.startsWith("{") ? { name: piece.slice(1, -1) } : piece,
		);
}

function pattern(key: Key, params: Params): string {
	const dot = key.indexOf(".");
	const text = texts.value[key.slice(0, dot)]?.[key.slice(dot + 1)];
	if (text === undefined) return key;
	if (typeof text === "string") return text;
	const form = new Intl.PluralRules(locale.value).select(Number(params.count));
	return text[form] ?? text.other ?? key;
}

const STRONG_RTL = /[\u0590-\u08ff]/;
const STRONG_LTR = /[A-Za-z\u00c0-\u024f]/;

/** A name of the other direction must not reorder the sentence around it. */
function isolate(value: string): string {
	const isForeign =
		directionOf(locale.value) === "rtl"
			? STRONG_LTR.test(value)
			: STRONG_RTL.test(value);
	return isForeign ? `\u2068${value}\u2069` : value;
}

export function formatNumber(
	value: number,
	options?: Intl.NumberFormatOptions,
): string {
	return new Intl.NumberFormat(intlTag(), options).format(value);
}

export function formatTime(at: string | number | Date): string {
	return new Intl.DateTimeFormat(intlTag(), {
		hour: "2-digit",
		minute: "2-digit",
		hourCycle: "h23",
	}).format(new Date(at));
}

export function formatDay(at: string | number | Date): string {
	return new Intl.DateTimeFormat(intlTag(), {
		weekday: "long",
		day: "numeric",
		month: "long",
	}).format(new Date(at));
}

export function formatExact(at: string | number | Date): string {
	return new Intl.DateTimeFormat(intlTag(), {
		dateStyle: "full",
		timeStyle: "short",
		hourCycle: "h23",
	}).format(new Date(at));
}

/** '3 Nov 2026, 18:04': short, and exact to the minute. */
export function formatMoment(at: string | number | Date): string {
	return new Intl.DateTimeFormat(intlTag(), {
		dateStyle: "medium",
		timeStyle: "short",
		hourCycle: "h23",
	}).format(new Date(at));
}

const MINUTE = 60_000;

/** '2 min', 'yesterday': how long ago, short. */
export function formatAgo(at: string | number | Date, now: number): string {
	const minutes = Math.round((new Date(at).getTime() - now) / MINUTE);
	const format = new Intl.RelativeTimeFormat(intlTag(), {
		numeric: "auto",
		style: "short",
	});
	if (minutes > -1) return t("core.just_now");
	if (minutes > -60) return format.format(minutes, "minute");
	if (minutes > -60 * 24)
		return format.format(Math.round(minutes / 60), "hour");
	return format.format(Math.round(minutes / 60 / 24), "day");
}

/** A length of time in words: '3 h 12 min'. */
export function formatSpan(ms: number): string {
	const minutes = Math.max(0, Math.floor(ms / MINUTE));
	const hours = Math.floor(minutes / 60);
	if (hours >= 48)
		return t("core.span_days", { count: Math.floor(hours / 24) });
	if (hours === 0) return t("core.span_minutes", { minutes });
	return t("core.span", { hours, minutes: minutes % 60 });
}

const ARABIC_INDIC = "٠١٢٣٤٥٦٧٨٩";
const PERSIAN = "۰۱۲۳۴۵۶۷۸۹";

/** Signs between groups of three figures; the other languages' sign is a decimal one here. */
const GROUPING: Record<Locale, string> = { en: ",", ar: ",", es: "." };

/** A whole number typed in any of the three languages' digits; null when it is none. */
export function parseNumber(text: string): number | null {
	const plain = [...text.trim()]
		.map((char) => {
			const digit = Math.max(ARABIC_INDIC.indexOf(char), PERSIAN.indexOf(char));
			return digit >= 0 ? String(digit) : char;
		})
		.join("");
	const sign = `[${GROUPING[locale.value]}٬\\s]`;
	const whole = new RegExp(`^(\\d{1,15}|\\d{1,3}(${sign}\\d{3}){1,4})$`);
	return whole.test(plain) ? Number(plain.replace(/\D/g, "")) : null;
}
