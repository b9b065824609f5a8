import { BookOpen, Search } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../core/api";
import { formatList, languageName, t } from "../core/i18n";
import { Button } from "../ui/button";
import { Empty } from "../ui/empty";
import { Icon } from "../ui/icon";
import { now } from "../ui/time";
import { checkedWhen } from "./entry-line";
import type { Entry, Question } from "./question-data";
import { insertEntry } from "./reply-box";
import { mayWrite } from "./sent-answers";

const QUIET_MS = 350;

interface Props {
	question?: Question;
	/** Takes away what covers the field of the answer. */
	makeRoom?: () => void;
}

/** Approved answers: those that fit the question, or what the operator looks for. */
export function Library({ question, makeRoom }: Props) {
	const [words, setWords] = useState("");
	const [current, setCurrent] = useState(0);
	const { found, isEmpty } = useEntries(
		words.trim() || question?.text || "",
		question,
	);
	const chosen = found?.[Math.min(current, found.length - 1)];
	const mayInsert = question !== undefined && mayWrite(question);
	const insert = (entry?: Entry) => {
		if (!question || !entry || !mayInsert) return;
		makeRoom?.();
		insertEntry(question.id, entry);
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
				<Empty
					icon={BookOpen}
					title={t(isEmpty ? "desk.library_empty" : "desk.library_none")}
				/>
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
				<span class="meta">
					{formatList(entry.languages.map(languageName))}
				</span>
			</div>
		</>
	);
}

interface Found {
	found: Entry[] | null;
	/** There is nothing to be found, whatever one looks for. */
	isEmpty: boolean;
}

function useEntries(words: string, question?: Question): Found {
	const [found, setFound] = useState<Found>({ found: null, isEmpty: false });
	const language = question?.language ?? "";
	useEffect(() => {
		let isCurrent = true;
		const timer = setTimeout(async () => {
			try {
				const items = await entriesFor(words.slice(0, 500), language);
				const isEmpty =
					!items.length && !(await entriesFor("", language)).length;
				if (isCurrent) setFound({ found: items, isEmpty });
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

async function entriesFor(words: string, language: string): Promise<Entry[]> {
	const asked = new URLSearchParams({ q: words, language });
	const { items } = await api.get<{ items: Entry[] }>(
		`/api/v1/library?${asked}`,
	);
	return items;
}
