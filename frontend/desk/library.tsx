import { BookOpen, Search } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../core/api";
import { languageName, t } from "../core/i18n";
import { Button } from "../ui/button";
import { Empty } from "../ui/empty";
import { Icon } from "../ui/icon";
import { now } from "../ui/time";
import { isMine, setDraft } from "./desk-state";
import { checkedWhen } from "./entry-line";
import type { Entry, Question } from "./question-data";

const QUIET_MS = 350;

interface Props {
	question?: Question;
	onInserted?: () => void;
}

/** Approved answers: those that fit the question, or what the operator looks for. */
export function Library({ question, onInserted }: Props) {
	const [words, setWords] = useState("");
	const [current, setCurrent] = useState(0);
	const found = useEntries(words.trim() || question?.text || "", question);
	const chosen = found?.[Math.min(current, found.length - 1)];
	const mayInsert = question !== undefined && isMine(question);
	const insert = (entry?: Entry) => {
		if (!question || !entry || !mayInsert) return;
		setDraft(question.id, { text: entry.text, entry });
		onInserted?.();
		(document.activeElement as HTMLElement | null)?.blur();
	};
	useEffect(() => setCurrent(0), [words]);
	return (
		<>
			<SearchBox
				words={words}
				onInput={setWords}
				move={(step) =>
					setCurrent((at) =>
						Math.max(0, Math.min((found?.length ?? 1) - 1, at + step)),
					)
				}
				insert={() => insert(chosen)}
			/>
			{found?.length === 0 && (
				<Empty icon={BookOpen} title={t("desk.library_none")} />
			)}
			<ul class="desk-entries">
				{found?.map((entry, index) => (
					<li
						key={entry.entry}
						class="desk-entry"
						aria-current={entry === chosen ? "true" : undefined}
					>
						<button
							type="button"
							class="desk-entry-head"
							aria-expanded={entry === chosen}
							onClick={() => setCurrent(index)}
						>
							<EntryMeta entry={entry} />
							<span class="desk-entry-title" dir="auto" lang={entry.language}>
								{entry.title}
							</span>
						</button>
						{entry === chosen && (
							<Chosen
								entry={entry}
								mayInsert={mayInsert}
								insert={() => insert(entry)}
							/>
						)}
					</li>
				))}
			</ul>
		</>
	);
}

interface SearchProps {
	words: string;
	onInput: (words: string) => void;
	move: (step: number) => void;
	insert: () => void;
}

function SearchBox({ words, onInput, move, insert }: SearchProps) {
	const box = useRef<HTMLInputElement>(null);
	const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
	return (
		<div class="desk-head">
			<label class="desk-search">
				<Icon of={Search} />
				<input
					ref={box}
					type="search"
					class="desk-search-box"
					aria-label={t("desk.search_library")}
					placeholder={t("desk.search_library")}
					value={words}
					dir="auto"
					maxLength={200}
					onInput={(event) => onInput(event.currentTarget.value)}
					onKeyDown={(event) => {
						const step = steps[event.key];
						if (step !== undefined) move(step);
						else if (event.key === "Enter") insert();
						else if (event.key === "Escape") box.current?.blur();
						else return;
						event.preventDefault();
					}}
				/>
				<kbd class="key muted">/</kbd>
			</label>
		</div>
	);
}

function EntryMeta({ entry }: { entry: Entry }) {
	return (
		<span class="desk-row-line">
			<span>{entry.jurisdiction}</span>
			<span class="good desk-fill">
				{checkedWhen(entry.checked_at, now.value)}
			</span>
			<span>{t("desk.helped", { count: entry.helped })}</span>
		</span>
	);
}

interface ChosenProps {
	entry: Entry;
	mayInsert: boolean;
	insert: () => void;
}

function Chosen({ entry, mayInsert, insert }: ChosenProps) {
	return (
		<>
			<p class="desk-entry-text" dir="auto" lang={entry.language}>
				{entry.text}
			</p>
			<div class="cluster">
				{mayInsert && (
					<Button kind="primary" shortcut="↵" onClick={insert}>
						{t("desk.insert")}
					</Button>
				)}
				<span class="meta">{entry.languages.map(languageName).join(", ")}</span>
			</div>
		</>
	);
}

function useEntries(words: string, question?: Question): Entry[] | null {
	const [found, setFound] = useState<Entry[] | null>(null);
	const language = question?.language ?? "";
	useEffect(() => {
		let isCurrent = true;
		const timer = setTimeout(async () => {
			const asked = new URLSearchParams({ q: words.slice(0, 500), language });
			try {
				const { items } = await api.get<{ items: Entry[] }>(
					`/api/v1/library?${asked}`,
				);
				if (isCurrent) setFound(items);
			} catch {
				// What was found before stays.
			}
		}, QUIET_MS);
		return () => {
			isCurrent = false;
			clearTimeout(timer);
		};
	}, [words, language]);
	return found;
}
