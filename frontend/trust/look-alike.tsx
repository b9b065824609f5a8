import { TriangleAlert } from "lucide";
import { t, tPieces } from "../core/i18n";
import { called } from "../ui/called";
import { Icon } from "../ui/icon";
import { roleWord } from "../ui/role";
import {
	foreignScript,
	isOtherByCapitals,
	lettersOf,
	otherLetters,
} from "./letters";
import "../styles/look-alike.css";

export interface Like {
	id: string;
	name: string;
	role: string;
}

/** Whom a name looks like, and by which letters it is another. */
export function LookAlike({ name, like }: { name: string; like: Like }) {
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
				{differenceOf(name, like.name)}
			</span>
		</span>
	);
}

function differenceOf(name: string, like: string): string {
	if (isOtherByCapitals(name, like)) return t("trust.other_capitals");
	const other = otherLetters(name, like);
	if (other.length === 0) return t("trust.same_letters");
	const told = other.map((letter) => {
		const script = foreignScript(letter, like);
		return script ? `${letter} (${t(script)})` : letter;
	});
	return t("trust.other_letters", { letters: told.join(" · ") });
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
