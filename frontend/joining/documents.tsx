import { useEffect, useState } from "preact/hooks";
import { api } from "../core/api";
import { locale, t } from "../core/i18n";
import { sentenceFor } from "../ui/failure";
import { FailureLine } from "../ui/failure-line";
import { Sheet } from "../ui/sheet";
import { Skeleton } from "../ui/skeleton";
import "../styles/joining.css";
import type { DocumentLines } from "./arrival";

/** Three lines of each, and the whole text behind. */
export function Documents({ documents }: { documents: DocumentLines[] }) {
	const [open, setOpen] = useState<DocumentLines | null>(null);
	return (
		<div class="notices">
			{documents.map((one) => (
				<section key={one.document}>
					<h2>{one.title}</h2>
					<ul>
						{one.lines.map((line) => (
							<li key={line}>{line}</li>
						))}
					</ul>
					<button
						type="button"
						class="link-button"
						onClick={() => setOpen(one)}
					>
						{t("joining.read_all", { title: one.title })}
					</button>
				</section>
			))}
			<Sheet
				isOpen={open !== null}
				onClose={() => setOpen(null)}
				title={open?.title ?? ""}
			>
				{open && <WholeText document={open.document} />}
			</Sheet>
		</div>
	);
}

interface Whole {
	parts: { heading: string; paragraphs: string[] }[];
}

function WholeText({ document }: { document: string }) {
	const [text, setText] = useState<Whole | null>(null);
	const [error, setError] = useState<string | null>(null);
	useEffect(() => {
		api
			.get<Whole>(`/api/v1/documents/${document}?language=${locale.value}`)
			.then(setText)
			.catch((failure) => setError(sentenceFor(failure)));
	}, [document]);
	if (error) return <FailureLine>{error}</FailureLine>;
	if (!text) return <Skeleton rows={4} />;
	return (
		<div class="whole-text">
			{text.parts.map((part) => (
				<section key={part.heading}>
					<h3>{part.heading}</h3>
					{part.paragraphs.map((paragraph) => (
						<p key={paragraph}>{paragraph}</p>
					))}
				</section>
			))}
		</div>
	);
}
