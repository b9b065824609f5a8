import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../core/i18n";
import { mayBeLong } from "./length";
import { piecesOf } from "./links";

interface Props {
	text: string;
	lang?: string;
	children?: ComponentChildren;
}

/** What a person wrote: addresses can be followed, very much of it is folded. */
export function Words({ text, lang, children }: Props) {
	const words = useRef<HTMLParagraphElement>(null);
	const [isOpen, setOpen] = useState(false);
	const [isLong, setLong] = useState(false);
	const isFolded = mayBeLong(text) && !isOpen;
	useLayoutEffect(() => {
		const shown = words.current;
		if (shown && isFolded) setLong(shown.scrollHeight > shown.clientHeight + 1);
	}, [text, isFolded]);
	return (
		<>
			<p
				ref={words}
				class={isFolded ? "message-words message-folded" : "message-words"}
				dir="auto"
				lang={lang}
			>
				<Linked text={text} />
				{children}
			</p>
			{mayBeLong(text) && isLong && (
				<button
					type="button"
					class="link"
					aria-expanded={isOpen}
					onClick={() => setOpen(!isOpen)}
				>
					{isOpen ? t("chat.show_less") : t("chat.show_more")}
				</button>
			)}
		</>
	);
}

/** The words alone, with addresses to follow. */
export function Linked({ text }: { text: string }) {
	return (
		<>
			{piecesOf(text).map((piece, index) =>
				typeof piece === "string" ? piece : <Address key={index} {...piece} />,
			)}
		</>
	);
}

function Address({ href, text }: { href: string; text: string }) {
	return (
		<bdi dir="ltr">
			<a href={href} target="_blank" rel="noopener noreferrer nofollow">
				{text}
			</a>
		</bdi>
	);
}
