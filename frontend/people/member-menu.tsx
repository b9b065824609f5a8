import { UserCog } from "lucide";
import { client } from "../core/client";
import { t } from "../core/i18n";
import { openMember } from "../trust/member-sheet";
import { Button } from "../ui/button";
import type { Member } from "./people-data";

/** Powers of which one lets decide something about a member; the server says what. */
const DECIDING = ["manage_people", "moderate", "reinstate_everywhere"];

interface Props {
	member: Member;
	may: string[];
	onDone: () => void;
}

/** The way to what may be decided about somebody of a place. */
export function MemberMenu({ member, may, onDone }: Props) {
	const isSelf = member.user.id === client.store.user.value?.id;
	if (isSelf || !DECIDING.some((power) => may.includes(power))) return null;
	return (
		<Button
			kind="quiet"
			icon={UserCog}
			label={t("people.acts_on", { name: member.user.name })}
			onClick={() => openMember(member.id, onDone)}
		/>
	);
}
