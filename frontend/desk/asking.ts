import { useEffect, useState } from "preact/hooks";
import { client } from "../core/client";
import { navigate } from "../ui/router";
import { toast } from "../ui/toast";

const DRAFT = "ask";

/** Kept on the phone until sent; once the server has it, its thread opens. */
export async function ask(fields: Record<string, unknown>): Promise<void> {
	const { reply } = await client.send("question.ask", fields);
	try {
		const { question, advice } = await reply;
		if (advice) toast(String(advice));
		if (location.pathname === "/ask") navigate(`/ask/${question}`);
	} catch (error) {
		if (error instanceof Error) toast(error.message, { kind: "urgent" });
	}
}

export async function follow(question: string): Promise<void> {
	const { reply } = await client.send("question.me_too", { question });
	await reply.catch(() => {});
	if (location.pathname === "/ask") navigate(`/ask/${question}`);
}

export function useDraft(): [string, (text: string) => void] {
	const [text, setText] = useState("");
	useEffect(() => {
		void client.drafts.read(DRAFT).then((kept) => {
			setText((now) => now || kept);
		});
	}, []);
	const change = (next: string) => {
		setText(next);
		client.drafts.save(DRAFT, next);
	};
	return [text, change];
}
