import { TriangleAlert } from "lucide";
import { t, tPieces } from "../core/i18n";
import { called } from "../ui/called";
import { Icon } from "../ui/icon";
import { roleWord } from "../ui/role";
import { lettersOf, otherLetters, scriptOf } from "./letters";
import "../styles/look-alike.css";

export interface Like {
	id: string;
	name: string;
	role: string;
}

/** Whom a name looks like, and by which letters it is another. */
export function LookAlike({ name, like }: { name: string; like: Like }) {
	const other = otherLetters(name, like.name);
	return (
		<span class="look-alike">
			<Icon of={TriangleAlert} size={16} />
			<span>
				{tPieces(like.role ? "trust.looks_like_role" : "trust.looks_like").map(
					(piece) => {
						if (typeof piece === "string") return piece;
						if (piece.name === "role") return roleWord(like.role);
						return <bdi key={piece.name}>{called(like.name)}</bdi>;
					},
				)}{" "}
				{other.length === 0
					? t("trust.same_letters")
					: t("trust.other_letters", {
							letters: other
								.map((letter) => `${letter} (${t(scriptOf(letter))})`)
								.join(" · "),
						})}
			</span>
		</span>
	);
}

/** A name whose letters that differ are underlined and heavier. */
export function MarkedName({ name, like }: { name: string; like: string }) {
	return (
		<bdi>
			{lettersOf(name, like).map(({ text, isOther }, index) =>
				isOther ? (
					<mark key={index} class="letter-other">
						{text}
					</mark>
				) : (
					text
				),
			)}
		</bdi>
	);
}
