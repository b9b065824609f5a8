import { client } from "../core/client";
import { t } from "../core/i18n";
import { Text } from "../ui/text";

/** Who is writing now. Keeps its height, so that nothing jumps. */
export function TypingLine({ stream }: { stream: string }) {
	const typists = client.store.typing(stream).value;
	return <p class="typing">{typists.length > 0 && words(typists)}</p>;
}

function words(typists: { name: string }[]) {
	const [one, two] = typists;
	if (typists.length > 2) return t("chat.typing_many");
	if (two)
		return (
			<Text
				k="chat.typing_two"
				parts={{ one: <bdi>{one?.name}</bdi>, two: <bdi>{two.name}</bdi> }}
			/>
		);
	return <Text k="chat.typing_one" parts={{ name: <bdi>{one?.name}</bdi> }} />;
}
