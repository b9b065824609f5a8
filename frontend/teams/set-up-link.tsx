import { useEffect, useState } from "preact/hooks";
import { api } from "../core/api";
import { t } from "../core/i18n";
import { isRefusal } from "../core/protocol";
import { Text } from "../ui/text";
import { EntryPage } from "./entry-page";

/** The one-time code of the set-up link: in no log, since no server sees what is behind #. */
export function setUpCode(): string {
	return location.hash.slice(1);
}

type Link = "unknown" | "right" | "wrong";

/** Said before the form is filled in. Without network the form itself will tell. */
export function useSetUpLink(): Link {
	const [link, setLink] = useState<Link>("unknown");
	useEffect(() => {
		let asked = "";
		const look = async () => {
			const code = setUpCode();
			asked = code;
			const found = await lookAt(code);
			if (asked === code) setLink(found);
		};
		void look();
		// Another link opened in this tab changes nothing else.
		addEventListener("hashchange", look);
		return () => removeEventListener("hashchange", look);
	}, []);
	return link;
}

async function lookAt(code: string): Promise<Link> {
	try {
		await api.post("/api/v1/first-run/look", { code });
	} catch (error) {
		return isRefusal(error) ? "wrong" : "right";
	}
	return "right";
}

export function WrongSetUpLink() {
	const command = <code dir="ltr">manage.py first_run_code</code>;
	return (
		<EntryPage
			title={t("teams.set_up_link_wrong")}
			lead={<Text k="teams.set_up_link_where" parts={{ command }} />}
		/>
	);
}
